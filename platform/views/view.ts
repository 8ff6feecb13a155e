/** Who sees a view: its owner, or everybody in the tenant. */
export const visibilities = ['private', 'tenant'] as const
export type Visibility = (typeof visibilities)[number]

/** What a view keeps of a list. */
export interface ViewContent {
  readonly name: string
  readonly visibility: Visibility
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
  readonly favourite: boolean
  readonly isDefault: boolean
  readonly updatedAt: string
  readonly updatedBy: string
  readonly version: number
}

export type ViewErrorCode = 'name-taken' | 'too-many' | 'not-yours' | 'not-found'

/** Why a view was not written. */
export class ViewError extends Error {
  override readonly name = 'ViewError'
  readonly code: ViewErrorCode

  constructor(code: ViewErrorCode, message: string) {
    super(message)
    this.code = code
  }
}
