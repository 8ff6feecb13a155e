/** What is inside of a backup, in the order in which it stands there. */
export interface Head {
  readonly schemaVersion: 1
  /** RFC 3339. */
  readonly madeAt: string
  readonly program: string
  readonly database: { readonly kind: 'embedded' | 'external'; readonly version: string }
  /** Every file that had been applied to the database. */
  readonly migrations: readonly AppliedMigration[]
  /** In the order in which they refer to each other, partitions in place of the tables they are of. */
  readonly tables: readonly TableHead[]
  readonly partitions: readonly Partition[]
  readonly sequences: readonly SequenceHead[]
  /** Tables that are there and are left out on purpose. */
  readonly leftOut: readonly string[]
}

export interface AppliedMigration {
  readonly part: string
  readonly number: number
  readonly name: string
  readonly digest: string
}

export interface TableHead {
  readonly name: string
  readonly columns: readonly { readonly name: string; readonly type: string }[]
}

export interface Partition {
  readonly name: string
  readonly of: string
  /** As `pg_get_expr(relpartbound)` tells it. */
  readonly bound: string
}

export interface SequenceHead {
  readonly name: string
  /** Null when it was never asked. */
  readonly last: string | null
}

/** Counts of one table: rows, bytes of COPY's text, and the SHA-256 of it in hexadecimal. */
export interface TableEnd {
  readonly name: string
  readonly rows: number
  readonly bytes: number
  readonly digest: string
}

export interface End {
  readonly tables: readonly TableEnd[]
  readonly secrets: number
  readonly rows: number
  readonly bytes: number
}

/** A file of the home directory that a restored installation needs. */
export interface SecretFile {
  /** Relative to the home: `keys/server.key`. */
  readonly path: string
  readonly mode: number
  readonly content: Buffer
}

/** One letter each, in the file. */
export const recordKinds = { head: 'H', secret: 'S', table: 'T', data: 'D', tableEnd: 'E', end: 'Z' } as const
export type RecordKind = (typeof recordKinds)[keyof typeof recordKinds]

export const longestData = 256 * 1024
/** Of the head and the end, which grow with the number of tables and partitions. */
export const longestJson = 64 * 1024 * 1024

/** A record: its letter, four bytes of length, its bytes. */
export function encodeRecord(kind: RecordKind, content: Buffer | object): Buffer {
  const bytes = Buffer.isBuffer(content) ? content : Buffer.from(JSON.stringify(content))
  const head = Buffer.alloc(5)
  head.write(kind, 'latin1')
  head.writeUInt32BE(bytes.length, 1)
  return Buffer.concat([head, bytes])
}
