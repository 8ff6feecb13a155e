import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** How the server fails: once for each entry, in order, then it is well. */
export type Fault = 'cut' | '500' | '429' | 'wrong-length' | 'drip' | 'silent' | 'wrong-range'

export interface FeedServer {
  readonly url: string
  /** Files by path, as they are now. */
  readonly files: Map<string, Buffer>
  readonly faults: Map<string, Fault[]>
  readonly redirects: Map<string, string>
  /** `GET /a 200`, with `range` where a part was asked for; emptied by whoever reads them. */
  readonly asked: string[]
  close(): Promise<void>
}

/** A publisher on loopback: ETags, dates, ranges, and whatever can go wrong. */
export async function feedServer(): Promise<FeedServer> {
  const files = new Map<string, Buffer>()
  const faults = new Map<string, Fault[]>()
  const redirects = new Map<string, string>()
  const asked: string[] = []
  const server: Server = createServer((request, response) => {
    const path =
      decodeURIComponent(new URL(request.url ?? '/', 'http://x').pathname) +
      new URL(request.url ?? '/', 'http://x').search
    const note = (status: number) => asked.push(`${path} ${status}${request.headers.range ? ' range' : ''}`)
    const moved = redirects.get(path)
    if (moved !== undefined) {
      note(302)
      return void response.writeHead(302, { location: moved }).end()
    }
    const file = files.get(path)
    if (file === undefined) {
      note(404)
      return void response.writeHead(404).end('nothing')
    }
    const fault = faults.get(path)?.shift()
    if (fault === '500' || fault === '429') {
      note(Number(fault))
      return void response.writeHead(Number(fault), { 'retry-after': '0' }).end()
    }
    if (fault === 'silent') return void note(0)
    answer(request, response, file, fault, note)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ...{ files, faults, redirects, asked },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

function answer(
  request: IncomingMessage,
  response: ServerResponse,
  file: Buffer,
  fault: Fault | undefined,
  note: (status: number) => void,
): void {
  const etag = `"${createHash('sha1').update(file).digest('hex')}"`
  if (request.headers['if-none-match'] === etag) {
    note(304)
    return void response.writeHead(304, { etag }).end()
  }
  const range = /^bytes=(\d+)-$/.exec(request.headers.range ?? '')
  const isPart = range !== null && request.headers['if-range'] === etag
  const from = isPart ? Number(range[1]) : 0
  if (from >= file.length && isPart) {
    note(416)
    return void response.writeHead(416).end()
  }
  const body = file.subarray(from)
  const shown = fault === 'wrong-range' ? from + 1 : from
  const headers: Record<string, string | number> = {
    etag,
    'content-length': body.length + (fault === 'wrong-length' ? 100 : 0),
  }
  if (isPart) headers['content-range'] = `bytes ${shown}-${file.length - 1}/${file.length}`
  note(isPart ? 206 : 200)
  response.writeHead(isPart ? 206 : 200, headers)
  if (fault === 'cut' || fault === 'wrong-length') {
    const some = fault === 'cut' ? body.subarray(0, Math.floor(body.length / 2)) : body
    return void response.write(some, () => setTimeout(() => response.destroy(), 20))
  }
  if (fault === 'drip') {
    let at = 0
    const timer = setInterval(() => {
      if (at >= body.length || response.destroyed) clearInterval(timer)
      else response.write(body.subarray(at, ++at))
    }, 20)
    return
  }
  response.end(body)
}
