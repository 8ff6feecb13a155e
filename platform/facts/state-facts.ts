import type { FactsRecord, ScopesRecord } from '../envelope/index.ts'
import type { FactOperation } from './fact-operation.ts'
import { type FactState, type Moment, stampDigests, type VersionLog } from './fact-state.ts'
import { digestOfItems, type Items, steadyText } from './items.ts'
import type { StateShelf } from './load-states.ts'

/** What a statement did: nothing new, something new, or nothing since more is known by now; `no-base` asks for a full statement. */
export type Stated = 'same' | 'changed' | 'superseded' | 'no-base'

/** A scope that appears this long after the fact was first stated is news, not part of the first look. */
const firstLookMs = 10 * 60_000

/** Applies one statement to what is known of its fact and scope. */
export async function stateFacts(
  shelf: StateShelf,
  log: VersionLog,
  operation: FactOperation<FactsRecord>,
): Promise<Stated> {
  const { record, asset, entry, fact } = operation
  const state = shelf.find(asset.assetId, record.fact, record.scope)
  const given = new Map(Object.entries(record.set))
  if (!state) {
    if (record.mode === 'delta') return 'no-base'
    begin(shelf, log, operation, given)
    return 'changed'
  }
  if (entry.epoch < state.epoch) return 'superseded'
  const isNewer = entry.epoch > state.epoch || entry.seq > state.seq
  if (entry.isReplay && !isNewer) return addLate(shelf, log, operation, state)
  if (!hasBase(state, operation)) return 'no-base'
  const at = momentAfter(state, operation)
  const replaces = record.mode === 'full' && record.complete
  const saysNothing = given.size === 0 && record.gone.length === 0
  if ((replaces && isKnown(state, given, fact.volatile)) || (!replaces && saysNothing))
    return restate(state, operation, at)
  await shelf.readItems([state])
  const before = state.items!
  const after = replaces ? given : withChanges(before, given, record.gone)
  const isNews = compare(state, log, before, after, at, fact.volatile)
  const wasComplete = state.complete
  noteStatement(state, operation, at)
  state.items = after
  state.write = 'items'
  stampDigests(state, after, fact.volatile)
  if (isNews) state.changedAt = at.receivedAt
  return isNews || wasComplete !== state.complete ? 'changed' : 'same'
}

/** Only a whole statement stands on its own; others build upon what was said in the same epoch and shape. */
function hasBase(state: FactState, { record, entry }: FactOperation<FactsRecord>): boolean {
  if (record.mode === 'full' && record.complete) return true
  return record.version === state.version && (record.mode === 'full' || entry.epoch === state.epoch)
}

/** What was put aside comes late: it adds what is not known by now, and replaces nothing that was said since. */
async function addLate(
  shelf: StateShelf,
  log: VersionLog,
  operation: FactOperation<FactsRecord>,
  state: FactState,
): Promise<Stated> {
  const { record, fact } = operation
  if (record.mode !== 'delta' || !hasBase(state, operation)) return 'superseded'
  await shelf.readItems([state])
  const before = state.items!
  const late = Object.entries(record.set).filter(([key]) => !before.has(key))
  if (late.length === 0) return 'superseded'
  const at = momentAfter(state, operation)
  const after = new Map([...before, ...late])
  compare(state, log, before, after, at, fact.volatile)
  state.items = after
  state.write = 'items'
  state.changedAt = at.receivedAt
  stampDigests(state, after, fact.volatile)
  return 'changed'
}

/** Takes away what a source stated for scopes that it no longer has. */
export async function stateScopes(
  shelf: StateShelf,
  log: VersionLog,
  operation: FactOperation<ScopesRecord>,
): Promise<Stated> {
  const { record, asset, entry } = operation
  const kept = new Set(record.scopes)
  const gone = shelf
    .scopes(asset.assetId, record.fact)
    .filter((state) => !kept.has(state.scope) && entry.epoch >= state.epoch && entry.receivedAt >= state.receivedAt)
  await shelf.readItems(gone)
  for (const state of gone) {
    const at = momentAfter(state, operation)
    for (const [key, item] of state.items!) log.end(state, key, item, 'went', at)
    state.write = 'removed'
  }
  return gone.length > 0 ? 'changed' : 'same'
}

function begin(
  shelf: StateShelf,
  log: VersionLog,
  operation: FactOperation<FactsRecord>,
  items: Map<string, FactsRecord['set'][string]>,
): void {
  const { record, asset, entry, fact } = operation
  const { observedAt } = record
  const { receivedAt } = entry
  const others = shelf.scopes(asset.assetId, record.fact)
  const isNews = others.some(({ sinceAt }) => Date.parse(receivedAt) - Date.parse(sinceAt) > firstLookMs)
  const state: FactState = {
    ...{
      assetId: asset.assetId,
      fact: record.fact,
      scope: record.scope,
      version: record.version,
      epoch: entry.epoch,
      seq: entry.seq,
    },
    ...{
      complete: record.complete,
      observedAt,
      receivedAt,
      changedAt: receivedAt,
      sinceObservedAt: observedAt,
      sinceAt: receivedAt,
    },
    ...{ digest: Buffer.alloc(0), wholeDigest: Buffer.alloc(0), items, isStored: false, write: 'items' },
  }
  stampDigests(state, items, fact.volatile)
  shelf.add(state)
  if (!isNews) return
  for (const [key, item] of items)
    log.begin(shelf.find(state.assetId, state.fact, state.scope)!, key, item, 'came', { observedAt, receivedAt })
}

/** A complete statement of what is known already. */
function isKnown(state: FactState, given: Items, volatile: ReadonlySet<string>): boolean {
  if (!digestOfItems(given, volatile).equals(state.digest)) return false
  return volatile.size === 0 || digestOfItems(given, new Set()).equals(state.wholeDigest)
}

function restate(state: FactState, operation: FactOperation<FactsRecord>, at: Moment): Stated {
  const wasComplete = state.complete
  noteStatement(state, operation, at)
  if (state.write === 'nothing') state.write = 'statement'
  return wasComplete === state.complete ? 'same' : 'changed'
}

function noteStatement(state: FactState, { record, entry }: FactOperation<FactsRecord>, at: Moment): void {
  state.version = record.version
  state.epoch = entry.epoch
  state.seq = entry.seq
  state.observedAt = record.observedAt
  state.receivedAt = at.receivedAt
  state.complete = record.complete
}

function withChanges(before: Items, set: Items, gone: readonly string[]): Map<string, FactsRecord['set'][string]> {
  const after = new Map(before)
  for (const key of gone) after.delete(key)
  for (const [key, item] of set) after.set(key, item)
  return after
}

/** Notes what ended and began; true where anything did. */
function compare(
  state: FactState,
  log: VersionLog,
  before: Items,
  after: Items,
  at: Moment,
  volatile: ReadonlySet<string>,
): boolean {
  let isNews = false
  for (const [key, item] of before) {
    const now = after.get(key)
    if (now !== undefined && (now === item || steadyText(now, volatile) === steadyText(item, volatile))) continue
    isNews = true
    log.end(state, key, item, now ? 'changed' : 'went', at)
    if (now) log.begin(state, key, now, 'changed', at)
  }
  for (const [key, item] of after) {
    if (before.has(key)) continue
    isNews = true
    log.begin(state, key, item, 'came', at)
  }
  return isNews
}

/** History never runs backwards, whatever the clocks did. */
function momentAfter(state: FactState, { record, entry }: FactOperation<FactsRecord | ScopesRecord>): Moment {
  const [, receivedAt = entry.receivedAt] = [entry.receivedAt, state.receivedAt].sort()
  return { observedAt: record.observedAt, receivedAt }
}
