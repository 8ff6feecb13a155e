import type { TenantTransaction } from '../contract/index.ts'
import { tell } from '../outbox/index.ts'
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

/** A network of the tenant, and what is in it. */
export interface Network {
  /** Public id: `net_…`. */
  readonly id: string
  readonly name: string
  /** Whatever names no network is in this one. */
  readonly isDefault: boolean
  readonly assets: number
  readonly sources: number
  readonly version: number
  readonly createdAt: string
}

/** The networks of the tenant, the default one first; one of them when `id` is given. */
export async function listNetworks(tx: TenantTransaction, id?: string): Promise<Network[]> {
  const { rows } = await tx.query<Network>(
    `select n.public_id as id, n.name, n.is_default as "isDefault", n.version, n.created_at as "createdAt",
            (select count(*)::int from asset a where a.tenant_id = n.tenant_id and a.network_id = n.network_id and a.merged_into is null) as assets,
            (select count(*)::int from source s where s.tenant_id = n.tenant_id and s.network_id = n.network_id and s.status = 'active') as sources
       from network n where n.tenant_id = $1 and ($2::text is null or n.public_id = $2)
      order by not n.is_default, lower(n.name), n.network_id limit ${mostNetworks}`,
    [tx.tenantId, id ?? null],
  )
  return rows
}

/** Makes a network; undefined where there is one of this name, or too many. */
export async function createNetwork(tx: TenantTransaction, name: string): Promise<string | undefined> {
  await defaultNetwork(tx)
  const id = newPublicId('net')
  const { rowCount } = await tx.query(
    `insert into network (tenant_id, public_id, name)
     select $1, $2, $3 where (select count(*) from network where tenant_id = $1) < ${mostNetworks}
     on conflict (tenant_id, name) do nothing`,
    [tx.tenantId, id, name],
  )
  if (rowCount > 0) await tell(tx, { topic: 'network.new', body: { network: id, name } })
  return rowCount > 0 ? id : undefined
}

/** Gives a network another name: false where another one has it. */
export async function renameNetwork(tx: TenantTransaction, id: string, name: string): Promise<boolean> {
  const { rowCount } = await tx.query(
    `update network set name = $3, version = version + 1 where tenant_id = $1 and public_id = $2
        and not exists (select from network o where o.tenant_id = $1 and o.name = $3 and o.public_id <> $2)`,
    [tx.tenantId, id, name],
  )
  if (rowCount > 0) await tell(tx, { topic: 'network.changed', body: { network: id, name } })
  return rowCount > 0
}
