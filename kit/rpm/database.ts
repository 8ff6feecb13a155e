import { type ByteView, type LazyReader, MalformedInput, ProblemList, type Reading } from '../reading/index.ts'
import { readBdbDatabase } from './bdb-database.ts'
import { type PackageOptions, readInstalledPackage } from './installed-package.ts'
import { readNdbDatabase } from './ndb-database.ts'
import type { RpmPackage } from './package.ts'
import { readSqliteDatabase } from './sqlite-database.ts'

/** Receives each header of a database with its number. */
export type OnHeader = (headerNumber: number, blob: ByteView) => void
export type OnTrouble = (message: string, offset: number) => void

export type RpmDatabaseFormat = 'sqlite' | 'ndb' | 'bdb'

export interface RpmDatabaseOptions extends PackageOptions {
  readonly format: RpmDatabaseFormat
  /** sqlite: the second input of the reader is `rpmdb.sqlite-wal`. */
  readonly withLog?: boolean
  /** Bytes; larger headers are problems. */
  readonly maxHeaderSize?: number
}

/** Database files by name, in the order in which rpm's tools would have migrated: the first one found counts. */
export const rpmDatabaseFiles: readonly { readonly fileName: string; readonly format: RpmDatabaseFormat }[] = [
  { fileName: 'rpmdb.sqlite', format: 'sqlite' },
  { fileName: 'Packages.db', format: 'ndb' },
  { fileName: 'Packages', format: 'bdb' },
]

/** Folders below the root where distributions keep the database. */
export const rpmDatabaseFolders: readonly string[] = ['/usr/lib/sysimage/rpm', '/var/lib/rpm', '/usr/share/rpm']

/** No real database comes near it; one whose entries all point to the same header would. Bytes. */
const maxTotalSize = 1 << 30

class TooMuch extends Error {}

/** Reads all installed packages. Never throws on malformed input; what was read before it stays. */
export function* readRpmDatabase(options: RpmDatabaseOptions): LazyReader<Reading<RpmPackage>> {
  const problems = new ProblemList()
  const items: RpmPackage[] = []
  const maxHeaderSize = options.maxHeaderSize ?? 1 << 26
  const trouble: OnTrouble = (message, offset) => problems.add(message, { offset })
  let totalSize = 0
  const onHeader: OnHeader = (headerNumber, blob) => {
    totalSize += blob.length
    if (totalSize > maxTotalSize) throw new TooMuch()
    try {
      items.push(readInstalledPackage(blob, options))
    } catch (error) {
      if (!(error instanceof MalformedInput)) throw error
      problems.add(error.message, { offset: error.offset, part: `header ${headerNumber}` })
    }
  }
  try {
    if (options.format === 'sqlite') yield* readSqliteDatabase(options.withLog ?? false, maxHeaderSize, onHeader)
    else if (options.format === 'ndb') yield* readNdbDatabase(maxHeaderSize, onHeader, trouble)
    else yield* readBdbDatabase(maxHeaderSize, onHeader, trouble)
  } catch (error) {
    if (error instanceof TooMuch) problems.add(`more than ${maxTotalSize} bytes of headers`)
    else if (error instanceof MalformedInput) trouble(error.message, error.offset)
    else throw error
  }
  return { items, problems: problems.list }
}
