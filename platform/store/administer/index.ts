// The second face of the store, for whoever works on a whole installation as its administrator: backup and restore.
// What runs all day has the door.
export { describeSchema } from '../catalogue/describe-schema.ts'
export { connectClient } from '../door/connect-client.ts'
export type { ConnectionSettings } from '../door/connection-settings.ts'
export { type ClusterPlaces, clusterPlaces } from '../embedded/cluster-places.ts'
export { writeDurably } from '../embedded/cluster-secrets.ts'
export { endProcessesOf, findPostmaster, stopPostmaster } from '../embedded/postmaster.ts'
export { checkServer } from '../migrate/check-server.ts'
export { allParts, connectAdmin, recordTable, runMigration, schemaLock } from '../migrate/migrate.ts'
export { type Migration, readMigrations } from '../migrate/read-migrations.ts'
export { ensureRoles } from '../roles/ensure-roles.ts'
export { ensureSchema } from '../roles/ensure-schema.ts'
