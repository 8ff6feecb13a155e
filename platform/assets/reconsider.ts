import type { TenantTransaction } from '../contract/index.ts'
import type { Database } from '../store/index.ts'
import { join } from './join.ts'
import type { OnMoved } from './move-sightings.ts'

const atOnce = 200

/**
 * Looks again at assets that share a telling value with another: what was told apart because both agents lived may be one since one of
 * them fell silent (an agent that was installed anew). Answers with the number of sightings it looked at. Runs hourly.
 */
export async function reconsiderIdentities(
  tx: TenantTransaction,
  options: { readonly at: string; readonly onMoved: OnMoved },
): Promise<number> {
  const { rows } = await tx.query<{ id: number; network_id: number }>(
    `select distinct newer.asset_source_id as id, newer.network_id
       from asset_identifier a
       join asset_identifier b on b.tenant_id = a.tenant_id and b.network_id = a.network_id and b.kind = a.kind and b.value = a.value
       join asset_source older on older.tenant_id = a.tenant_id and older.asset_source_id = a.asset_source_id
       join asset_source newer on newer.tenant_id = b.tenant_id and newer.asset_source_id = b.asset_source_id
      where a.tenant_id = $1 and b.tenant_id = $1 and older.tenant_id = $1 and newer.tenant_id = $1
        and a.kind in ('cloud-instance-id', 'product-uuid', 'serial', 'machine-id', 'mac')
        and older.asset_id <> newer.asset_id and older.asset_source_id < newer.asset_source_id
        and newer.last_seen_at > $2::timestamptz - interval '1 day'
      order by newer.network_id, id limit ${atOnce}`,
    [tx.tenantId, options.at],
  )
  for (const { id, network_id } of rows) {
    await tx.query('select from network where tenant_id = $1 and network_id = $2 for no key update', [
      tx.tenantId,
      network_id,
    ])
    await join(tx, id, network_id, options)
  }
  return rows.length
}

/** The same for all tenants, one after another, each in a transaction of its own. What fails in one is tried again with the next run. */
export async function reconsiderAllIdentities(
  database: Database,
  options: {
    readonly at: string
    readonly onMoved: OnMoved
    readonly onFailure: (error: unknown, tenantId: number) => void
    readonly signal?: AbortSignal
  },
): Promise<number> {
  const { rows } = await database.asPlatform((tx) => tx.query<{ id: number }>('select id from tenant order by id'), {
    readOnly: true,
  })
  let looked = 0
  for (const { id } of rows) {
    options.signal?.throwIfAborted()
    try {
      looked += await database.asTenant(id, (tx) => reconsiderIdentities(tx as unknown as TenantTransaction, options))
    } catch (error) {
      options.onFailure(error, id)
    }
  }
  return looked
}
