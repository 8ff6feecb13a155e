import { addressOf, queryParameter } from '@holdfast/design'

export type WidgetKind = 'number' | 'ratio' | 'table' | 'bar' | 'trend'
export type Tone = 'ok' | 'warn' | 'failed'

/** A widget as it is kept. What its kind does not know is absent. */
export interface Widget {
  readonly id: string
  readonly kind: WidgetKind
  readonly title: string
  readonly list: string
  readonly query: string
  readonly width: number
  readonly before?: 'now-1d' | 'now-7d' | 'now-1M'
  readonly better?: 'less' | 'more'
  readonly colours?: readonly { readonly from: number; readonly tone: Tone }[]
  readonly of?: string
  readonly groupBy?: readonly string[]
  readonly limit?: number
  readonly every?: 'h' | 'd' | 'w'
  readonly points?: number
}

export interface BoardRow {
  readonly id: string
  readonly name: string
  readonly description: string
  readonly visibility: 'private' | 'tenant'
  readonly mine: boolean
  readonly isHome: boolean
  readonly isTenantHome: boolean
  readonly widgets: number
}

export type Board = Omit<BoardRow, 'widgets'> & { readonly widgets: readonly Widget[] }

/** A board as a file. */
export interface BoardDocument {
  readonly schemaVersion: 1
  readonly name: string
  readonly description?: string
  readonly widgets: readonly Widget[]
}

interface Mark {
  readonly value: number
  readonly query: string
}

/** What a widget shows. Every number has the query of the list that it counts. */
export type WidgetValue =
  | (Mark & { readonly kind: 'number'; readonly before?: Mark & { readonly at: string }; readonly note?: string })
  | (Mark & { readonly kind: 'ratio'; readonly of: Mark })
  | {
      readonly kind: 'table' | 'bar'
      readonly keys: readonly { readonly token: string; readonly label: string; readonly unit: string | null }[]
      readonly groups: readonly (Mark & { readonly keys: readonly (string | null)[] })[]
      readonly more: boolean
    }
  | {
      readonly kind: 'trend'
      readonly points: readonly { readonly at: string; readonly value: number | null; readonly query: string }[]
    }
  | { readonly kind: 'problem'; readonly message: string; readonly field: string }

export type Values = ReadonlyMap<string, WidgetValue>

const paths: Readonly<Record<string, string>> = { assets: '/inventory' }

/** The list of exactly what a mark counts. */
export function listAddress(list: string, query: string): string {
  return addressOf(paths[list] ?? `/${list}`, { q: queryParameter(query) })
}

/** The colour of a value: that of the last rule whose start it reaches. */
export function toneOf({ colours }: Widget, value: number): Tone | undefined {
  return colours?.toSorted((a, b) => a.from - b.from).findLast(({ from }) => value >= from)?.tone
}

/** An id that no widget has yet. */
export function freshId(widgets: readonly Widget[], kind: WidgetKind): string {
  const taken = new Set(widgets.map(({ id }) => id))
  for (let number = widgets.length + 1; ; number++) if (!taken.has(`${kind}-${number}`)) return `${kind}-${number}`
}
