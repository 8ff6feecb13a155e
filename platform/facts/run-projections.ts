import type { KnownAsset } from '../assets/index.ts'
import type { FactName, Projection, TenantTransaction } from '../contract/index.ts'
import type { Item } from '../envelope/index.ts'
import { readFacts } from './read-facts.ts'

/** Runs the projections that read one of the changed facts. The caller holds the asset. */
export async function runProjections(
  tx: TenantTransaction,
  asset: Pick<KnownAsset, 'assetId' | 'kind'>,
  projections: readonly Projection[],
  changed: ReadonlySet<string>,
): Promise<void> {
  const concerned = projections.filter(({ reads }) => reads.some((fact) => changed.has(fact)))
  if (concerned.length === 0) return
  const known = await readFacts(tx, asset.assetId, [...new Set(concerned.flatMap(({ reads }) => reads))])
  const items = new Map<FactName, Item[]>()
  for (const facts of known) items.set(facts.fact, [...(items.get(facts.fact) ?? []), ...facts.items.values()])
  for (const { project } of concerned) await project(tx, { id: String(asset.assetId), kind: asset.kind }, items)
}
