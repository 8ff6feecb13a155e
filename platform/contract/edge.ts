import type { App } from './app.ts'
import type { Collector } from './collector.ts'

/** What an agent, scanner or sensor bundles of an app. */
export interface EdgeFace {
  readonly app: App
  readonly collectors: readonly Collector[]
}

/** Declares the edge face; throws when a collector promises a fact that the app does not own. */
export function defineEdge(face: EdgeFace): EdgeFace {
  const owned = new Set(face.app.facts.map((fact) => fact.name))
  for (const collector of face.collectors) {
    for (const fact of collector.facts) {
      if (!owned.has(fact)) throw new Error(`collector ${collector.id}: ${fact} is not a fact of ${face.app.id}`)
    }
    if (collector.everySeconds < 30) throw new Error(`collector ${collector.id}: runs more often than every 30 s`)
  }
  return Object.freeze(face)
}
