import { Agent as HttpAgent, request as httpRequest } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import type {
  BatchAnswer,
  EnrolmentAnswer,
  EnrolmentRequest,
  EpochAnswer,
  HeartbeatAnswer,
  SourceState,
} from '@holdfast/platform/envelope'
import { signRequest } from '@holdfast/platform/envelope'
import type { SignedCommand } from '@holdfast/platform/trust'
import { Rejected, type ServerLink, type SourceIdentity } from './server-link.ts'

/** Where the server is and how it is told from an impostor. */
export interface ServerAddress {
  /** `http://127.0.0.1:8080` or `https://holdfast.example:8443`. */
  readonly url: string
  /** PEM certificates that the server's certificate must lead to; the system's when absent. */
  readonly authority?: string
  readonly proxy?: ProxyRoute
}

/** The way to a server through an HTTP proxy (RFC 9110 §9.3.6, CONNECT). The server's certificate is checked through it as without it. */
export interface ProxyRoute {
  /** `http://user:password@proxy.example:3128` */
  readonly url: string
  /** Where the proxy does not let through, the server is reached without it. */
  readonly direct: boolean
}

const maxAnswerBytes = 4 * 1024 * 1024
const answerMs = 60_000
/** A proxy that did not let through is asked again after this time. */
const directMs = 10 * 60_000

interface Answer {
  readonly status: number
  readonly body: Buffer
  /** The server's clock as its `Date` header tells it, in milliseconds since 1970. */
  readonly date?: number
}

/** One kept connection to the server for requests, one more for the wait for commands. */
export class HttpClient {
  readonly #url: URL
  readonly #authority: string | undefined
  #agent: HttpAgent
  #proxy: ProxyRoute | undefined
  /** Until when, on a steady clock, the proxy is left out since it did not let through. */
  #directUntil = Number.NEGATIVE_INFINITY

  constructor(address: ServerAddress) {
    this.#url = new URL(address.url)
    this.#authority = address.authority
    this.#proxy = address.proxy
    this.#agent = this.#makeAgent(true)
  }

  /** Takes another way from the next request on. */
  route(proxy: ProxyRoute | undefined): void {
    if (proxy?.url === this.#proxy?.url && proxy?.direct === this.#proxy?.direct) return
    this.#proxy = proxy
    this.#directUntil = Number.NEGATIVE_INFINITY
    this.#renew()
  }

  #renew(): void {
    const before = this.#agent
    this.#agent = this.#makeAgent(true)
    before.destroy()
  }

  #makeAgent(keepAlive: boolean): HttpAgent {
    const isDirect = this.#proxy === undefined || performance.now() < this.#directUntil
    const through = isDirect ? {} : { HTTP_PROXY: this.#proxy!.url, HTTPS_PROXY: this.#proxy!.url }
    const options = { keepAlive, maxSockets: 2, keepAliveMsecs: 30_000, ...(isDirect ? {} : { proxyEnv: through }) }
    return this.#url.protocol === 'https:' ? new HttpsAgent(options) : new HttpAgent(options)
  }

  /** After a failure of the network: the next request goes without the proxy, where that is allowed, and after a while by the proxy again. */
  #failed(error: Error): Error {
    if (this.#proxy) {
      if (this.#proxy.direct && performance.now() >= this.#directUntil) this.#directUntil = performance.now() + directMs
      else this.#directUntil = Number.NEGATIVE_INFINITY
      this.#renew()
    }
    return error
  }

  /** Sends a request; throws where no answer comes in time or the answer is too large. */
  send(
    method: string,
    path: string,
    options: {
      headers?: Readonly<Record<string, string>>
      body?: Uint8Array
      waitMs?: number
      stop?: AbortSignal
    } = {},
  ): Promise<Answer> {
    const { headers = {}, body, waitMs = answerMs, stop } = options
    return new Promise((resolve, reject) => {
      const secure = this.#url.protocol === 'https:'
      const request = (secure ? httpsRequest : httpRequest)(new URL(path, this.#url), {
        method,
        agent: this.#agent,
        headers: { accept: 'application/json', ...headers, ...(body ? { 'content-length': String(body.length) } : {}) },
        timeout: waitMs,
        ...(this.#authority ? { ca: this.#authority } : {}),
        ...(stop ? { signal: stop } : {}),
      })
      request.on('timeout', () => request.destroy(new Error(`no answer within ${waitMs / 1000} s`)))
      request.on('error', (error) => reject(stop?.aborted ? error : this.#failed(error)))
      request.on('response', (response) => {
        const chunks: Buffer[] = []
        let size = 0
        response.on('data', (chunk: Buffer) => {
          size += chunk.length
          if (size > maxAnswerBytes) request.destroy(new Error('the answer is too large'))
          else chunks.push(chunk)
        })
        response.on('end', () => {
          const date = Date.parse(response.headers.date ?? '')
          resolve({
            status: response.statusCode ?? 0,
            body: Buffer.concat(chunks),
            ...(Number.isNaN(date) ? {} : { date }),
          })
        })
        response.on('error', reject)
      })
      request.end(body)
    })
  }

  /**
   * Hands over what an address answers, piece by piece as it comes: for what is too large to be held. Throws where the answer is not 200, is larger than
   * `maxBytes`, or pauses for a minute.
   */
  download(
    path: string,
    take: (chunk: Buffer) => void,
    options: { readonly maxBytes: number; readonly stop?: AbortSignal },
  ): Promise<void> {
    const { maxBytes, stop } = options
    return new Promise((resolve, reject) => {
      const secure = this.#url.protocol === 'https:'
      const request = (secure ? httpsRequest : httpRequest)(new URL(path, this.#url), {
        // A connection of its own: the kept ones go on with what is short.
        agent: this.#makeAgent(false),
        timeout: answerMs,
        ...(this.#authority ? { ca: this.#authority } : {}),
        ...(stop ? { signal: stop } : {}),
      })
      request.on('timeout', () => request.destroy(new Error(`nothing came for ${answerMs / 1000} s`)))
      request.on('error', reject)
      request.on('response', (response) => {
        let size = 0
        if (response.statusCode !== 200)
          return void request.destroy(new Error(`the server answered ${response.statusCode} for ${path}`))
        response.on('data', (chunk: Buffer) => {
          size += chunk.length
          if (size > maxBytes) return void request.destroy(new Error(`the answer is larger than ${maxBytes} bytes`))
          try {
            take(chunk)
          } catch (error) {
            request.destroy(error as Error)
          }
        })
        response.on('error', reject)
        response.on('end', () => (response.complete ? resolve() : reject(new Error('the answer ended early'))))
      })
      request.end()
    })
  }

  close(): void {
    this.#agent.destroy()
  }
}

/** Enrols a source with an activation key. Throws with the server's own words where it refuses. */
export async function enrol(client: HttpClient, request: EnrolmentRequest): Promise<EnrolmentAnswer> {
  const body = Buffer.from(JSON.stringify(request))
  const answer = await client.send('POST', '/agent/v1/enrolment', {
    headers: { 'content-type': 'application/json' },
    body,
  })
  return read<EnrolmentAnswer>(answer)
}

/** By how many milliseconds this machine's clock is ahead of the server's; 0 when it is not off by more than a moment, or the server does not say. */
export async function clockAhead(client: HttpClient): Promise<number> {
  const { date } = await client.send('GET', '/healthz')
  const ahead = date === undefined ? 0 : Date.now() - date
  return Math.abs(ahead) > 2000 ? ahead : 0
}

/** The server as an enrolled source speaks with it. `state` is read with each sign of life. */
export function httpLink(client: HttpClient, identity: SourceIdentity, state: () => SourceState): ServerLink {
  // Requests carry the server's time as far as it is known: a host with a wrong clock is heard all the same.
  let offsetMs = 0
  const stateNow = () => ({ ...state(), ...(offsetMs !== 0 && { clockAheadMs: -offsetMs }) })
  const ask = async <T>(
    method: string,
    path: string,
    body?: Buffer,
    options: { type?: string; waitMs?: number; stop?: AbortSignal } = {},
  ): Promise<T> => {
    const headers = signRequest(
      { method, path, ...(body ? { body } : {}) },
      { source: identity.source, privateKey: identity.privateKey, time: new Date(Date.now() + offsetMs).toISOString() },
    )
    const { type, ...rest } = options
    const answer = await client.send(method, path, {
      headers: { ...headers, ...(type ? { 'content-type': type } : {}) },
      ...(body ? { body } : {}),
      ...rest,
    })
    if (answer.date !== undefined && Math.abs(answer.date - Date.now()) > 2000) offsetMs = answer.date - Date.now()
    else if (answer.date !== undefined) offsetMs = 0
    return read<T>(answer)
  }
  const json = { type: 'application/json' }
  return {
    async openEpoch(reason, acknowledged) {
      const answer = await ask<EpochAnswer>(
        'POST',
        '/agent/v1/epochs',
        Buffer.from(JSON.stringify({ ...stateNow(), reason, acknowledged })),
        json,
      )
      if (answer.status === 'enrol-again') throw new Rejected('enrol-again', 'another machine uses the same key')
      return answer
    },
    postBatch: (batch) => ask<BatchAnswer>('POST', '/agent/v1/envelopes', batch, { type: 'application/octet-stream' }),
    heartbeat: (position) =>
      ask<HeartbeatAnswer>(
        'POST',
        '/agent/v1/heartbeat',
        Buffer.from(JSON.stringify({ ...stateNow(), ...position })),
        json,
      ),
    commands: async (seconds, stop) =>
      (
        await ask<{ commands: readonly SignedCommand[] }>('GET', `/agent/v1/commands?wait=${seconds}`, undefined, {
          waitMs: (seconds + 15) * 1000,
          stop,
        })
      ).commands,
  }
}

/** Reads a JSON answer; problems (RFC 9457) become errors with their detail. */
function read<T>({ status, body }: Answer): T {
  const text = body.toString('utf8')
  let value: unknown
  try {
    value = text === '' ? undefined : JSON.parse(text)
  } catch {
    throw new Error(`the server answered ${status} with something that is no JSON`)
  }
  if (status >= 200 && status < 300) return value as T
  const problem = (value ?? {}) as { type?: string; title?: string; detail?: string }
  const words = problem.detail ?? problem.title ?? `status ${status}`
  // A server that was restored from before this source came does not know it.
  if (problem.type?.endsWith('unknown-source')) throw new Rejected('enrol-again', words)
  // 401 may be a clock that is off and gets set again; only these are final.
  if (status === 403 || status === 410) throw new Rejected('revoked', words)
  throw new Error(words)
}
