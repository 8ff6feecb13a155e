import {
  type EdgeFace,
  type FactType,
  itemKey,
  type KnownFacts,
  type KnownProblem,
  type Stop,
  type World,
} from '@holdfast/platform/contract'
import { runCollector } from '@holdfast/platform/world'

/** Everything that was seen of one host. */
export interface Collected {
  readonly facts: readonly KnownFacts[]
  readonly problems: readonly KnownProblem[]
  /** Collectors that failed themselves, not for want of something to see. */
  readonly failed: number
}

export type Progress = (done: number, total: number, collector: string) => void

/** Runs all collectors of a face over a world, one after another. */
export async function collectFacts(face: EdgeFace, world: World, stop: Stop, progress: Progress): Promise<Collected> {
  const types = new Map<string, FactType>(face.app.facts.map((fact) => [fact.name, fact]))
  const facts: KnownFacts[] = []
  const problems: KnownProblem[] = []
  let failed = 0
  for (const [index, collector] of face.collectors.entries()) {
    stop.throwIfAborted()
    progress(index, face.collectors.length, collector.id)
    let broken = false
    for await (const observed of runCollector(collector, world, stop)) {
      if (observed.type === 'facts') {
        const { fact, scope, complete } = observed
        const type = types.get(fact)
        const items = new Map(observed.items.map((item) => [type ? itemKey(type, item) : '-', item]))
        facts.push({ fact, scope, complete, observedAt: world.clock.now(), items })
      } else if (observed.type === 'problem') {
        const { fact, scope, reason, detail } = observed
        problems.push({ fact, scope, reason, detail })
        if (scope === '*' && reason === 'failed') broken = true
      }
    }
    if (broken) failed += 1
  }
  progress(face.collectors.length, face.collectors.length, '')
  return { facts, problems, failed }
}
