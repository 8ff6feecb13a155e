import { execFileSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { newBackupKey, restoreBackup, writeBackup } from '@holdfast/platform/backup'
import {
  createTenant,
  type EmbeddedServer,
  migrate,
  openDatabase,
  openHome,
  startEmbedded,
} from '@holdfast/platform/store'
import pg from 'pg'
import { serverFaces } from '../apps/server.ts'
import { allParts } from '../programs/server/parts.ts'
import type { Bench, Figure } from './bench.ts'

const parts = allParts(serverFaces)

export const bench: Bench = {
  name: 'backup',
  summary:
    'A backup of about 1 GB and its restore into an empty home (read twice, loaded, indexes, references, compared), beside pg_dump where installed.',
  async run({ scale, log }) {
    const folder = mkdtempSync(join(tmpdir(), 'hf-bench-backup-'))
    // The account of the database must be able to pass through.
    chmodSync(folder, 0o711)
    const home = openHome(join(folder, 'from'))
    const server = await startEmbedded(home)
    const figures: Figure[] = []
    const file = join(folder, 'whole')
    const key = newBackupKey()
    try {
      await migrate({ access: server, parts })
      log('filling …')
      await fill(server, Math.max(1, Math.round(400 * scale)))
      const written = await measured(() =>
        writeBackup({ access: server, home: home.path, file, locks: [{ recipient: key.recipient }], program: 'bench' }),
      )
      const megabytes = written.result.bytes / 1e6
      const note = `${written.result.rows} rows, ${megabytes.toFixed(0)} MB in ${(written.result.size / 1e6).toFixed(0)} MB`
      figures.push({ what: 'backup', value: megabytes / written.seconds, unit: 'MB/s', note })
      figures.push({ what: 'memory that a backup adds to its process, at most', value: written.memory, unit: 'MB' })
      figures.push(...peer(server, folder, megabytes, log))
    } finally {
      await server.stop()
    }
    try {
      const target = openHome(join(folder, 'to'))
      const restored = await measured(() =>
        restoreBackup({ file, unlock: { identity: key.identity }, home: target, parts }),
      )
      const megabytes = restored.result.contents.end.bytes / 1e6
      figures.push({
        what: 'restore',
        value: megabytes / restored.seconds,
        unit: 'MB/s',
        note: 'with initdb and migrations',
      })
      figures.push({ what: 'memory that a restore adds to its process, at most', value: restored.memory, unit: 'MB' })
      return figures
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  },
}

/** Facts as they are stored, with digests that do not pack, and narrow rows of history. */
async function fill(server: EmbeddedServer, hosts: number): Promise<void> {
  const database = await openDatabase({ access: server })
  const tenant = (await database.asPlatform((tx) => createTenant(tx, { name: 'Bench' }))).id
  await database.close()
  const client = new pg.Client(server.admin as object)
  await client.connect()
  try {
    await fillTables(client, tenant, hosts)
  } finally {
    await client.end()
  }
}

async function fillTables(client: pg.Client, tenant: number, hosts: number): Promise<void> {
  await client.query('set search_path = holdfast')
  // Triggers write for the tenant of the transaction.
  await client.query(`select set_config('holdfast.tenant', $1, false)`, [String(tenant)])
  await client.query(
    `insert into network (tenant_id, public_id, name) select ${tenant}, 'net_' || repeat('0', 22), 'bench'
       where not exists (select from network where tenant_id = ${tenant})`,
  )
  await client.query(
    `insert into asset (tenant_id, public_id, network_id, kind, name, first_seen_at, last_seen_at)
       select ${tenant}, 'ast_' || lpad(i::text, 22, '0'), (select min(network_id) from network where tenant_id = ${tenant}), 'host', 'host-' || i, now(), now()
         from generate_series(1, ${hosts}) i`,
  )
  await client.query(
    `insert into fact_change (tenant_id, asset_id, fact, scope, source_id, key, item, began, observed_from, received_from)
       select ${tenant}, asset_id, 'inventory.package', 'dpkg', 1, 'package-' || i, jsonb_build_object('name', 'package-' || i, 'version', '1.' || i,
              'architecture', 'amd64', 'digest', md5(asset_id || '-' || i) || md5(i || '/' || asset_id), 'summary', repeat('a library of ' || i || ' ', 4)), 'baseline', now(), now()
         from asset cross join generate_series(1, 7000) i where tenant_id = ${tenant}`,
  )
}

/** The same database through PostgreSQL's own program, packed by gzip as it does by default; nothing is encrypted. */
function peer(server: EmbeddedServer, folder: string, megabytes: number, log: (line: string) => void): Figure[] {
  const { host, user, password, database } = server.admin!
  const started = performance.now()
  try {
    execFileSync('pg_dump', ['-h', host, '-U', user, '-Fc', '-n', 'holdfast', '-f', join(folder, 'peer'), database], {
      env: { ...process.env, PGPASSWORD: password ?? '' },
      stdio: ['ignore', 'ignore', 'pipe'],
    })
  } catch (error) {
    const why = (error as Error).message.split('\n').find((line) => /error|ENOENT/.test(line)) ?? 'failed'
    log(`pg_dump: ${why}`)
    return []
  }
  const seconds = (performance.now() - started) / 1000
  const note = `${(statSync(join(folder, 'peer')).size / 1e6).toFixed(0)} MB`
  return [{ what: 'pg_dump -Fc (peer)', value: megabytes / seconds, unit: 'MB/s', note }]
}

async function measured<T>(work: () => Promise<T>): Promise<{ result: T; seconds: number; memory: number }> {
  const before = process.memoryUsage().rss
  let most = before
  const timer = setInterval(() => {
    most = Math.max(most, process.memoryUsage().rss)
  }, 50)
  const started = performance.now()
  const result = await work()
  clearInterval(timer)
  return { result, seconds: (performance.now() - started) / 1000, memory: (most - before) / 1e6 }
}
