import { readFileSync } from 'node:fs'
import type pg from 'pg'
import type { Part } from '../../store/index.ts'

/** A part that no program has, as a later version might bring one. */
export const oddPart: Part = { part: 'odd', folder: new URL('./odd-part/', import.meta.url) }

/** Fills its tables, in a database that has none but it; `admin` is a superuser's connection. */
export async function fillOddly(admin: pg.Client): Promise<void> {
  const { rows } = await admin.query('select id from holdfast.tenant where id = 1')
  if (rows.length === 0)
    await admin.query(
      `insert into holdfast.tenant (public_id, name, kind) values ('ten_' || repeat('1', 22), 'Odd provider', 'provider');
       insert into holdfast.tenant (public_id, name, parent_id) values ('ten_' || repeat('2', 22), 'Odd child', 1)`,
    )
  await admin.query(readFileSync(new URL('./odd-rows.sql', import.meta.url), 'utf8'))
}
