/** One thing that is wrong with a request. */
export interface ProblemItem {
  /** JSON Pointer (RFC 6901) into the request: `/body/title`, `/query/limit`, `/params/asset`; a place in a query text follows as `#from-to`. */
  readonly pointer: string
  readonly code: string
  readonly message: string
  /** Where in a query text, in UTF-16 code units. */
  readonly at?: number
  readonly length?: number
  /** A way out, in words, and where one is certain as a change of the text. */
  readonly suggestion?: {
    readonly sentence: string
    readonly edit?: { readonly at: number; readonly length: number; readonly text: string }
  }
}

/**
 * An expected refusal of a request. It becomes an `application/problem+json` (RFC 9457) whose `type` is the code's place
 * in the documentation. Handlers throw it; the request's transaction is rolled back.
 */
export class Problem extends Error {
  override readonly name = 'Problem'
  readonly status: number
  /** Kebab-case and stable: clients decide by it. */
  readonly code: string
  readonly errors: readonly ProblemItem[]
  readonly headers: Readonly<Record<string, string>>

  constructor(
    status: number,
    code: string,
    detail: string,
    more: {
      readonly errors?: readonly ProblemItem[]
      readonly headers?: Readonly<Record<string, string>>
      readonly cause?: unknown
    } = {},
  ) {
    super(detail, { cause: more.cause })
    this.status = status
    this.code = code
    this.errors = more.errors ?? []
    this.headers = more.headers ?? {}
  }
}

/** 404. `what` names the kind of thing: "asset". The same answer whether it never existed or belongs to another tenant. */
export function notFound(what: string): Problem {
  return new Problem(404, 'not-found', `There is no such ${what}.`)
}

/** 409: the request is understood and the present state forbids it. */
export function conflict(code: string, detail: string): Problem {
  return new Problem(409, code, detail)
}

/** 422: a value that the schema allows and that is still wrong. */
export function unprocessable(pointer: string, code: string, message: string): Problem {
  return new Problem(422, 'invalid-request', message, { errors: [{ pointer, code, message }] })
}

/** 503: what hosts download is being made meanwhile. */
export function stillPacking(platform: string): Problem {
  return new Problem(503, 'still-packing', `The agent for ${platform} is being packed. Try again in some seconds.`, {
    headers: { 'retry-after': '5' },
  })
}
