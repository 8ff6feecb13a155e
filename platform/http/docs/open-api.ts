import { STATUS_CODES } from 'node:http'
import type { TSchema } from 'typebox'
import type { Route } from '../../contract/index.ts'
import { type DoorRoute, isPermission } from '../api/door-route.ts'
import { apiRoot } from '../api/mount-routes.ts'
import { isSearchable } from '../api/prepared-route.ts'

type Json = Record<string, unknown>

const tenantSchema = {
  type: 'object',
  required: ['id', 'name'],
  properties: { id: { type: 'string' }, name: { type: 'string' } },
  description: 'The tenant that this answer is about.',
}

const problemSchema = {
  type: 'object',
  description: 'A refusal or failure (RFC 9457).',
  required: ['type', 'title', 'status', 'detail', 'instance', 'code', 'traceId'],
  properties: {
    type: { type: 'string', description: 'Where the code is explained, on this server.' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string', description: 'What is wrong and what to do, for people.' },
    instance: { type: 'string' },
    code: { type: 'string', description: 'Stable; decide by it.' },
    traceId: { type: 'string', description: 'Finds this request in the log.' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['pointer', 'code', 'message'],
        properties: { pointer: { type: 'string' }, code: { type: 'string' }, message: { type: 'string' } },
      },
    },
  },
}

/** The OpenAPI 3.1 document of all routes, from their schemas alone. */
export function openApi(options: {
  routes: readonly Route[]
  doorRoutes: readonly DoorRoute[]
  version: string
}): Json {
  const paths: Record<string, Json> = {}
  const add = (method: string, path: string, operation: Json) => {
    const template = path.replace(/:(\w+)/g, '{$1}')
    paths[template] ??= {}
    paths[template][method.toLowerCase()] = operation
  }
  for (const route of options.doorRoutes) add(route.method, apiRoot + route.path, doorOperation(route))
  for (const route of options.routes) {
    add(route.method, apiRoot + route.path, operation(route))
    if (isSearchable(route)) add('POST', `${apiRoot}${route.path}/search`, searchOperation(route))
  }
  return {
    openapi: '3.1.0',
    jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema',
    info: {
      title: 'Holdfast',
      version: options.version,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      description:
        'Lists are paged by opaque cursors. Changes take If-Match and Idempotency-Key. Refusals are problems (RFC 9457).',
    },
    servers: [{ url: '/' }],
    security: [{ token: [] }, { cookie: [] }],
    paths: Object.fromEntries(Object.entries(paths).sort(([a], [b]) => (a < b ? -1 : 1))),
    components: {
      schemas: { Problem: problemSchema },
      responses: {
        Problem: {
          description: 'The request was refused or failed.',
          content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
        },
      },
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'An API token: hfst_…' },
        cookie: { type: 'apiKey', in: 'cookie', name: '__Host-holdfast', description: 'The session of a browser.' },
      },
    },
  }
}

function operation(route: Route): Json {
  const parameters = [...parametersOf(route.params, 'path'), ...parametersOf(route.query, 'query')]
  if (['PUT', 'PATCH', 'DELETE'].includes(route.method)) {
    parameters.push(header('If-Match', 'The ETag of the version that is changed.', true))
  }
  if (route.writes && route.method !== 'DELETE') {
    parameters.push(header('Idempotency-Key', 'The same key with the same request is carried out once.', false))
  }
  return {
    operationId: operationId(route.method, route.path),
    summary: route.summary,
    tags: [tagOf(route.path)],
    'x-permission': route.permission,
    ...(parameters.length > 0 && { parameters }),
    ...(route.body && { requestBody: content(route.body, true) }),
    responses: responsesOf(route),
  }
}

function searchOperation(route: Route): Json {
  return {
    operationId: `${operationId('POST', route.path)}Search`,
    summary: `${route.summary} (for a long query)`,
    tags: [tagOf(route.path)],
    'x-permission': route.permission,
    ...(route.params && { parameters: parametersOf(route.params, 'path') }),
    requestBody: content(route.query!, false),
    responses: responsesOf(route),
  }
}

/** What is streamed is of the types that the route tells; in other forms than JSON it is a text to the document. */
function responsesOf(route: Route): Json {
  const status = route.status ?? 200
  const all = responses(status, withTenant(route.reply), undefined)
  if (!route.streams) return all
  const { content: json } = all[status] as { content: Json }
  const streamed = route.streams.map((type) => [type, json[type] ?? { schema: { type: 'string' } }])
  return { ...all, [status]: { description: STATUS_CODES[status], content: Object.fromEntries(streamed) } }
}

function doorOperation(route: DoorRoute): Json {
  const parameters = parametersOf(route.query, 'query')
  return {
    operationId: operationId(route.method, route.path),
    summary: route.summary,
    tags: [tagOf(route.path)],
    ...(route.needs === 'nobody' && { security: [] }),
    ...(route.needs === 'session' && { security: [{ cookie: [] }] }),
    ...(isPermission(route.needs) && { 'x-permission': route.needs }),
    ...(parameters.length > 0 && { parameters }),
    ...(route.body && { requestBody: content(route.body, true) }),
    responses: responses(route.status ?? 200, route.reply as Json | undefined, route.mediaType),
  }
}

function responses(status: number, schema: Json | undefined, mediaType = 'application/json'): Json {
  const good = { description: STATUS_CODES[status], ...(schema && { content: { [mediaType]: { schema } } }) }
  return { [status]: good, default: { $ref: '#/components/responses/Problem' } }
}

function withTenant(reply: TSchema): Json {
  const { properties = {}, required = [], ...rest } = plain(reply) as { properties?: Json; required?: string[] }
  return {
    ...rest,
    type: 'object',
    required: [...required, 'tenant'],
    properties: { ...properties, tenant: tenantSchema },
  }
}

function parametersOf(schema: TSchema | undefined, place: 'path' | 'query'): Json[] {
  const { properties = {}, required = [] } = plain(schema) as { properties?: Record<string, Json>; required?: string[] }
  return Object.entries(properties).map(([name, { description, ...rest }]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    ...(description !== undefined && { description }),
    schema: rest,
  }))
}

function header(name: string, description: string, required: boolean): Json {
  return { name, in: 'header', required, description, schema: { type: 'string' } }
}

function content(schema: TSchema, required: boolean): Json {
  return { required, content: { 'application/json': { schema: plain(schema) } } }
}

function plain(schema: TSchema | undefined): Json {
  return schema ? (JSON.parse(JSON.stringify(schema)) as Json) : {}
}

/** `GET /assets/:asset/facts` is `getAssetsAssetFacts`. */
function operationId(method: string, path: string): string {
  const words = path.split(/[^A-Za-z0-9]+/).filter(Boolean)
  return method.toLowerCase() + words.map((word) => word[0]!.toUpperCase() + word.slice(1)).join('')
}

function tagOf(path: string): string {
  return path.split('/')[1]!
}
