import { type IncomingMessage, request as plainRequest } from 'node:http'
import { request as tlsRequest } from 'node:https'
import { CliError } from '../cli-error.ts'
import { exitCode } from '../exit-code.ts'
import type { SavedLogin } from './saved-login.ts'

export interface ApiClient {
  readonly server: string
  /** Asks and gives the JSON; a refusal becomes a CliError with the exit status that fits. */
  ask(
    method: string,
    path: string,
    body?: unknown,
    options?: { readonly ifMatch?: string },
  ): Promise<{ status: number; json: unknown }>
  /** The lines of an answer as they come, read no faster than they are taken. An answer that breaks off is a CliError, not an end. */
  lines(method: string, path: string, body?: unknown): AsyncGenerator<string>
}

const answerMs = 60_000

/** A client of the API of one server. */
export function connectTo(login: SavedLogin): ApiClient {
  return {
    server: login.server,
    async ask(method, path, body, options) {
      const { status, text } = await send(login, method, path, body, options)
      let json: unknown
      try {
        json = text === '' ? undefined : JSON.parse(text)
      } catch (cause) {
        throw unavailable(
          `${login.server} answers ${status} with something that is no JSON: is it a Holdfast server?`,
          cause,
        )
      }
      if (status < 400) return { status, json }
      throw refusal(status, json as Refusal | undefined, (body as { q?: string } | undefined)?.q)
    },
    async *lines(method, path, body) {
      const response = await open(login, method, path, body)
      if ((response.statusCode ?? 0) >= 400) {
        const text = await wholeText(response)
        throw refusal(response.statusCode!, asJson(text), (body as { q?: string } | undefined)?.q)
      }
      let rest = ''
      try {
        for await (const chunk of response.setEncoding('utf8')) {
          const parts = (rest + chunk).split('\n')
          rest = parts.pop()!
          yield* parts
        }
      } catch (cause) {
        throw unavailable(`${login.server} broke off in the middle: what came is not all.`, cause)
      }
      if (rest !== '') yield rest
    },
  }
}

function asJson(text: string): Refusal | undefined {
  try {
    return JSON.parse(text) as Refusal
  } catch {
    return undefined
  }
}

async function wholeText(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of response) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}

interface Refusal {
  readonly detail?: string
  readonly traceId?: string
  readonly code?: string
  readonly errors?: readonly {
    readonly pointer: string
    readonly message: string
    readonly at?: number
    readonly length?: number
    readonly suggestion?: { readonly sentence: string }
  }[]
}

function refusal(status: number, problem: Refusal | undefined, query: string | undefined): CliError {
  const inQuery = problem?.code === 'invalid-query' && query !== undefined
  const details = (problem?.errors ?? []).flatMap((error) =>
    inQuery ? pointOut(query, error) : [`${error.pointer} ${error.message}`],
  )
  const trace = status >= 500 && problem?.traceId ? ` (trace ${problem.traceId})` : ''
  const code =
    status === 401 || status === 403
      ? exitCode.denied
      : status >= 500 || status === 429
        ? exitCode.unavailable
        : exitCode.usage
  const hint = status === 401 ? 'Keep a valid token: holdfast login --server URL --token-stdin' : details.join('\n')
  return new CliError(`${problem?.detail ?? `The server answers ${status}.`}${trace}`, { code, ...(hint && { hint }) })
}

/** The query with a caret under what is wrong, and the way out. */
function pointOut(
  query: string,
  { message, at = 0, length = 1, suggestion }: NonNullable<Refusal['errors']>[number],
): string[] {
  if (query.length > 200 || query.includes('\n')) return [`at ${at + 1}: ${message}`]
  const carets = ' '.repeat(at) + '^'.repeat(Math.max(1, Math.min(length, query.length - at)))
  return [`  ${query}`, `  ${carets} ${message}`, ...(suggestion ? [`  ${suggestion.sentence}`] : [])]
}

function unavailable(message: string, cause: unknown): CliError {
  return new CliError(message, { code: exitCode.unavailable, cause })
}

async function send(
  login: SavedLogin,
  method: string,
  path: string,
  body: unknown,
  options?: { readonly ifMatch?: string },
): Promise<{ status: number; text: string }> {
  const response = await open(login, method, path, body, options)
  try {
    return { status: response.statusCode ?? 0, text: await wholeText(response) }
  } catch (error) {
    throw explain(login.server, error as NodeJS.ErrnoException)
  }
}

/** Sends a request and gives its answer when it begins. */
function open(
  login: SavedLogin,
  method: string,
  path: string,
  body: unknown,
  options: { readonly ifMatch?: string } = {},
): Promise<IncomingMessage> {
  const url = new URL(path, login.server)
  const content = body === undefined ? undefined : Buffer.from(JSON.stringify(body))
  return new Promise((resolve, reject) => {
    const request = (url.protocol === 'https:' ? tlsRequest : plainRequest)(url, {
      method,
      timeout: answerMs,
      headers: {
        accept: 'application/json',
        authorization: `Bearer ${login.token}`,
        ...(options.ifMatch !== undefined && { 'if-match': options.ifMatch }),
        ...(content && { 'content-type': 'application/json', 'content-length': String(content.length) }),
      },
      ...(login.authority && { ca: login.authority }),
    })
    request.on('timeout', () => request.destroy(new Error(`no answer within ${answerMs / 1000} s`)))
    request.on('error', (error: NodeJS.ErrnoException) => reject(explain(login.server, error)))
    request.on('response', resolve)
    request.end(content)
  })
}

function explain(server: string, error: NodeJS.ErrnoException): CliError {
  const { code = '', message } = error
  if (code === 'ECONNREFUSED') return unavailable(`Nobody answers at ${server}. Is it running? (./holdfast up)`, error)
  if (code === 'ENOTFOUND') return unavailable(`The name in ${server} is not known.`, error)
  if (/CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ALTNAME/.test(code)) {
    return unavailable(
      `The certificate of ${server} is not trusted (${code}). Name its authority: holdfast login --ca FILE`,
      error,
    )
  }
  return unavailable(`${server} cannot be asked: ${message}.`, error)
}
