import type { QueryProblem } from '../search/index.ts'

export type ListErrorCode = 'not-found' | 'name-taken' | 'too-many-lists' | 'invalid-query' | 'ids-or-query'

/** A search list is refused. `field` names the part of the request, `problems` the places in its query. */
export class ListError extends Error {
  override readonly name = 'ListError'
  readonly code: ListErrorCode
  readonly field: string | undefined
  readonly problems: readonly QueryProblem[]

  constructor(code: ListErrorCode, message: string, more: { field?: string; problems?: readonly QueryProblem[] } = {}) {
    super(message)
    this.code = code
    this.field = more.field
    this.problems = more.problems ?? []
  }
}
