import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { extname, join } from 'node:path'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Problem } from '../conventions/problem.ts'
import { problemBody, problemType } from '../reply/problem-reply.ts'

const mediaTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.txt': 'text/plain; charset=utf-8',
}

interface WebFile {
  readonly type: string
  /** The name carries a digest of the content. */
  readonly immutable: boolean
  readonly etag: string
  readonly bodies: Partial<Record<'br' | 'gzip' | 'identity', Buffer>>
}

/**
 * Serves the built web interface from memory: the files that were there at start and nothing else, so no path can lead
 * out. `app.js.br` and `app.js.gz` beside `app.js` are its compressed forms. Other pages are the interface's own: they get index.html.
 */
export function mountWebFiles(app: FastifyInstance, folder: string): void {
  const files = readFiles(folder)
  const index = files.get('/index.html')
  app.setNotFoundHandler(async (request, reply) => {
    const path = request.url.split('?')[0]!
    const isRead = request.method === 'GET' || request.method === 'HEAD'
    const file = files.get(path) ?? (isPage(path) ? index : undefined)
    if (!isRead || !file) return notFoundReply(request, reply)
    return sendFile(request, reply, file)
  })
}

/** Without a built interface, everything that is no route is not found. */
export function mountWithoutWeb(app: FastifyInstance): void {
  app.setNotFoundHandler(async (request, reply) => notFoundReply(request, reply))
}

function notFoundReply(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const problem = new Problem(
    404,
    'no-such-route',
    `There is nothing at ${request.method} ${request.url.split('?')[0]!.slice(0, 200)}.`,
  )
  return reply
    .code(404)
    .type(problemType)
    .header('cache-control', 'no-store')
    .send(JSON.stringify(problemBody(problem, request)))
}

/** Addresses of screens have no ending; those of programs are never pages. */
function isPage(path: string): boolean {
  return !/^\/(api|agent|docs)(\/|$)/.test(path) && extname(path) === ''
}

function sendFile(request: FastifyRequest, reply: FastifyReply, file: WebFile): FastifyReply {
  reply.header('etag', file.etag).header('vary', 'accept-encoding')
  reply.header('cache-control', file.immutable ? 'public, max-age=31536000, immutable' : 'no-cache')
  if (request.headers['if-none-match'] === file.etag) return reply.code(304).send()
  const accepted = String(request.headers['accept-encoding'] ?? '')
  const encoding =
    file.bodies.br && /\bbr\b/.test(accepted)
      ? 'br'
      : file.bodies.gzip && /\bgzip\b/.test(accepted)
        ? 'gzip'
        : 'identity'
  if (encoding !== 'identity') reply.header('content-encoding', encoding)
  return reply.type(file.type).send(file.bodies[encoding])
}

function readFiles(folder: string): Map<string, WebFile> {
  const files = new Map<string, WebFile>()
  const names = (readdirSync(folder, { recursive: true }) as string[]).filter((name) =>
    statSync(join(folder, name)).isFile(),
  )
  const all = new Set(names)
  for (const name of names) {
    const type = mediaTypes[extname(name)]
    if (!type) continue
    const identity = readFileSync(join(folder, name))
    const compressed = (ending: string) =>
      all.has(name + ending) ? readFileSync(join(folder, name + ending)) : undefined
    const br = compressed('.br')
    const gzip = compressed('.gz')
    files.set(`/${name.replaceAll('\\', '/')}`, {
      type,
      immutable: /[-.][A-Za-z0-9_-]{8,}\.\w+$/.test(name) && name.startsWith('assets/'),
      etag: `"${createHash('sha256').update(identity).digest('base64url').slice(0, 22)}"`,
      bodies: { identity, ...(br && { br }), ...(gzip && { gzip }) },
    })
  }
  return files
}
