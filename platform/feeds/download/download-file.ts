import { createHash } from 'node:crypto'
import { createReadStream, existsSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { FeedError } from '../feed-error.ts'
import { type DownloadLimits, downloadLimits } from './limits.ts'
import { request, type WebAccess } from './request.ts'

/** What is known of a file that was downloaded before, to ask whether it changed. */
export interface KnownFile {
  readonly etag?: string
  readonly modified?: string
}

export type Downloaded =
  | { readonly outcome: 'unchanged' }
  | {
      readonly outcome: 'new'
      readonly known: KnownFile
      readonly size: number
      readonly sha256: string
      readonly sha512: string
      /** Whether the last step of the way was over TLS. */
      readonly secure: boolean
    }

export interface DownloadOptions {
  readonly web: WebAccess
  readonly known?: KnownFile
  readonly limits?: Partial<DownloadLimits>
  readonly headers?: Readonly<Record<string, string>>
  readonly stop: AbortSignal
}

/** Worth another try: the network, or the server, is not well at the moment. */
class Passing extends Error {
  readonly afterMs: number

  constructor(message: string, afterMs = 0) {
    super(message)
    this.afterMs = afterMs
  }
}

/**
 * Downloads an address to a file: asks first whether it changed, goes on where a former try was cut off, tries again a few times with growing pauses. The file at
 * `to` is replaced only by one that is whole. Throws FeedError `unreachable` with the address and what it answered.
 */
export async function downloadFile(url: string, to: string, options: DownloadOptions): Promise<Downloaded> {
  const limits = { ...downloadLimits, ...options.limits }
  const until = performance.now() + limits.totalMs
  for (let attempt = 1; ; attempt++) {
    try {
      return await tryOnce(url, to, options, limits, until)
    } catch (error) {
      options.stop.throwIfAborted()
      if (!(error instanceof Passing)) throw error
      const pause = Math.max(error.afterMs, limits.pauseMs * 2 ** (attempt - 1) * (0.5 + Math.random() / 2))
      if (attempt >= limits.tries || performance.now() + pause > until) {
        const times = attempt === 1 ? '' : `, tried ${attempt} times`
        throw new FeedError('unreachable', `${url}: ${error.message}${times}. Try again later; what was there stays.`)
      }
      await sleep(pause, undefined, { signal: options.stop })
    }
  }
}

async function tryOnce(
  url: string,
  to: string,
  { web, known = {}, headers: more, stop }: DownloadOptions,
  limits: DownloadLimits,
  until: number,
): Promise<Downloaded> {
  const part = partOf(to, url)
  const headers: Record<string, string> = { 'accept-encoding': 'identity', ...more }
  if (part.size > 0) {
    headers.range = `bytes=${part.size}-`
    headers['if-range'] = part.mark
  } else if (existsSync(to)) {
    if (known.etag !== undefined) headers['if-none-match'] = known.etag
    else if (known.modified !== undefined) headers['if-modified-since'] = known.modified
  }
  const { response, secure } = await request(url, { web, headers, stop, idleMs: limits.idleMs }).catch(
    (error: unknown) => {
      if (error instanceof FeedError) throw error
      throw new Passing((error as Error).message)
    },
  )
  try {
    const status = response.statusCode ?? 0
    if (status === 304) return { outcome: 'unchanged' }
    if (status === 416 || (status === 206 && !continues(response, part.size))) {
      part.forget()
      throw new Passing('the server does not go on where it was cut off')
    }
    if (status !== 200 && status !== 206) throw refusal(url, status, response)
    if (status === 200) part.forget()
    await receive(response, part, limits, until, stop, url)
    const { sha256, sha512, size } = await digestsOf(part.path)
    renameSync(part.path, to)
    part.forget()
    return { outcome: 'new', known: marksOf(response), size, sha256, sha512, secure }
  } finally {
    response.destroy()
  }
}

async function receive(
  response: IncomingMessage,
  part: Part,
  limits: DownloadLimits,
  until: number,
  stop: AbortSignal,
  url: string,
): Promise<void> {
  const from = part.size
  const length = Number(response.headers['content-length'] ?? Number.NaN)
  if (from + length > limits.bytes) throw tooLarge(url, limits)
  part.remember(response)
  const started = performance.now()
  const file = await open(part.path, from > 0 ? 'a' : 'w', 0o600)
  let size = from
  try {
    for await (const piece of response as AsyncIterable<Buffer>) {
      stop.throwIfAborted()
      size += piece.length
      if (size > limits.bytes) throw tooLarge(url, limits)
      await file.write(piece)
      const now = performance.now()
      const seconds = (now - started) / 1000
      if (now > until) throw new Passing(`took longer than ${limits.totalMs / 1000} s`)
      if (now - started > limits.graceMs && (size - from) / seconds < limits.slowest)
        throw new Passing(`sends less than ${limits.slowest} bytes a second`)
    }
  } catch (error) {
    if (error instanceof Passing || error instanceof FeedError) throw error
    stop.throwIfAborted()
    throw new Passing(`was cut off after ${size} bytes (${(error as Error).message})`)
  } finally {
    await file.close()
  }
  if (!response.complete || (!Number.isNaN(length) && size !== from + length))
    throw new Passing(`was cut off after ${size}${Number.isNaN(length) ? '' : ` of ${from + length}`} bytes`)
}

function tooLarge(url: string, { bytes }: DownloadLimits): FeedError {
  return new FeedError('unreachable', `${url} is larger than ${bytes} bytes, which is more than a feed may have.`)
}

/** Source: RFC 9110, 10.2.3 and 15.5, 15.6. */
function refusal(url: string, status: number, response: IncomingMessage): Error {
  const wait = Number(response.headers['retry-after'])
  if (status === 408 || status === 429 || status >= 500)
    return new Passing(`the server answered ${status}`, Number.isFinite(wait) ? Math.min(wait, 120) * 1000 : 0)
  const hint =
    status === 401 || status === 403 || status === 407 ? ' It may want a key, or a proxy stands between.' : ''
  return new FeedError('unreachable', `${url} answered ${status}.${hint}`)
}

function marksOf({ headers }: IncomingMessage): KnownFile {
  const { etag, 'last-modified': modified } = headers
  return { ...(etag && { etag }), ...(modified && { modified }) }
}

/** Source: RFC 9110, 14.4. */
function continues({ headers }: IncomingMessage, from: number): boolean {
  return headers['content-range']?.startsWith(`bytes ${from}-`) === true
}

/** What came of a file before it was cut off, and by which mark the server knows whether it is still the same. */
interface Part {
  readonly path: string
  readonly size: number
  readonly mark: string
  remember(response: IncomingMessage): void
  forget(): void
}

function partOf(to: string, url: string): Part {
  const path = `${to}.part`
  const note = `${to}.part.json`
  let size = 0
  let mark = ''
  try {
    const kept = JSON.parse(readFileSync(note, 'utf8')) as { url: string; mark: string }
    if (kept.url === url && kept.mark) {
      size = statSync(path).size
      mark = kept.mark
    }
  } catch {
    // There is none, or it cannot be gone on with.
  }
  return {
    path,
    get size() {
      return size
    },
    mark,
    remember(response) {
      const { etag, modified } = marksOf(response)
      // A weak mark does not say that the bytes are the same.
      const strong = etag !== undefined && !etag.startsWith('W/') ? etag : modified
      if (strong === undefined) rmSync(note, { force: true })
      else writeFileSync(note, JSON.stringify({ url, mark: strong }), { mode: 0o600 })
    },
    forget() {
      size = 0
      rmSync(path, { force: true })
      rmSync(note, { force: true })
    },
  }
}

async function digestsOf(path: string): Promise<{ sha256: string; sha512: string; size: number }> {
  const [sha256, sha512] = [createHash('sha256'), createHash('sha512')]
  let size = 0
  for await (const piece of createReadStream(path, { highWaterMark: 1 << 20 })) {
    sha256.update(piece as Buffer)
    sha512.update(piece as Buffer)
    size += (piece as Buffer).length
  }
  return { sha256: sha256.digest('hex'), sha512: sha512.digest('hex'), size }
}
