import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { StoreError } from '../store-error.ts'

/** One owner of tables and the folder of its numbered migrations. */
export interface Part {
  /** `store`, `access`, `inventory` …: never changed, since it is recorded with each applied file. */
  readonly part: string
  readonly folder: URL
}

export interface Migration {
  readonly part: string
  readonly number: number
  readonly name: string
  readonly sql: string
  /** SHA-256 over the text with line ends as `\n`, in hex. */
  readonly digest: string
}

/** Reads the migrations of all parts in the order in which they apply. Throws `migration-invalid`. */
export async function readMigrations(parts: readonly Part[]): Promise<Migration[]> {
  const all: Migration[] = []
  for (const { part, folder } of parts) {
    if (!/^[a-z][a-z-]{1,30}$/.test(part)) throw invalid(part, 'has an odd name')
    if (parts.filter((other) => other.part === part).length > 1) throw invalid(part, 'is listed twice')
    all.push(...(await readFolder(part, fileURLToPath(folder))))
  }
  return all
}

async function readFolder(part: string, folder: string): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort()
  return Promise.all(
    names.map(async (file, index) => {
      const match = /^(\d{4})-([a-z0-9-]+)\.sql$/.exec(file)
      if (!match) throw invalid(part, `has a file ${file}; expected NNNN-name.sql`)
      if (Number(match[1]) !== index + 1) throw invalid(part, `has a file ${file} where number ${index + 1} is next`)
      const sql = (await readFile(join(folder, file), 'utf8')).replaceAll('\r\n', '\n')
      const digest = createHash('sha256').update(sql).digest('hex')
      return { part, number: index + 1, name: match[2]!, sql, digest }
    }),
  )
}

function invalid(part: string, reason: string): StoreError {
  return new StoreError('migration-invalid', `The part "${part}" of the schema ${reason}.`)
}
