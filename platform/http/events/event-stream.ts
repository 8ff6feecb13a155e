import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { follow } from '../../outbox/index.ts'
import type { Database } from '../../store/index.ts'
import { type DoorRoute, doorRoute } from '../api/door-route.ts'
import { Problem } from '../conventions/problem.ts'
import { scopeOf } from '../request/as-caller.ts'
import type { Identity } from '../request/identify-caller.ts'

const heartbeatMs = 15_000
const mostPerCaller = 20
/** What can end somebody's right to listen: heard by every stream, so that it ends at once and not with the next heartbeat. */
const aboutPeople = ['member.', 'role.', 'unit.', 'token.', 'security.']
/** A reader that lets this much pile up is cut off; it comes back and resumes. */
const mostBuffered = 4 * 1024 * 1024

export interface EventStreamOptions {
  readonly database: Database
  /** Who the request is from now: asked with each heartbeat, so that a revoked token or session ends its streams. */
  readonly identify: (request: FastifyRequest) => Promise<Identity | undefined>
  readonly heartbeatMs?: number
  /** Aborted when the server stops. */
  readonly ending: AbortSignal
}

/**
 * `/events`: changes of the tenant as server-sent events. `id` is the place to resume from (`Last-Event-ID`), `event` the
 * topic, `data` is `{at, body}`. The first event is `ready`; `anew` says that events were missed: look at everything again.
 */
export function eventRoutes(options: EventStreamOptions): readonly DoorRoute[] {
  const { database } = options
  const open = new Map<string, number>()
  return [
    doorRoute({
      method: 'GET',
      path: '/events',
      summary: 'Changes as they happen, as server-sent events',
      needs: 'events:read',
      mediaType: 'text/event-stream',
      reply: Type.String(),
      query: Type.Object({
        topics: Type.Optional(
          Type.String({
            maxLength: 2000,
            pattern: '^[a-z0-9.,-]*$',
            description: 'Topics, or beginnings of them that end in a dot, separated by commas; all when absent.',
          }),
        ),
      }),
      async handle({ raw, reply, query, identity }) {
        const { caller } = identity!
        const running = open.get(caller.id) ?? 0
        if (running >= mostPerCaller) {
          throw new Problem(429, 'too-many-requests', `There are ${mostPerCaller} streams open already.`)
        }
        const after = await startAt(database, caller.tenantId, raw.headers['last-event-id'])
        open.set(caller.id, running + 1)
        const headers = { ...reply.getHeaders(), 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' }
        reply.hijack()
        reply.raw.writeHead(200, headers as Record<string, string>)
        const stop = new AbortController()
        const end = () => stop.abort()
        reply.raw.once('close', end)
        options.ending.addEventListener('abort', end, { once: true })
        const mayStill = async () => {
          const now = await options.identify(raw).catch(() => identity)
          return (
            now?.caller.tenantId === caller.tenantId &&
            now.caller.scope === caller.scope &&
            now.caller.permissions.has('events:read')
          )
        }
        const beat = setInterval(async () => {
          if (await mayStill()) reply.raw.write(': still here\n\n')
          else stop.abort()
        }, options.heartbeatMs ?? heartbeatMs)
        // Rights end in other tenants too: a provider's person leaves it, a tenant is suspended.
        const concerned = [
          `tenant ${caller.tenantId}`,
          ...(identity!.session ? [`person ${identity!.session.personId}`] : []),
        ]
        const heard = await database
          .listen('holdfast_access', {
            notice: async (payload) => {
              const mine = concerned.includes(payload) || (!identity!.session && payload.startsWith('person '))
              if (mine && !(await mayStill())) stop.abort()
            },
          })
          .catch(() => undefined)
        try {
          reply.raw.write(`retry: 2000\nid: ${after}\nevent: ready\ndata: {}\n\n`)
          const asked = query.topics ? query.topics.split(',').filter(Boolean) : undefined
          const topics = asked && { topics: [...asked, ...aboutPeople] }
          const scope = scopeOf(caller)
          const following = { tenantId: caller.tenantId, after, signal: stop.signal, scope, ...topics }
          for await (const each of follow(database, following)) {
            if (each.kind === 'message' && isAmong(aboutPeople, each.topic)) {
              if (!(await mayStill())) break
              // Whom they name is for those who may look at people.
              if (caller.scope !== undefined && !caller.permissions.has('members:read')) continue
              if (asked && !isAmong(asked, each.topic)) continue
            }
            // Not a message more by a scope that was taken away.
            if (caller.scope !== undefined && !(await mayStill())) break
            const [event, data] = each.kind === 'anew' ? ['anew', {}] : [each.topic, { at: each.at, body: each.body }]
            reply.raw.write(`id: ${each.seq}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
            if (reply.raw.writableLength > mostBuffered) reply.raw.destroy()
          }
        } catch (error) {
          raw.log.warn({ err: error }, 'event stream broke')
        } finally {
          clearInterval(beat)
          await heard?.close()
          options.ending.removeEventListener('abort', end)
          const left = (open.get(caller.id) ?? 1) - 1
          if (left > 0) open.set(caller.id, left)
          else open.delete(caller.id)
          reply.raw.end()
        }
        return undefined
      },
    }),
  ]
}

function isAmong(topics: readonly string[], topic: string): boolean {
  return topics.some((each) => each === topic || (each.endsWith('.') && topic.startsWith(each)))
}

/** The number that the client has seen, or the present one. */
async function startAt(database: Database, tenantId: number, lastEventId: unknown): Promise<number> {
  if (typeof lastEventId === 'string' && /^\d{1,15}$/.test(lastEventId)) return Number(lastEventId)
  const head = await database.asTenant(
    tenantId,
    (tx) => tx.first<{ seq: number }>('select seq from outbox_head where tenant_id = $1', [tenantId]),
    { readOnly: true },
  )
  return head?.seq ?? 0
}
