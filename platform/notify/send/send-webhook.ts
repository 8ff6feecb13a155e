import { type RequestOptions, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { EgressError, type EgressGuard } from '../egress/egress-guard.ts'
import { cleanAnswer, errorAnswer, type Outcome } from './outcome.ts'

export interface WebhookRequest {
  readonly url: string
  readonly body: string
  readonly headers: Readonly<Record<string, string>>
  /** Certificate (PEM) that the receiver is trusted by, instead of the public authorities. */
  readonly ca?: string | undefined
  /** What must not come back in the answer that is kept. */
  readonly secrets: readonly string[]
}

const mostReply = 4096
const totalMs = 15_000

/**
 * Posts to a webhook: to the address that was checked and no other, without following where it leads, within 15 seconds. 2xx is success; of the
 * reply at most 4 KiB are read. In the clear only to networks that an administrator allowed.
 */
export async function sendWebhook(asked: WebhookRequest, guard: EgressGuard, mostMs = totalMs): Promise<Outcome> {
  try {
    const url = new URL(asked.url)
    const checked = await guard.resolve(url.hostname)
    if (url.protocol !== 'https:' && !checked.allowed)
      return { ok: false, answer: 'A webhook on the public Internet takes https://, so that nobody reads along.' }
    return await post(asked, url, checked.address, mostMs)
  } catch (error) {
    if (error instanceof EgressError) return { ok: false, answer: cleanAnswer(error.message, asked.secrets) }
    return { ok: false, answer: errorAnswer(error, asked.secrets) }
  }
}

function post(asked: WebhookRequest, url: URL, address: string, mostMs: number): Promise<Outcome> {
  const isTls = url.protocol === 'https:'
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const options: RequestOptions & { servername?: string; ca?: string } = {
    method: 'POST',
    host: address,
    port: url.port === '' ? (isTls ? 443 : 80) : Number(url.port),
    path: url.pathname + url.search,
    agent: false,
    headers: {
      ...asked.headers,
      host: url.host,
      'content-type': 'application/json; charset=utf-8',
      'content-length': String(Buffer.byteLength(asked.body)),
      'user-agent': 'Holdfast',
      ...(url.username !== '' && { authorization: basic(url) }),
    },
    ...(isTls && { servername: /^[\d.]+$|:/.test(host) ? '' : host, ...(asked.ca && { ca: asked.ca }) }),
  }
  return new Promise<Outcome>((resolve) => {
    const request = (isTls ? requestHttps : requestHttp)(options)
    const end = (outcome: Outcome) => {
      clearTimeout(timer)
      request.destroy()
      resolve(outcome)
    }
    const timer = setTimeout(() => end({ ok: false, answer: `No answer within ${mostMs / 1000} seconds.` }), mostMs)
    request.on('error', (error) => end({ ok: false, answer: errorAnswer(error, asked.secrets) }))
    request.on('response', (reply) => {
      const status = reply.statusCode ?? 0
      const ok = status >= 200 && status < 300
      const chunks: Buffer[] = []
      let size = 0
      const finish = () => {
        const text = Buffer.concat(chunks).subarray(0, mostReply).toString('utf8')
        const words = `${status} ${reply.statusMessage ?? ''} ${redirect(status)}${text}`
        end({ ok, answer: cleanAnswer(words, asked.secrets), ...(status === 410 && { final: true, gone: true }) })
      }
      reply.on('data', (chunk: Buffer) => {
        chunks.push(chunk)
        size += chunk.length
        if (size >= mostReply) finish()
      })
      reply.on('end', finish)
      reply.on('error', finish)
    })
    request.end(asked.body)
  })
}

function redirect(status: number): string {
  return status >= 300 && status < 400 ? '(leads elsewhere: not followed, give the address it leads to) ' : ''
}

function basic({ username, password }: URL): string {
  const text = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
  return `Basic ${Buffer.from(text).toString('base64')}`
}
