import type { KnownAsset } from '../assets/index.ts'
import { itemKey } from '../contract/index.ts'
import type { EnvelopeRecord, FactsRecord, Item, ProblemRecord, ScopesRecord } from '../envelope/index.ts'
import type { AsideEntry, RecordContext, RecordEntry } from '../intake/index.ts'
import type { FactRegistry, KnownFactType } from './fact-registry.ts'

/** A record that is right, with what it is about. */
export interface FactOperation<Record extends EnvelopeRecord = FactsRecord | ScopesRecord | ProblemRecord> {
  readonly entry: RecordEntry
  readonly record: Record
  readonly asset: KnownAsset
  readonly fact: KnownFactType
}

const partsShown = 5

/**
 * Checks a record against what is known: its asset, its fact and version, and each of its items. Items that are not right are put aside
 * and the rest is taken; then not everything was seen that is there, thus the statement is no longer complete.
 */
export async function checkRecord(
  context: RecordContext,
  registry: FactRegistry,
  entry: RecordEntry,
): Promise<{ readonly operation?: FactOperation; readonly aside?: AsideEntry }> {
  const record = entry.record as FactsRecord | ScopesRecord | ProblemRecord
  const fact = registry.get(record.fact)
  if (!fact) return { aside: { entry, reason: 'unknown-fact', detail: `no app here declares ${record.fact}` } }
  const { version, about } = fact.type
  if (record.type === 'facts' && record.version !== version)
    return {
      aside: {
        entry,
        reason: 'unknown-version',
        detail: `${record.fact} has version ${version} here, not ${record.version}`,
      },
    }
  const asset = await context.assetOf(record.about)
  if (!asset)
    return {
      aside: {
        entry,
        reason: 'unknown-asset',
        detail: `the source never said what ${JSON.stringify(record.about)} is`,
      },
    }
  if (!about.includes(asset.kind))
    return {
      aside: { entry, reason: 'wrong-kind', detail: `${record.fact} is not about assets of kind ${asset.kind}` },
    }
  if (record.type !== 'facts') return { operation: { entry, record, asset, fact } }
  const { right, wrong, problems } = sortItems(record, fact)
  if (wrong.length === 0) return { operation: { entry, record: { ...record, set: right }, asset, fact } }
  const part: FactsRecord = { ...record, mode: 'delta', complete: false, set: objectOf(wrong), gone: [] }
  const detail = `${wrong.length} of ${Object.keys(record.set).length} items: ${problems.slice(0, partsShown).join('; ')}`
  if (Object.keys(right).length === 0 && record.gone.length === 0)
    return { aside: { entry, reason: 'malformed', detail } }
  const taken: FactsRecord = { ...record, complete: false, set: right }
  return { operation: { entry, record: taken, asset, fact }, aside: { entry, reason: 'malformed', detail, part } }
}

function sortItems(record: FactsRecord, fact: KnownFactType) {
  const right: [string, Item][] = []
  const wrong: [string, Item][] = []
  const problems: string[] = []
  for (const [key, given] of Object.entries(record.set)) {
    const item = fact.declared(given)
    const problem = fact.problem(item) ?? keyProblem(key, fact, item)
    if (problem === undefined) right.push([key, item])
    else {
      wrong.push([key, given])
      problems.push(`${JSON.stringify(key).slice(0, 80)}: ${problem}`)
    }
  }
  return { right: objectOf(right), wrong, problems }
}

function keyProblem(key: string, { type }: KnownFactType, item: Item): string | undefined {
  const own = itemKey(type, item)
  return own === key ? undefined : `its fields make the key ${JSON.stringify(own).slice(0, 80)}`
}

/** Keys are data: without a prototype, `__proto__` is one like any other. */
function objectOf(entries: readonly (readonly [string, Item])[]): Record<string, Item> {
  const object: Record<string, Item> = Object.create(null)
  for (const [key, item] of entries) object[key] = item
  return object
}
