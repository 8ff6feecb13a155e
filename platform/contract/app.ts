import type { EventType } from './event.ts'
import type { FactType } from './fact.ts'
import { type AppId, isNameOf } from './names.ts'

/** What someone may do. `<app>:<verb>`; platform parts use their own names (`findings:accept`). */
export type Permission = `${string}:${string}`

/** What an app is: data only, importable anywhere. */
export interface App {
  readonly id: AppId
  readonly title: string
  /** The one question it answers, shown in the UI. */
  readonly question: string
  readonly lifecycle: 'experimental' | 'stable' | 'deprecated'
  /** Apps whose `public.ts` it may import; the graph is acyclic. */
  readonly needs: readonly AppId[]
  readonly facts: readonly FactType[]
  readonly events: readonly EventType[]
  readonly permissions: readonly Permission[]
}

/** Declares an app; throws when a fact, event or permission lies outside its prefix. */
export function defineApp(app: App): App {
  for (const { name } of [...app.facts, ...app.events]) {
    if (!isNameOf(app.id, name)) throw new Error(`app ${app.id}: ${name} does not carry its prefix`)
  }
  for (const permission of app.permissions) {
    if (!permission.startsWith(`${app.id}:`))
      throw new Error(`app ${app.id}: permission ${permission} does not carry its prefix`)
  }
  return Object.freeze(app)
}
