import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import type { FastifyReply } from 'fastify'
import type { Route, StreamedReply, TenantTransaction } from '../../contract/index.ts'
import type { HttpContext } from '../context.ts'
import { Problem } from '../conventions/problem.ts'
import { asProblem, problemBody } from '../reply/problem-reply.ts'
import { asCaller } from '../request/as-caller.ts'
import type { PreparedRoute } from './prepared-route.ts'
import type { RouteCall } from './run-route.ts'

/** A stream holds a snapshot of the database, thus nobody may hold one for ever. */
const longestMs = 6 * 3600_000
/** A reader that takes nothing for so long is cut off. */
const stalledMs = 60_000
const lookAgainMs = 10_000
/** Of one server process: each holds a connection to the database. */
const mostAtOnce = 5
const mostPerTenant = 3

export type StreamCall = RouteCall & {
  readonly reply: FastifyReply
  /** Whether the caller still may: asked now and then, so that a revoked token or session ends its streams. */
  readonly stillPermitted: () => Promise<boolean>
  readonly onFailure: (error: unknown) => void
}

/** Counts what is being streamed by one server. */
export class StreamSlots {
  readonly #open = new Map<number, number>()

  /** Takes a place for a tenant, and gives what frees it. Throws Problem 429. */
  take(tenantId: number): () => void {
    const own = this.#open.get(tenantId) ?? 0
    const all = [...this.#open.values()].reduce((sum, each) => sum + each, 0)
    if (own >= mostPerTenant || all >= mostAtOnce) {
      throw new Problem(429, 'too-many-requests', 'Enough is being exported at the moment. Try again in a minute.', {
        headers: { 'retry-after': '30' },
      })
    }
    this.#open.set(tenantId, own + 1)
    return () => {
      const left = this.#open.get(tenantId)! - 1
      if (left > 0) this.#open.set(tenantId, left)
      else this.#open.delete(tenantId)
    }
  }
}

/**
 * Runs a route that streams: one read-only snapshot, as much read as the reader takes, ended when the reader leaves. The audit log has been told before the
 * last piece is written, thus nobody holds a whole file that no entry tells of. Throws Problem while nothing was written yet.
 */
export async function streamRoute(
  context: HttpContext,
  { route, checkParams, checkQuery }: PreparedRoute,
  call: StreamCall,
  slots: StreamSlots,
): Promise<void> {
  const { caller, tenant } = call.identity
  const params = checkParams(call.params) as Record<string, string>
  const query = checkQuery(call.query) as Record<string, unknown>
  const free = slots.take(caller.tenantId)
  const { raw } = call.reply
  let streamed: StreamedReply | undefined
  let begun = false
  let held: string | undefined
  const tell = async (outcome: string) =>
    context.database.asTenant(
      caller.tenantId,
      (tx) =>
        // The log is the tenant's, whoever reads.
        context.onWrite(tx as unknown as TenantTransaction, {
          caller,
          action: `${route.method} ${route.path}`,
          path: call.url.split('?')[0]!,
          params,
          body: { ...streamed!.told(), outcome },
          status: 200,
          address: call.address,
          traceId: call.traceId,
        }),
      // What was read for an hour is not broken off because its entry met another one.
      { againWhenUndone: true },
    )
  try {
    await asCaller(
      context.database,
      caller,
      async (tx) => {
        const request = { params, query, body: undefined, caller, tx, stop: call.signal, tenant, address: call.address }
        streamed = (await route.handle(request as unknown as Parameters<Route['handle']>[0])) as StreamedReply
        let looked = performance.now()
        for await (const chunk of streamed.chunks) {
          if (held === undefined) {
            begin(call.reply, streamed)
            begun = true
          } else {
            const ready = held
            held = undefined
            await write(raw, ready)
          }
          held = chunk
          if (performance.now() - looked < lookAgainMs) continue
          if (!(await call.stillPermitted())) throw new Problem(403, 'not-permitted', 'You may no longer read this.')
          looked = performance.now()
        }
      },
      { readOnly: true, isolation: 'repeatable read', timeoutMs: longestMs, signal: call.signal },
    )
    const last = held ?? ''
    // From here on a failure keeps the last piece back.
    held = undefined
    await tell('whole')
    raw.end(last)
  } catch (error) {
    if (streamed && begun) await tell(call.signal.aborted ? 'broken off by the reader' : 'failed').catch(call.onFailure)
    if (!begun) throw error
    if (!call.signal.aborted) call.onFailure(error)
    breakOff(raw, (held ?? '') + streamed!.failure(problemOf(error, call)))
  } finally {
    free()
  }
}

function begin(reply: FastifyReply, { mediaType, fileName }: StreamedReply): void {
  const headers = {
    ...reply.getHeaders(),
    'content-type': mediaType.startsWith('text/csv') ? `${mediaType}; header=present` : mediaType,
    'content-disposition': `attachment; filename="${fileName}"`,
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  }
  reply.hijack()
  reply.raw.writeHead(200, headers as Record<string, string>)
}

/** Resolves when the reader has room again. Throws Problem when it takes nothing for long, or is gone. */
async function write(raw: ServerResponse, text: string): Promise<void> {
  if (raw.destroyed) throw new Problem(499, 'closed', 'The client went away.')
  if (text === '' || raw.write(text)) return
  const give = new AbortController()
  const timer = setTimeout(() => give.abort(), stalledMs)
  try {
    await Promise.race([
      once(raw, 'drain', { signal: give.signal }),
      once(raw, 'close', { signal: give.signal }).then(() => {
        throw new Problem(499, 'closed', 'The client went away.')
      }),
    ])
  } catch (error) {
    if (error instanceof Problem) throw error
    throw new Problem(408, 'too-slow', `Nothing was taken for ${stalledMs / 1000} s.`)
  } finally {
    clearTimeout(timer)
    give.abort()
  }
}

/** Ends without the end: the last chunk that HTTP/1.1 wants is missing, thus no client takes this for the whole. */
function breakOff(raw: ServerResponse, words: string): void {
  if (raw.destroyed) return
  if (words === '') raw.destroy()
  else raw.write(words, () => raw.destroy())
}

function problemOf(error: unknown, call: StreamCall): object {
  const known = asProblem(error) ?? new Problem(500, 'internal', 'Something went wrong here.')
  return problemBody(known, { url: call.url, id: call.traceId })
}
