/** One thing that is wrong with a request: where (JSON Pointer), a stable code, and words. */
export interface ProblemItem {
  readonly pointer: string
  readonly code: string
  readonly message: string
}

/** A refusal as RFC 9457 tells it, or what stands for one when no server answered. */
export class RequestProblem extends Error {
  override readonly name = 'RequestProblem'
  /** HTTP status; 0 where no answer came. */
  readonly status: number
  /** Kebab-case and stable. `unreachable` and `unreadable` are ours, the others are the server's. */
  readonly code: string
  readonly errors: readonly ProblemItem[]
  /** Finds the request in the server's log. */
  readonly traceId: string | undefined

  constructor(
    status: number,
    code: string,
    detail: string,
    more: { errors?: readonly ProblemItem[]; traceId?: string; cause?: unknown } = {},
  ) {
    super(detail, { cause: more.cause })
    this.status = status
    this.code = code
    this.errors = more.errors ?? []
    this.traceId = more.traceId
  }

  /** Whether the same request may well succeed a little later. */
  get passing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 502
  }
}

/** Reads the problem out of an answer that is not a success; takes any body, also none. */
export async function readProblem(response: Response): Promise<RequestProblem> {
  const traceId = response.headers.get('x-trace-id') ?? undefined
  let body: unknown
  try {
    body = JSON.parse((await response.text()).slice(0, 100_000))
  } catch (cause) {
    return new RequestProblem(response.status, 'unreadable', `The server answered ${response.status} without words.`, {
      traceId,
      cause,
    })
  }
  const { code, detail, title, errors } = (body ?? {}) as Record<string, unknown>
  return new RequestProblem(
    response.status,
    typeof code === 'string' ? code : 'unreadable',
    typeof detail === 'string' ? detail : typeof title === 'string' ? title : `The server answered ${response.status}.`,
    { traceId, errors: Array.isArray(errors) ? errors.filter(isItem) : [] },
  )
}

function isItem(value: unknown): value is ProblemItem {
  const item = value as ProblemItem | null
  return typeof item?.pointer === 'string' && typeof item.code === 'string' && typeof item.message === 'string'
}
