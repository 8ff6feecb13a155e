import type { ServerFace, StateFacts } from '@holdfast/platform/contract'
import { factHandler, factRegistry } from '@holdfast/platform/facts'
import { type RecordHandler, statesFacts } from '@holdfast/platform/intake'
import { whatFollows } from './what-follows.ts'

/** What routes and upkeep of these apps store facts with: the same follows as from what agents tell. */
export function statesFactsOf(faces: readonly ServerFace[]): StateFacts {
  const { projections, onKnown, onMoved } = whatFollows(faces)
  const registry = factRegistry(faces.flatMap((face) => face.app.facts))
  return statesFacts({ handlers: [factHandler({ registry, projections, onKnown }) as RecordHandler], onMoved })
}
