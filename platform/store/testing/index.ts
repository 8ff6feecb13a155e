// For tests of every part: databases of their own on servers that are shared.
export { type TestDatabase, type TestDatabaseOptions, testDatabase } from './test-database.ts'
export { type TestServer, testServers } from './test-servers.ts'
