import type pg from 'pg'
import { describeFunctions } from './describe-functions.ts'
import { describeTables } from './describe-tables.ts'

/**
 * The whole schema as readable, stably ordered SQL: tables with columns, constraints, indexes, policies, triggers and
 * rights, then views and functions. Partitions are left out, since they come and go. Equal on PostgreSQL 15 to 18.
 */
export async function describeSchema(client: pg.ClientBase): Promise<string> {
  const blocks = [
    ...(await describeTables(client)),
    ...(await describeViews(client)),
    ...(await describeFunctions(client)),
  ]
  return `-- The schema that all migrations make together. Written by tools/dump-schema.ts; a test compares it.\n\n${blocks.join('\n\n')}\n`
}

async function describeViews(client: pg.ClientBase): Promise<string[]> {
  const { rows } = await client.query<{
    name: string
    kind: string
    options: string[] | null
    body: string
    grants: string[]
  }>(
    `select c.relname as name, case c.relkind when 'm' then 'materialized view' else 'view' end as kind, c.reloptions as options,
            pg_get_viewdef(c.oid, true) as body,
            array(select format('grant %s on %I to %I;', lower(string_agg(privilege_type, ', ' order by privilege_type)), c.relname,
                                grantee::regrole::text)
                    from aclexplode(c.relacl) where grantee <> c.relowner and grantee <> 0 group by grantee
                   order by grantee::regrole::text) as grants
       from pg_class c
      where c.relnamespace = 'holdfast'::regnamespace and c.relkind in ('v', 'm')
        and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')
      order by 1`,
  )
  return rows.map(({ name, kind, options, body, grants }) => {
    const choices = options ? ` with (${options.join(', ')})` : ''
    return [`create ${kind} ${name}${choices} as\n${body}`, ...grants].join('\n')
  })
}
