import type { RegexProblemCode } from './parse-regex.ts'

/** Leaves the parser of regular expressions; never leaves its module. */
export class RegexFailure extends Error {
  readonly code: RegexProblemCode
  readonly reason: string
  readonly at: number

  constructor(code: RegexProblemCode, reason: string, at: number) {
    super(reason)
    this.code = code
    this.reason = reason
    this.at = at
  }
}
