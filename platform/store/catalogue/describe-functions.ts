import type pg from 'pg'

interface Routine {
  definition: string
  identity: string
  owner: string
  grants: string[]
}

/** One block of SQL for each function of the schema, by name and arguments; its owner and who may call it. */
export async function describeFunctions(client: pg.ClientBase): Promise<string[]> {
  const { rows } = await client.query<Routine>(
    `select pg_get_functiondef(p.oid) as definition, p.oid::regprocedure::text as identity, p.proowner::regrole::text as owner,
            array(select case when grantee = 0 then 'public' else grantee::regrole::text end
                    from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) where grantee <> p.proowner order by 1) as grants
       from pg_proc p
      where p.pronamespace = 'holdfast'::regnamespace and p.prokind in ('f', 'p')
        and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
      order by p.oid::regprocedure::text`,
  )
  return rows.map(({ definition, identity, owner, grants }) => {
    const lines = [`${definition.replace(/(?<=FUNCTION |PROCEDURE )holdfast\./, '').trimEnd()};`]
    if (owner !== 'holdfast_owner') lines.push(`alter function ${identity} owner to ${owner};`)
    for (const grantee of grants) lines.push(`grant execute on function ${identity} to ${grantee};`)
    return lines.join('\n')
  })
}
