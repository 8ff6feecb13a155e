import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import { FeedError } from '../feed-error.ts'

const maxRedirects = 5

/** Connections to publishers, kept while feeds are synced; through a proxy where the environment names one (HTTPS_PROXY, HTTP_PROXY, NO_PROXY). */
export class WebAccess {
  readonly #http: HttpAgent
  readonly #https: HttpsAgent

  constructor(environment: Readonly<Record<string, string | undefined>>) {
    const options = { keepAlive: true, maxSockets: 8, proxyEnv: environment as NodeJS.ProcessEnv }
    this.#http = new HttpAgent(options)
    this.#https = new HttpsAgent(options)
  }

  agentFor(url: URL): HttpAgent {
    return url.protocol === 'https:' ? this.#https : this.#http
  }

  close(): void {
    this.#http.destroy()
    this.#https.destroy()
  }
}

export interface RequestOptions {
  readonly web: WebAccess
  readonly headers: Readonly<Record<string, string>>
  readonly stop: AbortSignal
  readonly idleMs: number
}

/** Asks an address, follows where it moved to, never from TLS to none. The body is the caller's to read or to destroy. Throws an Error of the network, or FeedError. */
export async function request(
  address: string,
  options: RequestOptions,
): Promise<{ readonly response: IncomingMessage; readonly secure: boolean }> {
  let url = parse(address)
  for (let step = 0; step <= maxRedirects; step++) {
    const response = await ask(url, options)
    const { location } = response.headers
    const moved = [301, 302, 303, 307, 308].includes(response.statusCode ?? 0) && location !== undefined
    if (!moved) return { response, secure: url.protocol === 'https:' }
    response.destroy()
    const next = parse(new URL(location, url).href)
    if (url.protocol === 'https:' && next.protocol !== 'https:')
      throw new FeedError('unreachable', `${address} leads to ${next.origin}, which is not over TLS.`)
    url = next
  }
  throw new FeedError('unreachable', `${address} leads on more than ${maxRedirects} times.`)
}

function parse(address: string): URL {
  const url = URL.parse(address)
  if (url?.protocol === 'https:' || url?.protocol === 'http:') return url
  throw new FeedError('unreachable', `"${address.slice(0, 200)}" is no address of the web.`)
}

function ask(url: URL, { web, headers, stop, idleMs }: RequestOptions): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const send = url.protocol === 'https:' ? httpsRequest : httpRequest
    const sent = send(url, {
      agent: web.agentFor(url),
      headers: { 'user-agent': 'holdfast-feeds', ...headers },
      timeout: idleMs,
      signal: stop,
    })
    sent.on('timeout', () => sent.destroy(new Error(`nothing came for ${idleMs / 1000} s`)))
    sent.on('error', reject)
    sent.on('response', resolve)
    sent.end()
  })
}
