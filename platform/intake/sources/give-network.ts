import { moveToNetwork } from '../../assets/index.ts'
import type { TenantTransaction } from '../../contract/index.ts'
import { tell } from '../../outbox/index.ts'
import { IntakeError } from '../intake-error.ts'
import { networkIdOf } from './change-key.ts'

/**
 * Takes a living source into another network, with the assets that it told of in the one where it was. Answers with how many these were; none where it is there already.
 * Throws IntakeError `malformed`, `unknown-source`.
 */
export async function giveNetwork(tx: TenantTransaction, source: string, network: string): Promise<number> {
  const { rows } = await tx.query<{ id: number; network: number }>(
    `select source_id as id, network_id as network from source
      where tenant_id = $1 and public_id = $2 and status = 'active' for no key update`,
    [tx.tenantId, source],
  )
  const found = rows[0]
  if (!found) throw new IntakeError('unknown-source', 'There is no such living source.')
  const to = await networkIdOf(tx, network)
  if (to === found.network) return 0
  await tx.query('update source set network_id = $3, version = version + 1 where tenant_id = $1 and source_id = $2', [
    tx.tenantId,
    found.id,
    to,
  ])
  const moved = await moveToNetwork(tx, { sourceId: found.id, from: found.network, to })
  await tx.query("select pg_notify('holdfast_source', $1)", [source])
  await tell(tx, { topic: 'source.changed', body: { source } })
  return moved
}
