/** The databases of rpm, in all formats it has written: sqlite, ndb and Berkeley DB. */
export {
  type RpmDatabaseFormat,
  type RpmDatabaseOptions,
  readRpmDatabase,
  rpmDatabaseFiles,
  rpmDatabaseFolders,
} from './database.ts'
export { parseSourceRpm, type RpmFile, type RpmPackage, rpmPurl, rpmVersion } from './package.ts'
