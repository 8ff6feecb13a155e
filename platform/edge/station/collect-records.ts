import type { Collector, FactType, ObservedProblem, World } from '@holdfast/platform/contract'
import type { EnvelopeRecord } from '@holdfast/platform/envelope'
import { runCollector, wholeScope } from '@holdfast/platform/world/collecting'
import type { Difference, SentState } from '../collect/sent-state.ts'

/** What a run of one collector gave. */
export interface Collected {
  readonly records: EnvelopeRecord[]
  /** Why the collector ended early, if it did. */
  readonly failure?: string
}

/** Fact types by name. */
export type FactTypes = ReadonlyMap<string, FactType>

/**
 * Runs one collector and turns what it saw into records for the server: only what differs from what was told before.
 * A collector that throws loses nothing that it yielded, and its facts are told as problems: not seen is not gone.
 */
export async function collectRecords(
  collector: Collector,
  options: {
    readonly world: World
    readonly facts: FactTypes
    readonly sent: SentState
    readonly about: string
    readonly stop: AbortSignal
  },
): Promise<Collected> {
  const { world, facts, sent, about, stop } = options
  const records: EnvelopeRecord[] = []
  const mentioned = new Set<string>()
  const troubled = new Set<string>()
  let failure: string | undefined
  for await (const observed of runCollector(collector, world, stop)) {
    if (observed.type === 'event') {
      records.push({ type: 'event', about, event: observed.event, version: 1, at: observed.at, body: observed.body })
    } else if (observed.type === 'problem') problem(observed)
    else {
      const fact = facts.get(observed.fact)
      if (!fact) throw new Error(`${collector.id} yields ${observed.fact}, which no app declares`)
      mentioned.add(`${observed.fact}\0${observed.scope}`)
      const difference = sent.differ(collector.id, fact, observed, Date.now())
      if (difference) records.push(statement(fact, observed.scope, observed.complete, difference))
    }
  }
  if (!stop.aborted) tellVanished()
  return failure === undefined ? { records } : { records, failure }

  function problem({ fact, scope, reason, detail }: ObservedProblem): void {
    troubled.add(fact)
    if (scope === wholeScope) failure = detail
    mentioned.add(`${fact}\0${scope}`)
    if (sent.newProblem(fact, scope, `${reason}: ${detail}`)) {
      records.push({
        type: 'problem',
        about,
        fact,
        scope,
        reason,
        detail: detail.slice(0, 4000),
        observedAt: world.clock.now(),
      })
    }
  }

  /** A scope that was told before and not mentioned in a whole run is empty now, unless something of that fact could not be seen. */
  function tellVanished(): void {
    for (const { fact: name, scope } of sent.vanished(collector.id, mentioned)) {
      const fact = facts.get(name)
      if (!fact || troubled.has(name)) continue
      const difference = sent.differ(
        collector.id,
        fact,
        { type: 'facts', fact: fact.name, scope, complete: true, items: [] },
        Date.now(),
      )
      if (difference) records.push(statement(fact, scope, true, difference))
    }
  }

  function statement(fact: FactType, scope: string, complete: boolean, difference: Difference): EnvelopeRecord {
    return {
      type: 'facts',
      about,
      fact: fact.name,
      version: fact.version,
      scope,
      complete,
      observedAt: world.clock.now(),
      ...difference,
    }
  }
}
