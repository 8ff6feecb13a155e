import type pg from 'pg'
import { StoreError } from '../store-error.ts'

/** Throws `role-too-strong` when this login could look past row-level security or change the schema. */
export async function checkRunningLogin(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ name: string; super: boolean; bypass: boolean; owner: boolean }>(
    `select rolname as name, rolsuper as super, rolbypassrls as bypass,
            coalesce(pg_has_role(oid, (select oid from pg_roles where rolname = 'holdfast_owner'), 'member'), false) as owner
       from pg_roles where rolname = session_user`,
  )
  for (const row of rows) {
    const why = row.super
      ? 'is a superuser'
      : row.bypass
        ? 'bypasses row-level security'
        : row.owner
          ? 'is a member of holdfast_owner'
          : ''
    if (!why) continue
    throw new StoreError(
      'role-too-strong',
      `The database login ${row.name} ${why}, so the border between tenants would not hold. ` +
        'Set DATABASE_URL to an ordinary login; keep this one for DATABASE_ADMIN_URL and "holdfast migrate".',
    )
  }
}
