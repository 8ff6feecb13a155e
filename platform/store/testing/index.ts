// For tests of every part: databases of their own on servers that are shared.
export { describeSchema } from '../catalogue/describe-schema.ts'
export { everyPart } from './every-part.ts'
export { startForTest, temporaryHome } from './temporary-home.ts'
export { type TestDatabase, type TestDatabaseOptions, testDatabase } from './test-database.ts'
export { type TestServer, testServers } from './test-servers.ts'
