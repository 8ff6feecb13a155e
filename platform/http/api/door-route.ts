import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Static, TSchema } from 'typebox'
import type { Permission } from '../../contract/index.ts'
import type { HttpContext } from '../context.ts'
import type { Identity } from '../request/identify-caller.ts'
import { ownSession } from '../request/own-session.ts'
import { validator } from '../request/validate.ts'
import { apiRoot, countRequest, permitCaller } from './mount-routes.ts'

/** A route that needs the request and reply themselves: cookies, streams. Described like any other. */
export interface DoorRoute<Body extends TSchema = TSchema, Query extends TSchema = TSchema> {
  readonly method: 'GET' | 'POST' | 'DELETE'
  /** Below `/api/v1`. */
  readonly path: string
  readonly summary: string
  /**
   * `nobody`: needs no caller. `anybody`: any caller. `session`: a person by the cookie of their session, not a token.
   * Otherwise the permission that the caller must have.
   */
  readonly needs: 'nobody' | 'anybody' | 'session' | Permission
  readonly query?: Query
  readonly body?: Body
  readonly reply?: TSchema
  /** Of the reply; `application/json` unless told. */
  readonly mediaType?: string
  readonly status?: number
  handle(request: {
    readonly raw: FastifyRequest
    readonly reply: FastifyReply
    readonly body: Static<Body>
    readonly query: Static<Query>
    readonly identity: Identity | undefined
  }): Promise<unknown>
}

/** Keeps the types of the schemas together with their handler. */
export function doorRoute<Body extends TSchema, Query extends TSchema>(route: DoorRoute<Body, Query>): DoorRoute {
  return route as unknown as DoorRoute
}

/** True for needs that are a permission, such as `asset:read`. */
export function isPermission(needs: DoorRoute['needs']): needs is Permission {
  return needs.includes(':')
}

/** Mounts them below `/api/v1`. What a handler gives is sent as JSON unless it took the reply over. */
export function mountDoorRoutes(app: FastifyInstance, context: HttpContext, routes: readonly DoorRoute[]): void {
  for (const route of routes) {
    const checkQuery = validator(route.query, 'query')
    const checkBody = validator(route.body, 'body')
    app.route({
      method: route.method,
      url: `${apiRoot}${route.path}`,
      handler: async (request, reply) => {
        if (route.needs === 'nobody') countRequest(reply, context.limits.address, request.ip, 'address')
        else permitCaller(context, request, reply, isPermission(route.needs) ? route.needs : undefined)
        const { identity } = request.facts
        if (route.needs === 'session') ownSession(identity)
        reply.header('cache-control', 'no-store').code(route.status ?? 200)
        const query = checkQuery(request.query)
        const body = checkBody(request.body)
        const answer = await route.handle({ raw: request, reply, query, body, identity })
        return answer === undefined ? reply : reply.send(answer)
      },
    })
  }
}
