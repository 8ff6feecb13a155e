import { readFileSync } from 'node:fs'
import type pg from 'pg'
import { withoutIndexes } from '../installation/without-indexes.ts'

export interface HoldersSize {
  readonly tenantId: number
  readonly assets: number
  /** How many have what the new advisory is about. */
  readonly fresh: number
}

/** Assets with packages that were judged once, by sets and as the superuser: triggers rest. The first few have facts, as all would. */
export async function fillHolders(admin: pg.Client, size: HoldersSize, log: (line: string) => void): Promise<void> {
  const began = performance.now()
  await admin.query(
    `set search_path = holdfast, public; set session_replication_role = replica; set synchronous_commit = off`,
  )
  await admin.query(`set work_mem = '256MB'; set maintenance_work_mem = '1GB'`)
  for (const [name, value] of Object.entries({ tenant: size.tenantId, assets: size.assets, fresh: size.fresh }))
    await admin.query(`set bench.${name} = '${value}'`)
  await withoutIndexes(admin, async () => {
    const file = readFileSync(new URL('fill-holders.sql', import.meta.url), 'utf8')
    for (const statement of file.split(/;\n/)) if (statement.trim() !== '') await admin.query(statement)
  })
  await admin.query('vacuum analyze')
  await admin.query('reset session_replication_role; reset search_path; reset work_mem; reset maintenance_work_mem')
  log(`${size.assets} assets filled in ${((performance.now() - began) / 1000).toFixed(0)} s`)
}
