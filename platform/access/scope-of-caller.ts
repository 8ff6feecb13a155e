import type { Database } from '../store/index.ts'

/** Whether a scope, as it was kept of something that lasts, shows nothing that another one does not. Internal ids; null for everything. */
export async function scopeStillWithin(
  database: Database,
  tenantId: number,
  { inner, outer }: { readonly inner: number | null; readonly outer: number | null },
): Promise<boolean> {
  const found = await database.asPlatform(
    (tx) => tx.first<{ within: boolean }>('select scope_still_within($1, $2, $3) as within', [tenantId, inner, outer]),
    { readOnly: true },
  )
  return found?.within === true
}

/**
 * What somebody sees now who started something earlier, by the public id of the person or token: internal id of their scope, null for everything.
 * Undefined for somebody who may not act in the tenant any more.
 */
export async function scopeOfCaller(
  database: Database,
  tenantId: number,
  caller: string,
): Promise<number | null | undefined> {
  const text = caller.startsWith('tok_')
    ? `select coalesce(k.scope_id, m.scope_id) as scope from api_token k
         left join membership m on m.tenant_id = k.tenant_id and m.person_id = k.person_id
        where k.tenant_id = $1 and k.public_id = $2 and k.revoked_at is null and k.expires_at > now()
          and (k.person_id is null or m.state = 'active')
          and (k.scope_id is null or m.scope_id is null or scope_lies_within(k.tenant_id, k.scope_id, m.scope_id))`
    : `select m.scope_id as scope from membership m join person p on p.id = m.person_id
        where m.tenant_id = $1 and p.public_id = $2 and m.state = 'active' and p.state = 'active'
          and (m.expires_at is null or m.expires_at > now())`
  const found = await database.asPlatform((tx) => tx.first<{ scope: number | null }>(text, [tenantId, caller]), {
    readOnly: true,
  })
  return found?.scope
}
