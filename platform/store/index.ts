// The face of the store: the home directory, the database in it or elsewhere, its schema, and the one door to it.

export type { FileLock } from '../lock/index.ts'
export { describeSchema } from './catalogue/describe-schema.ts'
export { platformParts } from './catalogue/platform-parts.ts'
export { type SchemaProblem, schemaProblems } from './catalogue/schema-problems.ts'
export { createTenant, type NewTenant } from './create-tenant.ts'
export type { ConnectionSettings } from './door/connection-settings.ts'
export { isTransient } from './door/explain-query-error.ts'
export { holdTenant, tryHoldTenant } from './door/hold-tenant.ts'
export { jsonOfText } from './door/json-of-text.ts'
export type { NoticeHandler } from './door/listener.ts'
export { type Database, type OpenDatabaseOptions, openDatabase } from './door/open-database.ts'
export type { SlowQuery } from './door/pool-transaction.ts'
export type { PoolStats } from './door/role-pool.ts'
export type { TransactionOptions, TransactionScope } from './door/run-transaction.ts'
export type { CopySource, NamedQuery, Result, TextRows, Transaction } from './door/transaction.ts'
export { withinScope } from './door/within-scope.ts'
export { readEmbeddedAccess } from './embedded/embedded-access.ts'
export {
  type EmbeddedEvent,
  type EmbeddedOptions,
  type EmbeddedServer,
  startEmbedded,
} from './embedded/start-embedded.ts'
export { type Home, homePath, lockHome, openHome } from './home/open-home.ts'
export { type MigrateOptions, migrate, storePart } from './migrate/migrate.ts'
export type { Part } from './migrate/read-migrations.ts'
export { type SchemaWatch, watchSchema } from './migrate/schema-watch.ts'
export { isPublicId, newPublicId } from './public-id.ts'
export { dropInSets } from './retention/drop-in-sets.ts'
export { forgetPastRows } from './retention/forget-past-rows.ts'
export { ownKeptDays } from './retention/kept-days.ts'
export type { DatabaseAccess, LoginRole } from './roles/database-access.ts'
export { externalAccess } from './roles/external-access.ts'
export { missingRights } from './roles/missing-rights.ts'
export { DatabaseUnavailable, StoreError, type StoreErrorCode } from './store-error.ts'
