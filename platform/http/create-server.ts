import type { FastifyBaseLogger, FastifyInstance, FastifyRequest } from 'fastify'
import { RateLimiter } from '../access/index.ts'
import type { Permission, Route, StateFacts, TenantTransaction } from '../contract/index.ts'
import { EgressGuard } from '../notify/index.ts'
import { lookUpTextsBy } from '../sign-in/index.ts'
import type { Database } from '../store/index.ts'
import { derivedKey, SecretBox } from '../trust/index.ts'
import { type AgentOptions, mountAgentRoutes } from './agent/agent-routes.ts'
import { auditWrite } from './api/audit-write.ts'
import { type DoorRoute, isPermission, mountDoorRoutes } from './api/door-route.ts'
import { apiRoot, mountRoutes } from './api/mount-routes.ts'
import { prepareRoutes } from './api/prepared-route.ts'
import type { HttpContext, WriteRecord } from './context.ts'
import { createApp, credentialsOf } from './create-app.ts'
import { mountDocs } from './docs/docs-page.ts'
import { openApi } from './docs/open-api.ts'
import { eventRoutes } from './events/event-stream.ts'
import { mountHealth, type ReadyCheck } from './observe/health.ts'
import { Metrics } from './observe/metrics.ts'
import { CursorSeal } from './request/cursor.ts'
import { identifyCaller } from './request/identify-caller.ts'
import { TenantQuotas } from './request/tenant-quotas.ts'
import { domainRoutes } from './routes/domain-routes.ts'
import { peopleRoutes } from './routes/people-routes.ts'
import { securityRoutes } from './routes/security-routes.ts'
import { serviceAccountRoutes } from './routes/service-account-routes.ts'
import { tokenRoutes } from './routes/token-routes.ts'
import { accountRoutes } from './session/account-routes.ts'
import { guestRoutes } from './session/guest-routes.ts'
import { joinRoutes } from './session/join-routes.ts'
import { ownSessionRoutes } from './session/own-session-routes.ts'
import { passkeyRoutes } from './session/passkey-routes.ts'
import { passwordRoutes } from './session/password-routes.ts'
import { providerSignInRoutes } from './session/provider-routes.ts'
import { resetRoutes } from './session/reset-routes.ts'
import { sessionRoutes } from './session/session-routes.ts'
import { switchRoutes } from './session/switch-routes.ts'
import { mountTokenEndpoint } from './session/token-endpoint.ts'
import { waysRoutes } from './session/ways-route.ts'
import { mountWebFiles, mountWithoutWeb } from './web/web-files.ts'

export interface ServerOptions {
  readonly database: Database
  /** Of the platform and of all apps. */
  readonly routes: readonly Route[]
  readonly doorRoutes?: readonly DoorRoute[]
  /** Permissions that exist beside those that routes name. */
  readonly permissions?: readonly Permission[]
  /** 32 secret bytes, the same in all server processes of an installation. */
  readonly key: Buffer
  readonly version: string
  readonly logger: FastifyBaseLogger
  readonly ready?: ReadyCheck
  /** What routes store facts with; without it those that do fail. */
  readonly stateFacts?: StateFacts
  /** Notes each write inside its transaction; into the audit log unless told. */
  readonly onWrite?: (tx: TenantTransaction, record: WriteRecord) => Promise<void>
  /** What sources speak with; without it nobody can enrol. */
  readonly agent?: Omit<AgentOptions, 'ending'>
  /** How people reach this server, for links that are handed on: `https://holdfast.example:8443`. */
  readonly address?: () => string
  /** Folder of the built web interface. */
  readonly web?: string
  readonly metrics?: Metrics
  /** What the server may speak to outside; public addresses only unless told. */
  readonly egress?: EgressGuard
  /** Name servers for proofs of domains, `address[:port]`; those of this machine unless told. */
  readonly nameServers?: readonly string[]
  /** Of event streams; 15,000 unless told. */
  readonly heartbeatMs?: number
  /** Requests a minute: per caller, per tenant, per address that is not signed in. */
  readonly limits?: { readonly caller?: number; readonly tenant?: number; readonly address?: number }
}

export interface HttpServer {
  readonly app: FastifyInstance
  readonly context: HttpContext
  readonly routes: readonly Route[]
  readonly doorRoutes: readonly DoorRoute[]
  readonly openApi: Readonly<Record<string, unknown>>
  /** Ends event streams and the wait for commands: what would otherwise hold a door open that is to be closed. */
  endWaiting(): void
}

const takesNoFacts: StateFacts = async () => {
  throw new Error('this server was made without a way to store facts')
}

/** Builds the application with everything mounted; doors are opened on `app.routing` after `app.ready()`. */
export function createServer(options: ServerOptions): HttpServer {
  const { database, version, limits = {} } = options
  const perMinute = (quota: number) => new RateLimiter({ quota, windowSeconds: 60 })
  const permissions = new Set<Permission>([
    'metrics:read',
    'owners:write',
    'tenants:enter',
    'views:share',
    'boards:share',
    ...(options.permissions ?? []),
  ])
  const identify = (request: FastifyRequest) => identifyCaller(database, credentialsOf(request), permissions)
  const seal = new SecretBox(derivedKey(options.key, 'secrets'))
  const egress = options.egress ?? new EgressGuard([])
  const oidc = {
    database,
    box: seal,
    resolve: (host: string) => egress.resolve(host),
    lookUpTexts: lookUpTextsBy(options.nameServers),
  }
  const ending = new AbortController()
  const events = {
    database,
    identify,
    ending: ending.signal,
    ...(options.heartbeatMs && { heartbeatMs: options.heartbeatMs }),
  }
  const doorRoutes = [
    ...sessionRoutes({ database, version }),
    ...joinRoutes(database),
    ...guestRoutes(database),
    ...passwordRoutes({ database, seal }),
    ...accountRoutes({ database, seal }),
    ...resetRoutes(database, () => context.permissions),
    ...passkeyRoutes(database),
    ...providerSignInRoutes(oidc),
    ...waysRoutes(database),
    ...ownSessionRoutes(database),
    ...switchRoutes(database),
    ...eventRoutes(events),
    ...(options.doorRoutes ?? []),
  ]
  const routes = [
    ...peopleRoutes(() => permissions, options.address ?? (() => '')),
    ...tokenRoutes(() => permissions),
    ...serviceAccountRoutes(() => permissions),
    ...securityRoutes({ all: () => permissions, oidc, address: options.address ?? (() => '') }),
    ...domainRoutes(oidc),
    ...options.routes,
  ]
  for (const { permission } of routes) permissions.add(permission)
  for (const { needs } of doorRoutes) if (isPermission(needs)) permissions.add(needs)
  const context: HttpContext = {
    database,
    quotas: new TenantQuotas(database),
    permissions,
    cursors: new CursorSeal(options.key),
    seal,
    metrics: options.metrics ?? new Metrics(),
    limits: {
      caller: perMinute(limits.caller ?? 1200),
      tenant: perMinute(limits.tenant ?? 6000),
      address: perMinute(limits.address ?? 300),
    },
    onWrite: options.onWrite ?? auditWrite,
    stateFacts: options.stateFacts ?? takesNoFacts,
    bodyLimit: 2 * 1024 * 1024,
  }
  const app = createApp(context, options.logger)
  mountRoutes(app, context, prepareRoutes(routes))
  mountDoorRoutes(app, context, doorRoutes)
  mountHealth(app, context, options.ready ?? (async () => []))
  const document = openApi({ routes, doorRoutes, version })
  const text = JSON.stringify(document)
  app.get(`${apiRoot}/openapi.json`, async (_, reply) =>
    reply.type('application/json; charset=utf-8').header('cache-control', 'no-cache').send(text),
  )
  mountDocs(app, document)
  mountTokenEndpoint(app, { database: options.database, permissions: context.permissions })
  if (options.agent) mountAgentRoutes(app, { ...options.agent, ending: ending.signal })
  if (options.web) mountWebFiles(app, options.web)
  else mountWithoutWeb(app)
  return { app, context, routes, doorRoutes, openApi: document, endWaiting: () => ending.abort() }
}
