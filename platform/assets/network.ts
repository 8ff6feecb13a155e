import type { TenantTransaction } from '../contract/index.ts'
import { newPublicId } from '../store/index.ts'

/** A tenant that names no network has one. */
const defaultName = 'Default'
const mostNetworks = 1000

/** The id of the tenant's default network, which is made when it is first needed. */
export async function defaultNetwork(tx: TenantTransaction): Promise<number> {
  const text = 'select network_id from network where tenant_id = $1 and is_default'
  const found = await tx.query<{ network_id: number }>(text, [tx.tenantId])
  if (found.rows[0]) return found.rows[0].network_id
  await tx.query(
    `insert into network (tenant_id, public_id, name, is_default) values ($1, $2, $3, true)
     on conflict (tenant_id, name) do update set is_default = true`,
    [tx.tenantId, newPublicId('net'), defaultName],
  )
  return (await tx.query<{ network_id: number }>(text, [tx.tenantId])).rows[0]!.network_id
}

/** The id of the network with this name, made where it is new; the default one where the tenant has too many. */
export async function networkNamed(tx: TenantTransaction, name: string): Promise<number> {
  const text = 'select network_id from network where tenant_id = $1 and name = $2'
  const short = name.slice(0, 200)
  const found = await tx.query<{ network_id: number }>(text, [tx.tenantId, short])
  if (found.rows[0]) return found.rows[0].network_id
  await tx.query(
    `insert into network (tenant_id, public_id, name)
     select $1, $2, $3 where (select count(*) from network where tenant_id = $1) < ${mostNetworks}
     on conflict (tenant_id, name) do nothing`,
    [tx.tenantId, newPublicId('net'), short],
  )
  const made = await tx.query<{ network_id: number }>(text, [tx.tenantId, short])
  return made.rows[0]?.network_id ?? defaultNetwork(tx)
}
