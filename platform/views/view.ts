/** Who sees a view: its owner, the people of a unit, or everybody in the tenant. */
export const visibilities = ['private', 'unit', 'tenant'] as const
export type Visibility = (typeof visibilities)[number]

/** What a view keeps of a list. */
export interface ViewContent {
  readonly name: string
  readonly visibility: Visibility
  /** Public id of the unit that sees it: unt_…; null for the writer's own. Read only where the visibility is `unit`. */
  readonly unit: string | null
  /** The list begins with it for all who see it, unless they chose otherwise. */
  readonly begins: boolean
  readonly query: string
  /** Name of a sortable token, with a minus sign for the other direction; null for the list's own order. */
  readonly sort: string | null
  /** Columns in their order; null for the list's own. */
  readonly columns: readonly string[] | null
  /** Facets that are open; null for the list's own. */
  readonly facets: readonly string[] | null
}

/** A view as one person sees it. */
export interface View extends ViewContent {
  /** Public id: view_… */
  readonly id: string
  readonly list: string
  /** Public id of whose it is. */
  readonly owner: string
  readonly mine: boolean
  readonly unitName: string | null
  readonly favourite: boolean
  /** The list begins with it for this person: by their own choice, else that of their unit, else that of the tenant. */
  readonly isDefault: boolean
  readonly updatedAt: string
  readonly updatedBy: string
  readonly version: number
}

/** A unit that a view can be shared with. */
export interface ViewUnit {
  /** Public id: unt_… */
  readonly id: string
  readonly name: string
  /** The person's own. */
  readonly own: boolean
}

export type ViewErrorCode = 'name-taken' | 'too-many' | 'not-yours' | 'not-found' | 'no-unit' | 'not-shared'

/** Why a view was not written. */
export class ViewError extends Error {
  override readonly name = 'ViewError'
  readonly code: ViewErrorCode

  constructor(code: ViewErrorCode, message: string) {
    super(message)
    this.code = code
  }
}
