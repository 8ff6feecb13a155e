import { readdirSync, readFileSync } from 'node:fs'
import type pg from 'pg'
import { withoutIndexes } from './without-indexes.ts'

/** How large an installation is filled. */
export interface InstallationSize {
  /** Customers of the provider, the large one with half of all assets among them. */
  readonly tenants: number
  readonly assets: number
  /** Per asset of the large one; the others' have ten. */
  readonly findings: number
}

/**
 * Fills a migrated database that holds one provider, by sets and as its superuser: triggers rest, and what they would have counted is counted at the end.
 * Ends with `vacuum analyze`.
 */
export async function fillInstallation(
  admin: pg.Client,
  provider: number,
  size: InstallationSize,
  log: (line: string) => void,
): Promise<void> {
  const settings = { ...size, provider }
  await admin.query(`set search_path = holdfast, public; set session_replication_role = replica; select setseed(0.5)`)
  await admin.query(`set work_mem = '256MB'; set maintenance_work_mem = '512MB'; set synchronous_commit = off`)
  for (const [name, value] of Object.entries(settings)) await admin.query(`set bench.${name} = '${value}'`)
  const folder = new URL('fill/', import.meta.url)
  const run = async (what: string, work: () => Promise<unknown>) => {
    const started = performance.now()
    await work()
    log(`${what}: ${((performance.now() - started) / 1000).toFixed(1)} s`)
  }
  const files = readdirSync(folder).sort()
  await run('indexes', () =>
    withoutIndexes(admin, async () => {
      for (const file of files) await run(file, () => runFile(admin, new URL(file, folder)))
    }),
  )
  await run('vacuum', () => admin.query('vacuum analyze'))
  await admin.query('reset session_replication_role; reset search_path; reset work_mem')
}

async function runFile(admin: pg.Client, file: URL): Promise<void> {
  const statements = readFileSync(file, 'utf8').split(/;\n/)
  for (const statement of statements) if (statement.trim() !== '') await admin.query(statement)
}
