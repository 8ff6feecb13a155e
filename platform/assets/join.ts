import type { TenantTransaction } from '../contract/index.ts'
import { decideIdentity } from './decide-identity.ts'
import { telling } from './identifier.ts'
import { moveSightings, type OnMoved } from './move-sightings.ts'
import { apartPairs, assetsSharing, sightingsOf } from './read-sightings.ts'

/** Merges the sighting's asset with another where a rule says that they are one. The older keeps its id. */
export async function join(
  tx: TenantTransaction,
  sightingId: number,
  networkId: number,
  options: { readonly at: string; readonly onMoved: OnMoved },
): Promise<void> {
  const { rows } = await tx.query<{ asset_id: number }>(
    'select asset_id from asset_source where tenant_id = $1 and asset_source_id = $2',
    [tx.tenantId, sightingId],
  )
  const assetId = rows[0]!.asset_id
  const [own] = await sightingsOf(tx, [assetId])
  const self = own!.sightings.find(({ id }) => id === sightingId)!
  const others = await assetsSharing(tx, { networkId, identifiers: telling(self.identifiers), assetId })
  if (others.length === 0) return
  const decision = decideIdentity({
    self,
    companions: own!.sightings.filter(({ id }) => id !== sightingId),
    others,
    apart: await apartPairs(
      tx,
      own!.sightings.map(({ id }) => id),
    ),
    now: Date.parse(options.at),
  })
  if (!decision.same) return
  const [to, from] = decision.assetId < assetId ? [decision.assetId, assetId] : [assetId, decision.assetId]
  const moving = from === assetId ? own! : others.find((other) => other.assetId === from)!
  await moveSightings(tx, {
    kind: 'merge',
    sightingIds: moving.sightings.map(({ id }) => id),
    from,
    to,
    rule: decision.rule,
    because: decision.because,
    at: options.at,
    onMoved: options.onMoved,
  })
}
