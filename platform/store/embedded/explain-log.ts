import { StoreError } from '../store-error.ts'

const known: readonly (readonly [RegExp, (where: string) => StoreError])[] = [
  [
    /No space left on device|Disk quota exceeded/i,
    (where) =>
      new StoreError(
        'disk-full',
        `The disk is full: the database at ${where} cannot be written. Free some space, then try again.`,
      ),
  ],
  [
    /is too long \(maximum/i,
    (where) =>
      new StoreError(
        'path-too-long',
        `The path of the database's socket is too long. Choose a shorter HOLDFAST_HOME than ${where}.`,
      ),
  ],
  [
    /Permission denied|has wrong ownership|has invalid permissions/i,
    (where) =>
      new StoreError(
        'home-permission',
        `The database's account may not use ${where}. Its owner and mode were changed, or a folder above is closed.`,
      ),
  ],
  [
    /database files are incompatible with server/i,
    (where) => new StoreError('database-major-changed', `${where} was written by another major version of PostgreSQL.`),
  ],
]

/** One clear error from what initdb or postgres wrote before it gave up. `output` is quoted by its last telling line only. */
export function explainLog(output: string, where: string): StoreError {
  for (const [pattern, make] of known) if (pattern.test(output)) return make(where)
  const lines = output.split('\n').filter((line) => line.trim() !== '')
  const telling =
    lines.findLast((line) => /(FATAL|PANIC|error|could not)/i.test(line)) ?? lines.at(-1) ?? 'it said nothing'
  return new StoreError(
    'database-start-failed',
    `The database at ${where} does not start: ${telling.trim().slice(0, 300)}`,
  )
}
