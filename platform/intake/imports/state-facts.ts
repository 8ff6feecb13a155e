import { knownAsset, type OnMoved, sightedAs } from '../../assets/index.ts'
import {
  itemKey,
  type StatedAs,
  type StatedAsset,
  type StateFacts,
  type Statement,
  StatementError,
} from '../../contract/index.ts'
import type { AssetRecord, EnvelopeRecord, FactsRecord } from '../../envelope/index.ts'
import { applyEntries } from '../apply/apply-entries.ts'
import type { RecordEntry, RecordHandler } from '../apply/record-handler.ts'
import type { InTenant } from '../in-tenant.ts'
import { type ImportSource, importSource } from './import-source.ts'

export interface StatingOptions {
  readonly handlers: readonly RecordHandler[]
  readonly onMoved: OnMoved
  /** Milliseconds since 1970; the system's clock unless told. */
  readonly now?: () => number
}

/** States facts of imports, by the same way of identity, facts and judgement that records of agents go. */
export function statesFacts({ handlers, onMoved, now = Date.now }: StatingOptions): StateFacts {
  return async (given, statement) => {
    const tx = given as unknown as InTenant
    const at = new Date(now()).toISOString()
    const source = await importSource(tx, statement.source, at)
    const named: { readonly asset: StatedAsset; readonly ref: string }[] = []
    for (const asset of statement.assets) named.push({ asset, ref: await refOf(tx, source, asset, at) })
    const newest = await newestAsset(tx)
    const records = named.flatMap(({ asset, ref }) => recordsOf(asset, ref, statement))
    const entries = records.map(
      (record, index): RecordEntry => ({
        record,
        index,
        epoch: 1,
        seq: source.seq,
        sentAt: at,
        receivedAt: at,
        isReplay: false,
      }),
    )
    const { aside } = await applyEntries(tx, source, entries, { handlers, onMoved, careful: false })
    if (aside[0]) throw new StatementError(aside[0].detail)
    const stated: StatedAs[] = []
    for (const { asset, ref } of named) {
      const known = (await knownAsset(tx, source.sourceId, ref))!
      stated.push({ ref: asset.ref, asset: known.publicId, name: known.name, isNew: known.assetId > newest })
    }
    return stated
  }
}

async function refOf(tx: InTenant, source: ImportSource, { ref, asset }: StatedAsset, at: string): Promise<string> {
  if (asset === undefined) return ref
  const known = await sightedAs(tx, source, { ref: asset, asset, at })
  if (known === undefined) throw new StatementError('there is no asset of this id', 'asset')
  return known
}

/** Assets are numbered as they are made. */
async function newestAsset(tx: InTenant): Promise<number> {
  const { rows } = await tx.query<{ id: number | null }>('select max(asset_id) as id from asset where tenant_id = $1', [
    tx.tenantId,
  ])
  return rows[0]!.id ?? 0
}

function recordsOf(asset: StatedAsset, ref: string, { observedAt }: Statement): readonly EnvelopeRecord[] {
  const facts = asset.facts.map(
    ({ type, scope, complete, items }): FactsRecord => ({
      type: 'facts',
      about: ref,
      fact: type.name,
      version: type.version,
      scope,
      mode: 'full',
      complete,
      observedAt,
      set: Object.fromEntries(items.map((item) => [itemKey(type, item), item])),
      gone: [],
    }),
  )
  if (asset.asset !== undefined) return facts
  const { kind, name, identifiers } = asset
  const record: AssetRecord = { type: 'asset', ref, kind, name, identifiers }
  return [record, ...facts]
}
