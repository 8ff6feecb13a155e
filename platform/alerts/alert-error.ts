import type { QueryProblem } from '../search/index.ts'

export type AlertErrorCode = 'not-found' | 'name-taken' | 'too-many' | 'invalid' | 'invalid-query' | 'not-permitted'

/** Why an alert was not written, or cannot be asked. */
export class AlertError extends Error {
  override readonly name = 'AlertError'
  readonly code: AlertErrorCode
  /** The field of the request that is wrong. */
  readonly field: string | undefined
  /** What is wrong with a query, each with its place. */
  readonly problems: readonly QueryProblem[]

  constructor(
    code: AlertErrorCode,
    message: string,
    { field, problems = [] }: { readonly field?: string; readonly problems?: readonly QueryProblem[] } = {},
  ) {
    super(message)
    this.code = code
    this.field = field
    this.problems = problems
  }
}
