import type { Route } from '../../../contract/index.ts'
import type { SourceServices } from '../source-routes.ts'
import { keyRoutes } from './key-routes.ts'
import { moduleRoutes } from './module-routes.ts'
import { profileRoutes } from './profile-routes.ts'
import { rolloutRoutes } from './rollout-routes.ts'
import { sourcePlaceRoutes } from './source-place-routes.ts'

/** What an agent can run of an app. */
export interface AgentModule {
  readonly id: string
  readonly title: string
  readonly collectors: readonly {
    readonly id: string
    readonly summary: string
    readonly everySeconds: number
    readonly facts: readonly string[]
  }[]
}

export interface FleetServices extends SourceServices {
  /** What agents of this version can run. */
  readonly modules: () => Promise<readonly AgentModule[]>
}

/** How many agents are kept alike: keys, modules, profiles and update rings. */
export function fleetRoutes(services: FleetServices): readonly Route[] {
  return [
    ...keyRoutes(services),
    ...moduleRoutes(services),
    ...profileRoutes,
    ...rolloutRoutes(services),
    ...sourcePlaceRoutes,
  ]
}
