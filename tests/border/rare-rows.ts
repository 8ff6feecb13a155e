import { readFileSync } from 'node:fs'
import type { Border } from './attack-tables.ts'

/** Rows that take odd moments to come about: made by hand, each with what its table wants. */
export async function rareRows({ admin, victim }: Border, source: string): Promise<void> {
  const { rows } = await admin.query<{ id: number; ref: number; asset: number }>(
    `select s.source_id::int as id, min(o.asset_source_id)::int as ref, min(o.asset_id)::int as asset
       from holdfast.source s join holdfast.asset_source o on o.tenant_id = s.tenant_id and o.source_id = s.source_id
      where s.public_id = $1 group by 1`,
    [source],
  )
  const { id, ref, asset } = rows[0]!
  const statements = readFileSync(new URL('./rare-rows.sql', import.meta.url), 'utf8')
  const values: Record<string, number> = { tenant: victim, source: id, sighting: ref, asset }
  await admin.query(
    `set search_path = holdfast; ${statements.replace(/:(\w+):/g, (_, name: string) => String(values[name]))}`,
  )
}

/** A merge of two assets of the victim; its public id. */
export async function anyMerge({ admin, victim }: Border): Promise<string> {
  const { rows } = await admin.query<{ id: string }>(
    `insert into holdfast.asset_merge (tenant_id, public_id, kind, into_asset_id, from_asset_id, moved, rule, because, at)
     select tenant_id, $2, 'merge', min(asset_id), max(asset_id), '{}', 'by-hand', 'theirs-merge', now()
       from holdfast.asset where tenant_id = $1 group by tenant_id returning public_id as id`,
    [victim, `mrg_${'9'.repeat(22)}`],
  )
  return rows[0]!.id
}
