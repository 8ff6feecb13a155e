import type { AssetMove } from '../assets/index.ts'
import type { AssetKind, FactName, Projection, TenantTransaction } from '../contract/index.ts'
import type { FactsKnown } from './fact-handler.ts'
import { runProjections } from './run-projections.ts'

/**
 * Moves what a source stated of an asset to another one, with its history, when assets are merged or split: for `onMoved` of assets.
 * What apps derive from it is derived anew for both.
 */
export async function moveFacts(
  tx: TenantTransaction,
  move: AssetMove,
  options: {
    readonly projections: readonly Projection[]
    readonly onKnown?: (tx: TenantTransaction, known: FactsKnown) => Promise<void>
  },
): Promise<void> {
  const values = [tx.tenantId, move.sourceId, move.from, move.to]
  const moved = await tx.query<{ fact: FactName }>(
    `update fact_set set asset_id = $4 where tenant_id = $1 and source_id = $2 and asset_id = $3 returning fact`,
    values,
  )
  const problems = await tx.query<{ fact: FactName }>(
    `update fact_problem set asset_id = $4 where tenant_id = $1 and source_id = $2 and asset_id = $3 returning fact`,
    values,
  )
  await tx.query(
    'update fact_change set asset_id = $4 where tenant_id = $1 and source_id = $2 and asset_id = $3',
    values,
  )
  const facts = new Set([...moved.rows, ...problems.rows].map(({ fact }) => fact))
  if (facts.size === 0) return
  const { rows } = await tx.query<{ assetId: number; publicId: string; kind: AssetKind; name: string }>(
    `select asset_id as "assetId", public_id as "publicId", kind, name from asset
      where tenant_id = $1 and asset_id = any ($2::bigint[]) order by asset_id`,
    [tx.tenantId, [move.from, move.to]],
  )
  for (const asset of rows) {
    await runProjections(tx, asset, options.projections, facts)
    await options.onKnown?.(tx, { asset: { ...asset, sightingId: 0 }, changed: [...facts], stated: [] })
  }
}
