import type { Sbom } from '@holdfast/kit/sbom'
import type { AssetKind, StatedAs, StatedAsset, StateFacts, TenantTransaction } from '@holdfast/platform/contract'
import { assetMeant } from '@holdfast/platform/intake'
import { factsOfBill } from '../engine/bill/facts-of-bill.ts'
import { operatingSystemFact, packageFact, softwareFact } from '../facts/index.ts'

export interface ImportingBill {
  /** Id or name of the asset whose software it lists; made where the name is new. */
  readonly asset: string
  /** What it is where it is new. */
  readonly kind: AssetKind
  readonly observedAt: string
}

export interface ImportedBill {
  readonly asset: StatedAs
  readonly packages: number
  readonly software: number
  readonly distribution: string | undefined
  /** Components that no package URL names. */
  readonly unnamed: readonly string[]
}

/** One bill after another says what the asset's software is: the scope in which all of them state it. */
const scope = 'bill of materials'

/**
 * Stores what a bill of materials lists as the software of an asset; a later bill of the asset replaces it, and the same one twice changes nothing. Throws
 * StatementError; then nothing is to be kept.
 */
export async function importBill(
  tx: TenantTransaction,
  stateFacts: StateFacts,
  bill: Sbom,
  { asset, kind, observedAt }: ImportingBill,
): Promise<ImportedBill> {
  const about = await assetMeant(tx, asset, kind)
  const { packages, software, system, unnamed } = factsOfBill(bill, bill.subject?.name ?? about.name)
  const stated = (type: StatedAsset['facts'][number]['type'], items: StatedAsset['facts'][number]['items']) => ({
    type,
    scope,
    // What has no name was listed, and is not known.
    complete: unnamed.length === 0,
    items,
  })
  const facts = [
    stated(packageFact, packages),
    stated(softwareFact, software),
    ...(system === undefined ? [] : [stated(operatingSystemFact, [system])]),
  ]
  const [known] = await stateFacts(tx, {
    source: 'Bills of materials',
    observedAt,
    assets: [{ ...about, facts }],
  })
  return {
    asset: known!,
    packages: packages.length,
    software: software.length,
    distribution: system?.name,
    unnamed,
  }
}
