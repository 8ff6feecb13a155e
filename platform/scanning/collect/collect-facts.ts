import {
  type EdgeFace,
  type FactType,
  itemKey,
  type KnownFacts,
  type KnownProblem,
  type Stop,
  type World,
} from '../../contract/index.ts'
import { runCollector } from '../../world/index.ts'

/** Everything that was seen of one host. */
export interface Collected {
  readonly facts: readonly KnownFacts[]
  readonly problems: readonly KnownProblem[]
  /** Collectors that failed themselves, not for want of something to see. */
  readonly failed: number
}

export type Progress = (done: number, total: number, collector: string) => void

/** Runs all collectors of some faces over a world, one after another. */
export async function collectFacts(
  faces: readonly EdgeFace[],
  world: World,
  stop: Stop,
  progress: Progress,
): Promise<Collected> {
  const types = new Map<string, FactType>(faces.flatMap(({ app }) => app.facts.map((fact) => [fact.name, fact])))
  const collectors = faces.flatMap((face) => face.collectors)
  const facts: KnownFacts[] = []
  const problems: KnownProblem[] = []
  let failed = 0
  for (const [index, collector] of collectors.entries()) {
    stop.throwIfAborted()
    progress(index, collectors.length, collector.id)
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
  progress(collectors.length, collectors.length, '')
  return { facts, problems, failed }
}
