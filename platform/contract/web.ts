import type { AppId } from './names.ts'

/** Navigation is by job; an app never invents a group. */
export type NavigationGroup = 'Know' | 'Find' | 'Comply' | 'Watch' | 'Act' | 'Administration'

/** A React component, kept untyped here so that the contract needs no React. */
export type ScreenModule = { readonly Screen: unknown }

export interface Screen {
  /** `<app>.<noun>`: also the route id. */
  readonly id: string
  /** `/inventory`, `/inventory/$asset`. */
  readonly path: string
  readonly title: string
  /** Absent for screens that are reached from others. */
  readonly navigation?: {
    readonly group: NavigationGroup
    /** A name from the icon set of the design kit. */
    readonly icon: string
    readonly order: number
    /** Key of the maintained counters, shown at the right. */
    readonly counter?: string
    /** Pressed after `g`. */
    readonly key?: string
  }
  /** Words of other products that lead here from the command palette. */
  readonly keywords?: readonly string[]
  load(): Promise<ScreenModule>
}

/** A part that other screens show without knowing the app: a tab of the asset page. */
export interface Panel {
  readonly id: string
  readonly slot: 'asset-tab' | 'home-card'
  readonly title: string
  readonly order: number
  load(): Promise<ScreenModule>
}

/** What the web interface bundles of an app. */
export interface WebFace {
  readonly app: AppId
  readonly screens: readonly Screen[]
  readonly panels: readonly Panel[]
}

/** Declares the web face; throws when a screen or panel lies outside its app. */
export function defineWeb(face: WebFace): WebFace {
  for (const { id } of [...face.screens, ...face.panels]) {
    if (!id.startsWith(`${face.app}.`)) throw new Error(`web face of ${face.app}: ${id} does not carry its prefix`)
  }
  return Object.freeze(face)
}
