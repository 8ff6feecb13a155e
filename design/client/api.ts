import { RequestProblem, readProblem } from './request-problem.ts'

export type QueryValue = string | number | boolean | undefined | readonly string[]

export interface RequestOptions {
  readonly query?: Readonly<Record<string, QueryValue>>
  readonly signal?: AbortSignal
  /** ETag of what is changed: the server refuses when somebody else was quicker. */
  readonly ifMatch?: string
  /** Same key, same effect once: for what must not happen twice when an answer gets lost. */
  readonly idempotencyKey?: string
}

interface Sent extends RequestOptions {
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
}

export interface Tagged<Body> {
  readonly body: Body
  readonly etag: string | undefined
}

/** The server's interface. Every refusal and every silence is a `RequestProblem`; an abort stays an abort. */
export interface Api {
  get<Body>(path: string, options?: RequestOptions): Promise<Body>
  /** With the ETag that a later change must name. */
  getTagged<Body>(path: string, options?: RequestOptions): Promise<Tagged<Body>>
  send<Body>(
    method: 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    body?: unknown,
    options?: RequestOptions,
  ): Promise<Body>
  /** Where a browser fetches what it keeps as a file. */
  address(path: string, query?: RequestOptions['query']): string
  /**
   * For a page that goes to another tenant: what is asked from now on waits, but for what is about the session itself. Resolves when what is on its way was
   * answered, or took too long; the function that it gives lets all go on where the page stays after all.
   */
  pause(): Promise<() => void>
  /** The answer as it comes, for streams. */
  open(path: string, options?: RequestOptions & { headers?: Readonly<Record<string, string>> }): Promise<Response>
}

export interface ApiOptions {
  /** What stands before every path: `/api/v1`. */
  readonly base: string
  /** Sent with every request: what proves that our own page asks. */
  readonly headers?: Readonly<Record<string, string>>
  /** Called when the server no longer knows us (401). */
  readonly onSignedOut?: () => void
  /** Called with every refusal, before whoever asked hears of it. */
  readonly onProblem?: (problem: RequestProblem) => void
  readonly fetch?: typeof fetch
}

const longestPauseMs = 1000

export function createApi({ base, headers = {}, onSignedOut, onProblem, fetch: ask = fetch }: ApiOptions): Api {
  const underWay = new Set<Promise<unknown>>()
  let paused: Promise<void> | undefined

  async function request(method: string, path: string, options: Sent) {
    if (!path.startsWith('/session')) await paused
    const asked = exchange(method, path, options)
    underWay.add(asked)
    try {
      return await asked
    } finally {
      underWay.delete(asked)
    }
  }

  async function exchange(method: string, path: string, options: Sent) {
    const { query, signal, ifMatch, idempotencyKey, body } = options
    const init: RequestInit = {
      method,
      credentials: 'same-origin',
      headers: {
        accept: 'application/json, application/problem+json',
        ...headers,
        ...(body !== undefined && {
          'content-type': method === 'PATCH' ? 'application/merge-patch+json' : 'application/json',
        }),
        ...(ifMatch !== undefined && { 'if-match': ifMatch }),
        ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
        ...options.headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(signal && { signal }),
    }
    let response: Response
    try {
      response = await ask(base + path + toQuery(query), init)
    } catch (cause) {
      if (signal?.aborted) throw cause
      throw new RequestProblem(0, 'unreachable', 'The server does not answer.', { cause })
    }
    if (response.ok) return response
    const problem = await readProblem(response)
    if (problem.status === 401) onSignedOut?.()
    onProblem?.(problem)
    throw problem
  }

  async function read<Body>(response: Response): Promise<Body> {
    if (response.status === 204) return undefined as Body
    try {
      return (await response.json()) as Body
    } catch (cause) {
      throw new RequestProblem(response.status, 'unreadable', 'The answer of the server cannot be read.', { cause })
    }
  }

  return {
    get: async (path, options = {}) => read(await request('GET', path, options)),
    getTagged: async (path, options = {}) => {
      const response = await request('GET', path, options)
      return { body: await read(response), etag: response.headers.get('etag') ?? undefined }
    },
    send: async (method, path, body, options = {}) => read(await request(method, path, { ...options, body })),
    address: (path, query) => base + path + toQuery(query),
    pause: async () => {
      let goOn = () => {}
      paused = new Promise((resolve) => {
        goOn = resolve
      })
      const tooLong = new Promise((resolve) => setTimeout(resolve, longestPauseMs))
      await Promise.race([Promise.allSettled([...underWay]), tooLong])
      return goOn
    },
    open: (path, options = {}) => request('GET', path, options),
  }
}

/** `?a=1&b=x,y`, or nothing; what is undefined or empty is left out. */
export function toQuery(query: Readonly<Record<string, QueryValue>> = {}): string {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    const text = Array.isArray(value) ? value.join(',') : value === undefined ? '' : String(value)
    if (text !== '') params.set(name, text)
  }
  const text = params.toString()
  return text === '' ? '' : `?${text}`
}
