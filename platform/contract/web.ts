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
  /** Permission without which the screen is not offered; `assets:read` unless told. */
  readonly needs?: string
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
  readonly slot: 'asset-tab' | 'asset-card' | 'tag-card' | 'home-card'
  readonly title: string
  readonly order: number
  load(): Promise<ScreenModule>
}

/** One thing that the command palette offers. */
export interface Found {
  readonly id: string
  readonly label: string
  readonly detail?: string
  readonly href: string
}

/** Asks the API with the sign-in of whoever types. */
export type Ask = (path: string, query: Readonly<Record<string, string>>) => Promise<unknown>

/** Things of an app that people look for from everywhere, by what they type into the command palette. */
export interface Finder {
  readonly id: string
  /** Heading over what it finds: "Packages". */
  readonly group: string
  readonly icon: string
  load(): Promise<{ readonly find: (text: string, ask: Ask) => Promise<readonly Found[]> }>
}

/** What the web interface bundles of an app. */
export interface WebFace {
  readonly app: AppId
  readonly screens: readonly Screen[]
  readonly panels: readonly Panel[]
  readonly finders?: readonly Finder[]
}

/** Declares the web face; throws when a screen, panel or finder lies outside its app. */
export function defineWeb(face: WebFace): WebFace {
  for (const { id } of [...face.screens, ...face.panels, ...(face.finders ?? [])]) {
    if (!id.startsWith(`${face.app}.`)) throw new Error(`web face of ${face.app}: ${id} does not carry its prefix`)
  }
  return Object.freeze(face)
}
