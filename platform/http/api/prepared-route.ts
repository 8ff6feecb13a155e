import type { Route } from '../../contract/index.ts'
import { validator } from '../request/validate.ts'

/** A route with its checks, and the route whose reply is the resource that it changes. */
export interface PreparedRoute {
  readonly route: Route
  readonly checkParams: (value: unknown) => unknown
  readonly checkQuery: (value: unknown) => unknown
  readonly checkBody: (value: unknown) => unknown
  /** For PUT, PATCH and DELETE: the GET whose ETag an `If-Match` is compared with. */
  readonly resource: Route | undefined
}

/** Prepares routes for mounting. Throws for two routes in one place, and for a change of something that cannot be read. */
export function prepareRoutes(routes: readonly Route[]): PreparedRoute[] {
  const readable = new Map(routes.filter(({ method }) => method === 'GET').map((route) => [route.path, route]))
  const seen = new Set<string>()
  return routes.map((route) => {
    const name = `${route.method} ${route.path}`
    const place = name.replace(/:\w+/g, ':')
    if (seen.has(place)) throw new Error(`route ${name}: there is one already`)
    seen.add(place)
    if (!/^(\/[a-z][a-z0-9-]*|\/:[a-z][A-Za-z]*)+$/.test(route.path)) throw new Error(`route ${name}: odd path`)
    const changes = route.method === 'PUT' || route.method === 'PATCH' || route.method === 'DELETE'
    const resource = changes ? readable.get(route.path) : undefined
    if (changes && !resource) throw new Error(`route ${name}: there is no GET ${route.path} to compare If-Match with`)
    if (changes && !route.writes) throw new Error(`route ${name}: must say that it writes`)
    return {
      route,
      checkParams: validator(route.params, 'params'),
      checkQuery: validator(route.query, 'query'),
      checkBody: validator(route.body, 'body'),
      resource,
    }
  })
}

/** True for a list that the query language filters: it can also be asked by POST, since a query may be long. */
export function isSearchable(route: Route): boolean {
  const properties = (route.query as { properties?: Record<string, unknown> } | undefined)?.properties
  return route.method === 'GET' && properties !== undefined && 'q' in properties
}
