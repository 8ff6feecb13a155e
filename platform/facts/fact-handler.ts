import type { KnownAsset } from '../assets/index.ts'
import type { FactName, Projection, TenantTransaction } from '../contract/index.ts'
import type { FactsRecord, ProblemRecord, ScopesRecord } from '../envelope/index.ts'
import {
  type Applied,
  type AsideEntry,
  askForSnapshot,
  type RecordContext,
  type RecordEntry,
  type RecordHandler,
} from '../intake/index.ts'
import { tell } from '../outbox/index.ts'
import { checkRecord, type FactOperation } from './fact-operation.ts'
import type { FactRegistry } from './fact-registry.ts'
import { VersionLog } from './fact-state.ts'
import { StateShelf } from './load-states.ts'
import { runProjections } from './run-projections.ts'
import { stateFacts, stateScopes } from './state-facts.ts'
import { forgetProblems, ProblemLog, refused } from './state-problems.ts'
import { writeStates, writeVersions } from './write-states.ts'

/** What became known of an asset. */
export interface FactsKnown {
  readonly asset: KnownAsset
  /** Facts with items, problems or completeness other than before. */
  readonly changed: readonly FactName[]
  /** Facts that a source spoke of, changed or not: they were looked at. */
  readonly stated: readonly FactName[]
}

export interface FactHandlerOptions {
  readonly registry: FactRegistry
  readonly projections: readonly Projection[]
  /** Runs in the transaction that stored the facts, once for each asset. */
  readonly onKnown?: (tx: TenantTransaction, known: FactsKnown) => Promise<void>
}

/** Stores what sources state of facts, and runs what follows from it, all in one transaction. */
export function factHandler(options: FactHandlerOptions): RecordHandler {
  return {
    types: ['facts', 'scopes', 'problem'],
    apply: (context, entries) => applyFacts(context, entries, options),
  }
}

/** Facts by asset, as work goes on. */
class Touched {
  readonly assets = new Map<number, { asset: KnownAsset; changed: Set<FactName>; stated: Set<FactName> }>()

  of(asset: KnownAsset) {
    const touched = this.assets.get(asset.assetId) ?? { asset, changed: new Set(), stated: new Set() }
    this.assets.set(asset.assetId, touched)
    return touched
  }
}

async function applyFacts(
  context: RecordContext,
  entries: readonly RecordEntry[],
  options: FactHandlerOptions,
): Promise<Applied> {
  const { tx, source } = context
  const aside: AsideEntry[] = []
  const superseded: RecordEntry[] = []
  const operations: (FactOperation & { readonly isPart: boolean })[] = []
  for (const entry of entries) {
    const checked = await checkRecord(context, options.registry, entry)
    if (checked.aside) aside.push(checked.aside)
    if (checked.operation) operations.push({ ...checked.operation, isPart: checked.aside !== undefined })
  }
  if (operations.length === 0) return { aside, superseded }
  const touched = new Touched()
  const shelf = new StateShelf(tx, source.sourceId)
  const log = new VersionLog()
  const problems = new ProblemLog()
  await shelf.load(operations.map(({ asset, record }) => ({ assetId: asset.assetId, fact: record.fact })))
  await readAhead(shelf, operations)
  for (const operation of operations) {
    const { asset, record, entry } = operation
    if (record.type === 'problem') {
      problems.note(operation as FactOperation<ProblemRecord>)
      touched.of(asset).stated.add(record.fact)
      continue
    }
    const stated =
      record.type === 'facts'
        ? await stateFacts(shelf, log, operation as FactOperation<FactsRecord>)
        : await stateScopes(shelf, log, operation as FactOperation<ScopesRecord>)
    if (stated === 'superseded') superseded.push(entry)
    if (stated === 'no-base') aside.push(await withoutBase(context, entry))
    if (stated === 'superseded' || stated === 'no-base') continue
    touched.of(asset).stated.add(record.fact)
    if (stated === 'changed') touched.of(asset).changed.add(record.fact)
    if (record.type === 'facts') notePart(problems, operation as FactOperation<FactsRecord>, operation.isPart)
    else if (await forgetProblems(tx, source.sourceId, operation as FactOperation<ScopesRecord>))
      touched.of(asset).changed.add(record.fact)
  }
  await writeStates(tx, source.sourceId, shelf.all)
  await writeVersions(tx, source.sourceId, log.versions)
  for (const { assetId, fact } of await problems.write(tx, source.sourceId))
    touched.assets.get(assetId)?.changed.add(fact as FactName)
  await follow(tx, touched, options)
  return { aside, superseded }
}

/** Reads the items of all sets that a delta or a part will need, at once. */
async function readAhead(shelf: StateShelf, operations: readonly FactOperation[]): Promise<void> {
  const states = operations.flatMap(({ record, asset }) => {
    if (record.type !== 'facts' || (record.mode === 'full' && record.complete)) return []
    if (Object.keys(record.set).length === 0 && record.gone.length === 0) return []
    const state = shelf.find(asset.assetId, record.fact, record.scope)
    return state ? [state] : []
  })
  await shelf.readItems([...new Set(states)])
}

/** Items that were put aside are something that was not seen; a right statement ends that and other problems. */
function notePart(problems: ProblemLog, operation: FactOperation<FactsRecord>, isPart: boolean): void {
  problems.clear(operation)
  if (!isPart) return
  const { about, fact, scope, observedAt } = operation.record
  const detail = 'some items were not understood and are set aside'
  problems.note({ ...operation, record: { type: 'problem', about, fact, scope, reason: refused, detail, observedAt } })
}

async function withoutBase(context: RecordContext, entry: RecordEntry): Promise<AsideEntry> {
  if (!entry.isReplay) await askForSnapshot(context.tx, context.source.sourceId, entry.receivedAt)
  return { entry, reason: 'no-base', detail: 'a change was told, and what it changes is not known here' }
}

/** One asset after another in the order of their ids, each held, so that two sources of one asset do not overwrite each other's view. */
async function follow(tx: TenantTransaction, touched: Touched, options: FactHandlerOptions): Promise<void> {
  const assets = [...touched.assets.values()].sort((a, b) => a.asset.assetId - b.asset.assetId)
  for (const { asset, changed, stated } of assets) {
    if (changed.size > 0) {
      await tx.query('select from asset where tenant_id = $1 and asset_id = $2 for no key update', [
        tx.tenantId,
        asset.assetId,
      ])
      await runProjections(tx, asset, options.projections, changed)
      await tell(tx, { topic: 'asset.facts', body: { asset: asset.publicId, facts: [...changed] } })
    }
    await options.onKnown?.(tx, { asset, changed: [...changed], stated: [...stated] })
  }
}
