import type { QueryProblem } from '../search/index.ts'

export type TagErrorCode =
  | 'not-found'
  | 'name-taken'
  | 'too-many-tags'
  | 'too-deep'
  | 'own-descendant'
  | 'has-children'
  | 'system-tag'
  | 'not-static'
  | 'query-missing'
  | 'invalid-query'
  | 'invalid'
  | 'count-changed'
  | 'already-undone'
  | 'limits-people'
  | 'beyond-scope'

/** A tag, or what is to be done with it, is refused. `field` names the part of the request, `problems` the places in its query. */
export class TagError extends Error {
  override readonly name = 'TagError'
  readonly code: TagErrorCode
  readonly field: string | undefined
  readonly problems: readonly QueryProblem[]

  constructor(code: TagErrorCode, message: string, more: { field?: string; problems?: readonly QueryProblem[] } = {}) {
    super(message)
    this.code = code
    this.field = more.field
    this.problems = more.problems ?? []
  }
}
