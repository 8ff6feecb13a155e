import { connectClient } from '../door/connect-client.ts'
import type { DatabaseAccess, LoginRole } from './database-access.ts'

const roles: readonly LoginRole[] = ['app', 'jobs', 'maintenance']

/**
 * What the logins for running lack, one line each for `holdfast doctor`; empty when nothing is missing. Throws
 * DatabaseUnavailable when the database cannot be reached at all.
 */
export async function missingRights(access: DatabaseAccess): Promise<string[]> {
  const missing: string[] = []
  for (const role of roles) {
    const settings = access.login(role)
    // Without taking on the role, so that its absence can be told.
    const { role: _, ...login } = settings
    const client = await connectClient(login, 'holdfast doctor')
    try {
      const { rows } = await client.query<{ problem: string }>(query, [`holdfast_${role}`])
      missing.push(...rows.map((row) => row.problem))
    } finally {
      await client.end().catch(() => {})
    }
  }
  return [...new Set(missing)]
}

/** "member" is the right to act as a role; what the role itself may do is asked of the role. */
const query = `
with role as (select oid, rolname::text as name, rolsuper or rolbypassrls as strong from pg_roles where rolname = $1),
problems as (
  select 1 as place, 'role ' || $1 || ' does not exist' as problem where not exists (select from role)
  union all
  select 2, 'login ' || session_user || ' may not act as ' || name from role where not pg_has_role(session_user, oid, 'member')
  union all
  select 3, 'role ' || name || ' bypasses row-level security' from role where strong
  union all
  select 4, 'role ' || name || ' may not connect to database ' || current_database()
    from role where not has_database_privilege(oid, current_database(), 'connect')
  union all
  select 5, 'role ' || name || ' may not make temporary tables in database ' || current_database()
    from role where not has_database_privilege(oid, current_database(), 'temporary')
  union all
  select 6, 'schema holdfast does not exist' where to_regnamespace('holdfast') is null
  union all
  select 7, 'role ' || name || ' may not use schema holdfast'
    from role where to_regnamespace('holdfast') is not null and not has_schema_privilege(oid, to_regnamespace('holdfast'), 'usage')
  union all
  select 8, 'role ' || role.name || ' may not read table ' || c.relname
    from role join pg_class c on c.relnamespace = to_regnamespace('holdfast') and c.relkind in ('r', 'p') and not c.relispartition
   where role.name in ('holdfast_app', 'holdfast_maintenance')
     and exists (select from pg_attribute where attrelid = c.oid and attname = 'tenant_id')
     and not has_table_privilege(role.oid, c.oid, 'select'))
select problem from problems order by place, problem`
