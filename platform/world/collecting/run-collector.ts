import type { Collector, Observed, Stop, World } from '@holdfast/platform/contract'

/** The scope of problems that concern a collector as a whole. */
export const wholeScope = '*'

/**
 * Runs one collector over one world and never throws: a capability the world lacks, an exception, a fact the collector did not
 * promise become problems of scope `*`. What was yielded before stays good.
 */
export async function* runCollector(collector: Collector, world: World, stop: Stop): AsyncGenerator<Observed> {
  const missing = collector.requires.filter((capability) => !world.capabilities.has(capability))
  if (missing.length > 0) {
    const detail = `${world.name} does not offer ${missing.join(', ')}`
    yield* collector.facts.map(
      (fact): Observed => ({ type: 'problem', fact, scope: wholeScope, reason: 'unsupported', detail }),
    )
    return
  }
  try {
    for await (const observed of collector.collect(world, stop)) {
      if (observed.type !== 'event' && !collector.facts.includes(observed.fact))
        throw new Error(`collector ${collector.id} yielded ${observed.fact}, which it does not promise`)
      yield observed
      if (stop.aborted) return
    }
  } catch (error) {
    if (stop.aborted) return
    const detail = `${collector.id}: ${error instanceof Error ? error.message : String(error)}`.slice(0, 1000)
    yield* collector.facts.map(
      (fact): Observed => ({ type: 'problem', fact, scope: wholeScope, reason: 'failed', detail }),
    )
  }
}
