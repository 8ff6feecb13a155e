import { randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { TLSSocket } from 'node:tls'
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify'
import type { Door } from '../access/index.ts'
import type { HttpContext, RequestFacts } from './context.ts'
import { Problem } from './conventions/problem.ts'
import { asProblem, problemBody, problemType } from './reply/problem-reply.ts'
import { securityHeaders } from './reply/security-headers.ts'
import { checkValues } from './request/check-values.ts'
import { guardHost, guardOrigin } from './request/guard-origin.ts'
import { type Credentials, identifyCaller, isByCookie } from './request/identify-caller.ts'

declare module 'fastify' {
  interface FastifyRequest {
    facts: RequestFacts
  }
}

/** Names the tenant that a request is meant for; optional. */
const tenantHeader = 'x-holdfast-tenant'

/**
 * The application behind both doors: guards, identity, errors and logging; routes are mounted on it. Which door a
 * request came through is told by its socket.
 */
export function createApp(context: HttpContext, logger: FastifyBaseLogger): FastifyInstance {
  const app = Fastify({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'traceId' }),
    bodyLimit: context.bodyLimit,
    genReqId: traceId,
    routerOptions: { maxParamLength: 500, ignoreTrailingSlash: false },
    // An address that cannot be read gets here without having passed any hook.
    frameworkErrors: (error, request, reply) => {
      greet(request as FastifyRequest, reply as FastifyReply)
      sendFailure(error, request as FastifyRequest, reply as FastifyReply)
    },
  })
  app.decorateRequest('facts')
  app.setErrorHandler(sendFailure)
  parseJson(app)
  app.addHook('onRequest', async (request, reply) => {
    const door = greet(request, reply)
    guardHost({ door, headers: request.headers })
    const credentials = credentialsOf(request)
    guardOrigin({ method: request.method, door, headers: request.headers, byCookie: isByCookie(credentials) })
    if (!needsIdentity(request.url)) return
    request.facts.identity = await identifyCaller(context.database, credentials, context.permissions)
    guardTenant(request)
  })
  app.addHook('preValidation', async (request) => {
    checkValues(request.query, '/query')
    checkValues(request.params, '/params')
    if (!Buffer.isBuffer(request.body)) checkValues(request.body, '/body')
  })
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none'
    const seconds = reply.elapsedTime / 1000
    const labels = { method: request.method, route, status: String(reply.statusCode) }
    context.metrics.duration('holdfast_http_request_seconds', 'Time to answer, by route and status.', seconds, labels)
    // Sources speak all the time.
    const level = request.url.startsWith('/agent/') ? 'debug' : 'info'
    request.log[level](
      {
        method: request.method,
        path: request.url.split('?')[0],
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime),
        door: request.facts?.door,
        caller: request.facts?.identity?.caller.id,
        tenant: request.facts?.identity?.tenant.id,
      },
      'request',
    )
  })
  return app
}

/** What a request brings to show who it is from. */
export function credentialsOf(request: FastifyRequest): Credentials {
  const { authorization, cookie } = request.headers
  return { door: request.facts.door, authorization, cookie, address: request.ip }
}

/**
 * A page says for which tenant it asks: one that was left behind in another tab must not show or change what is of the tenant that its person went to. What
 * asks where one is, and goes elsewhere, is answered anyhow. Throws Problem 409.
 */
function guardTenant({ facts: { identity }, headers, url }: FastifyRequest): void {
  const meant = headers[tenantHeader]
  if (
    meant === undefined ||
    !identity ||
    identity.tenant.id === meant ||
    /^\/api\/v1\/(session|invitation)\b/.test(url)
  )
    return
  throw new Problem(
    409,
    'other-tenant',
    'This sign-in went to another tenant meanwhile. Go back there, or go on in the other one.',
  )
}

/** Notes the door, and sets what every reply carries. */
function greet(request: FastifyRequest, reply: FastifyReply): Door {
  const door = (request.raw.socket as Partial<TLSSocket>).encrypted ? 'tls' : 'loopback'
  request.facts = { door }
  reply.headers(securityHeaders(door))
  reply.header('x-trace-id', request.id)
  return door
}

/** The API knows its callers; the agent's routes, the web interface's files and the health checks do not. */
function needsIdentity(url: string): boolean {
  return url.startsWith('/api/') || url.startsWith('/metrics')
}

/** The trace id of a request: the one that the client's `traceparent` (W3C Trace Context) carries, or a new one. */
function traceId(request: { headers: IncomingMessage['headers'] }): string {
  const given = /^00-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/.exec(String(request.headers.traceparent ?? ''))?.[1]
  return given && !/^0+$/.test(given) ? given : randomBytes(16).toString('hex')
}

/** JSON only, as UTF-8; an empty body is no body. Prototype keys are refused. */
function parseJson(app: FastifyInstance) {
  const parse = app.getDefaultJsonParser('error', 'error')
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(
    ['application/json', 'application/merge-patch+json'],
    { parseAs: 'buffer' },
    (request, body, done) => {
      if (body.length === 0) return done(null, undefined)
      let text: string
      try {
        text = new TextDecoder('utf-8', { fatal: true }).decode(body as Buffer)
      } catch (cause) {
        return done(new Problem(400, 'invalid-json', 'The body is not UTF-8.', { cause }))
      }
      parse(request, text, done)
    },
  )
}

function sendFailure(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const problem = asProblem(error)
  if (!problem || problem.status >= 500) request.log.error({ err: error }, 'request failed')
  const known =
    problem ?? new Problem(500, 'internal', 'Something went wrong here. The log has the details under this trace id.')
  const status = known.status === 499 ? 400 : known.status
  return reply
    .code(status)
    .headers({ ...known.headers, 'cache-control': 'no-store' })
    .type(problemType)
    .send(JSON.stringify(problemBody(known, request)))
}
