import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Permission } from '../../contract/index.ts'
import { guestRole } from '../../tenants/index.ts'
import type { HttpContext } from '../context.ts'
import { Problem } from '../conventions/problem.ts'
import { credentialsOf } from '../create-app.ts'
import { noneMatches } from '../reply/etag.ts'
import { readKey } from '../request/idempotency.ts'
import { type Identity, identifyCaller } from '../request/identify-caller.ts'
import { isSearchable, type PreparedRoute } from './prepared-route.ts'
import { type RouteReply, runRoute } from './run-route.ts'
import { StreamSlots, streamRoute } from './stream-route.ts'

/** Where routes live; their paths are below it. */
export const apiRoot = '/api/v1'

/** Mounts prepared routes below `/api/v1`, with permission, rate limit and the conventions of every reply. */
export function mountRoutes(app: FastifyInstance, context: HttpContext, routes: readonly PreparedRoute[]): void {
  const slots = new StreamSlots()
  for (const prepared of routes) {
    const { route } = prepared
    const handle = async (request: FastifyRequest, reply: FastifyReply, search: boolean) => {
      const identity = permitCaller(context, request, reply, route.permission)
      const aborted = new AbortController()
      reply.raw.once('close', () => {
        if (!reply.raw.writableEnded) aborted.abort(new Problem(499, 'closed', 'The client went away.'))
      })
      const call = {
        identity,
        params: request.params,
        query: search ? textsOf(request.body) : request.query,
        body: search ? undefined : request.body,
        url: request.url,
        ifMatch: request.headers['if-match'],
        idempotencyKey: search ? undefined : readKey(request.headers['idempotency-key']),
        address: request.ip,
        traceId: request.id,
        signal: aborted.signal,
      }
      if (route.streams) {
        const stillPermitted = async () => {
          const now = await identifyCaller(context.database, credentialsOf(request), context.permissions)
          const { tenantId, scope } = identity.caller
          return (
            now?.caller.tenantId === tenantId &&
            now.caller.scope === scope &&
            now.caller.permissions.has(route.permission)
          )
        }
        const onFailure = (error: unknown) => request.log.error({ err: error }, 'stream broke')
        await streamRoute(context, prepared, { ...call, reply, stillPermitted, onFailure }, slots)
        return reply
      }
      const answer = await runRoute(context, prepared, call)
      return send(request, reply, answer)
    }
    const url = `${apiRoot}${route.path}`
    app.route({
      method: route.method,
      url,
      ...(route.bodyLimit !== undefined && { bodyLimit: route.bodyLimit }),
      handler: (request, reply) => handle(request, reply, false),
    })
    if (isSearchable(route)) {
      app.route({ method: 'POST', url: `${url}/search`, handler: (request, reply) => handle(request, reply, true) })
    }
  }
}

/** The caller when they may do this, after counting the request. Throws Problem 401, 403, 429. */
export function permitCaller(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
  permission: Permission | undefined,
): Identity {
  const { identity } = request.facts
  if (!identity) {
    countRequest(reply, context.limits.address, request.ip, 'address')
    throw new Problem(401, 'not-signed-in', 'Sign in, or send a valid token as "Authorization: Bearer hfst_…".', {
      headers: { 'www-authenticate': 'Bearer realm="holdfast"' },
    })
  }
  const { caller } = identity
  countRequest(reply, context.limits.tenant, String(caller.tenantId), 'tenant')
  const bounded = context.quotas.limiterOf(caller.tenantId)
  if (bounded) countRequest(reply, bounded, String(caller.tenantId), 'provider')
  countRequest(reply, context.limits.caller, caller.id, 'caller')
  if (permission && identity.lacks) {
    throw new Problem(
      403,
      'second-factor-missing',
      'This organisation demands a second factor. Set one up in your account, then go on.',
    )
  }
  if (permission && !caller.permissions.has(permission)) {
    if (identity.role === guestRole.name)
      throw new Problem(
        403,
        'guest-tenant',
        `This tenant was opened for one campaign, and ${permission} is no part of that. Ask who runs this server for a tenant of your own.`,
      )
    throw new Problem(403, 'not-permitted', `This needs the permission ${permission}, which an owner can give you.`)
  }
  return identity
}

/** Tells the rate limit (draft-ietf-httpapi-ratelimit-headers) and refuses what is above it. Throws Problem 429. */
export function countRequest(
  reply: FastifyReply,
  limiter: HttpContext['limits']['caller'],
  key: string,
  policy: string,
): void {
  const decision = limiter.take(key)
  const { quota, windowSeconds } = limiter.limit
  reply.header('ratelimit-policy', `"${policy}";q=${quota};w=${windowSeconds}`)
  reply.header('ratelimit', `"${policy}";r=${decision.remaining};t=${decision.resetSeconds}`)
  if (decision.allowed) return
  throw new Problem(429, 'too-many-requests', `More than ${quota} requests in ${windowSeconds} s.`, {
    headers: { 'retry-after': String(Math.max(1, Math.ceil(windowSeconds / quota))) },
  })
}

function send(request: FastifyRequest, reply: FastifyReply, answer: RouteReply): FastifyReply {
  reply.header('cache-control', 'no-store')
  if (answer.etag) {
    reply.header('etag', answer.etag)
    if (noneMatches(request.headers['if-none-match'], answer.etag)) return reply.code(304).send()
  }
  if (answer.location) reply.header('location', answer.location)
  if (answer.replayed) reply.header('idempotent-replayed', 'true')
  return reply.code(answer.status).type('application/json; charset=utf-8').send(answer.body)
}

/** The body of a search stands for the query of the same list: numbers are as good as their digits. */
function textsOf(body: unknown): unknown {
  if (body === undefined || body === null) return {}
  if (typeof body === 'object' && !Array.isArray(body)) return body
  throw new Problem(422, 'invalid-request', '/body must be an object with the parameters of the list.', {
    errors: [{ pointer: '/body', code: 'type', message: 'must be object' }],
  })
}
