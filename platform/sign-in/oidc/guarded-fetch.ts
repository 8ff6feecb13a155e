import { request as plainRequest } from 'node:http'
import { request as tlsRequest } from 'node:https'

/** Longest answer of a provider, in bytes, and longest time for it. */
const bytesAtMost = 1024 * 1024
const msAtMost = 10_000

/** An address that may be spoken to; `allowed` ones are of networks that the administrator named, in the clear as well. */
export interface ReachableAddress {
  readonly address: string
  readonly family: 4 | 6
  readonly allowed: boolean
}

/** Looks a host up and refuses what must not be reached. Throws with the reason in words. */
export type ResolveHost = (host: string) => Promise<ReachableAddress>

export interface FetchOptions {
  readonly method?: string
  readonly headers?: Record<string, string>
  readonly body?: string | URLSearchParams | Uint8Array | ArrayBuffer | null | undefined | ReadableStream
  readonly signal?: AbortSignal | undefined
}

/**
 * A fetch for identity providers: connects to the very address that was looked at (a name that is looked up twice can lead
 * elsewhere the second time), follows no redirect, and takes a bounded answer in a bounded time. HTTPS only, but for
 * networks that the administrator allowed.
 */
export function guardedFetch(resolve: ResolveHost): (url: string, options?: FetchOptions) => Promise<Response> {
  return async (url, options = {}) => {
    const target = new URL(url)
    if (target.protocol !== 'https:' && target.protocol !== 'http:')
      throw new Error(`${target.protocol} is no way to a provider: it takes https.`)
    const { address, family, allowed } = await resolve(target.hostname)
    if (target.protocol === 'http:' && !allowed)
      throw new Error(`${target.host} is asked without TLS: a provider needs https.`)
    const body =
      options.body == null
        ? undefined
        : await new Response(options.body as ConstructorParameters<typeof Response>[0]).arrayBuffer()
    return new Promise((done, fail) => {
      const ask = target.protocol === 'https:' ? tlsRequest : plainRequest
      const timeout = AbortSignal.timeout(msAtMost)
      const sent = ask(
        target,
        {
          method: options.method ?? 'GET',
          headers: {
            ...options.headers,
            ...(options.body instanceof URLSearchParams && {
              'content-type': 'application/x-www-form-urlencoded;charset=UTF-8',
            }),
            ...(body && { 'content-length': String(body.byteLength) }),
          },
          agent: false,
          signal: options.signal ? AbortSignal.any([options.signal, timeout]) : timeout,
          lookup: (_, choice, found) =>
            choice.all ? found(null, [{ address, family }]) : found(null, address, family),
        },
        (reply) => {
          const chunks: Buffer[] = []
          let size = 0
          reply.on('data', (chunk: Buffer) => {
            size += chunk.length
            if (size > bytesAtMost) sent.destroy(new Error(`${target.host} answers more than ${bytesAtMost} bytes.`))
            else chunks.push(chunk)
          })
          reply.on('error', fail)
          reply.on('end', () => {
            const status = reply.statusCode ?? 502
            const headers = new Headers()
            for (const [name, value] of Object.entries(reply.headers)) headers.set(name, String(value))
            const empty = status === 204 || status === 304
            done(new Response(empty ? null : Buffer.concat(chunks), { status: status < 200 ? 502 : status, headers }))
          })
        },
      )
      sent.on('error', fail)
      sent.end(body ? Buffer.from(body) : undefined)
    })
  }
}
