import type { Widget } from './widget.ts'

/** Who sees a board: its owner, or everybody in the tenant. */
export const boardVisibilities = ['private', 'tenant'] as const
export type BoardVisibility = (typeof boardVisibilities)[number]

export interface BoardContent {
  readonly name: string
  readonly description: string
  readonly visibility: BoardVisibility
  readonly widgets: readonly Widget[]
}

/** A board as one person sees it. */
export interface Board extends BoardContent {
  /** Public id: brd_… */
  readonly id: string
  /** Public id of whose it is. */
  readonly owner: string
  readonly mine: boolean
  /** The person begins with it. */
  readonly isHome: boolean
  /** Everybody who chose nothing else begins with it. */
  readonly isTenantHome: boolean
  readonly updatedAt: string
  readonly updatedBy: string
  readonly version: number
}

export type BoardErrorCode = 'name-taken' | 'too-many' | 'not-yours' | 'not-found' | 'not-shared'

/** Why a board was not written. */
export class BoardError extends Error {
  override readonly name = 'BoardError'
  readonly code: BoardErrorCode

  constructor(code: BoardErrorCode, message: string) {
    super(message)
    this.code = code
  }
}
