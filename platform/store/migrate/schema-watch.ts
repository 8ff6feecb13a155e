import type { Transaction } from '../door/transaction.ts'
import { StoreError } from '../store-error.ts'
import { type AppliedFile, readAppliedBy, unknownFiles } from './compare-schema.ts'
import { allParts } from './migrate.ts'
import { type Part, readMigrations } from './read-migrations.ts'

/** A migration that programs from before it cannot work with has a name that ends so. */
export const endsOlder = /(^|-)ends-older$/

export interface SchemaWatch {
  /** Words where the database is newer than this program, which goes on nevertheless. */
  ahead(): string | undefined
  /** Aborted with a StoreError `schema-newer` when this program must not go on with the database. */
  readonly ended: AbortSignal
  stop(): void
}

interface Asked {
  asPlatform<T>(
    work: (tx: Transaction) => Promise<T>,
    options: { readonly readOnly: true; readonly timeoutMs: number },
  ): Promise<T>
}

/**
 * Looks every `everyMs` whether a newer program has migrated the database under this running one. What was only added does
 * not concern it; a file whose name ends with `-ends-older` ends it, before it does what the new schema does not mean.
 */
export async function watchSchema(
  database: Asked,
  parts: readonly Part[],
  onAhead: (words: string) => void = () => {},
  everyMs = 2000,
): Promise<SchemaWatch> {
  const known = await readMigrations(allParts(parts))
  const ended = new AbortController()
  let words: string | undefined
  let timer: NodeJS.Timeout | undefined
  const look = async () => {
    // A database that does not answer is told of elsewhere.
    const applied = await database
      .asPlatform((tx) => readAppliedBy(tx, known.length), { readOnly: true, timeoutMs: 5000 })
      .catch(() => undefined)
    const news = applied ? unknownFiles(applied, known) : []
    const ending = news.find(({ name }) => endsOlder.test(name))
    if (ending) return ended.abort(new StoreError('schema-newer', endWords(ending)))
    const now = news.length > 0 ? aheadWords(news) : undefined
    if (now !== undefined && now !== words) onAhead(now)
    if (applied) words = now
    if (!stopped) timer = setTimeout(look, everyMs).unref()
  }
  let stopped = false
  await look()
  return {
    ahead: () => words,
    ended: ended.signal,
    stop() {
      stopped = true
      clearTimeout(timer)
    },
  }
}

const fileOf = ({ part, number, name }: AppliedFile) => `${part}/${String(number).padStart(4, '0')}-${name}.sql`

const aheadWords = (files: readonly AppliedFile[]) =>
  `The database was migrated by a newer Holdfast (${files.length} file${files.length === 1 ? '' : 's'}, the last is ${fileOf(files.at(-1)!)}). ` +
  'This older one goes on until it is stopped; start the newer program in its place.'

const endWords = (file: AppliedFile) =>
  `The database was migrated by a newer Holdfast, and ${fileOf(file)} leaves nothing that this older one could work with. Start the newer program in its place.`
