// The server's face to the outside: two doors, the conventions of the API, its documents.
export {
  type AgentArchive,
  type AgentFiles,
  type InstallPlace,
  installCommand,
} from './agent/agent-files.ts'
export { type AgentOptions, agentRoot } from './agent/agent-routes.ts'
export { type DoorRoute, doorRoute } from './api/door-route.ts'
export { platformJobs } from './bulk/platform-jobs.ts'
export type { HttpContext, WriteRecord } from './context.ts'
export * from './conventions/index.ts'
export { createServer, type HttpServer, type ServerOptions } from './create-server.ts'
export { type DoorOptions, type Doors, openDoors, PortError } from './doors/open-doors.ts'
export { assetFindingTokens } from './entities/finding-entity.ts'
export { platformAlertLists } from './entities/platform-alert-lists.ts'
export { platformEntities } from './entities/platform-entities.ts'
export { exportRoute } from './export/export-route.ts'
export type { ReadyCheck } from './observe/health.ts'
export { type Labels, Metrics } from './observe/metrics.ts'
export { requestHeader } from './request/guard-origin.ts'
export type { AgentModule } from './routes/fleet/fleet-routes.ts'
export { ruleTask } from './routes/fleet/rule-jobs.ts'
export { type PlatformServices, platformRoutes } from './routes/platform-routes.ts'
export { languageRoutes } from './search/language-routes.ts'
export { listRoute } from './search/list-route.ts'
export { readQuery } from './search/read-query.ts'
export type { Searchable } from './search/searchable.ts'
export { ensureCertificate, pinOf, type ServerTls, type TlsOptions } from './tls/ensure-certificate.ts'

/** The part's migrations. */
export const httpPart = { part: 'http', folder: new URL('./sql/', import.meta.url) } as const
