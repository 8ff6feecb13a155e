import assert from 'node:assert/strict'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { readTimeline } from '../intake/index.ts'
import { connectClient } from '../store/administer/index.ts'
import { migrate, openDatabase, type Part, platformParts } from '../store/index.ts'
import { temporaryHome, testDatabase } from '../store/testing/index.ts'
import { newBackupKey, restoreBackup, writeBackup } from './index.ts'
import { declareReady, settleRestore } from './load/settle-restore.ts'
import { fewParts, fillOddly, oddPart, quick, withOwnCluster } from './testing/index.ts'

const some = fewParts(platformParts())
const parts = [...some, oddPart]
const key = newBackupKey()
const unlock = { identity: key.identity }
const { access, admin, server } = await testDatabase({ after }, { parts })
await admin.query('set search_path = holdfast')
await fillOddly(admin)
const source = temporaryHome({ after })
mkdirSync(join(source.path, 'keys'))
writeFileSync(join(source.path, 'keys', 'server.key'), 'k'.repeat(32), { mode: 0o600 })
const file = join(source.path, 'whole')
await writeBackup({ access, home: source.path, file, locks: [{ recipient: key.recipient }], program: 'test' })

/** A database of an external server that is gone after the test. */
function externalDatabase(t: { after(fn: () => unknown): void }, number: number) {
  const name = `t_${process.pid}_${number}`
  t.after(async () => {
    const client = await connectClient(server.access('postgres').admin!)
    const { rows } = await client.query(`select datname as name from pg_database where starts_with(datname, $1)`, [
      name,
    ])
    for (const row of rows) await client.query(`drop database ${row.name} with (force)`)
    await client.end()
  })
  return server.access(name)
}

/** A copy of the odd part with one more migration, as a later program has it. */
function laterPart(t: { after(fn: () => unknown): void }, sql: string): Part {
  const folder = mkdtempSync(join(tmpdir(), 'hf-part-'))
  t.after(() => rmSync(folder, { recursive: true }))
  cpSync(fileURLToPath(oddPart.folder), folder, { recursive: true })
  writeFileSync(join(folder, '0002-later.sql'), sql)
  return { part: 'odd', folder: new URL(`file://${folder}/`) }
}

test('a backup of an older program gets the later migrations, after its rows are in', async (t) => {
  const target = externalDatabase(t, 910)
  const later = laterPart(
    t,
    `alter table odd_account no force row level security;
     select holdfast_assert((select count(*) from odd_account), 40, 'accounts');
     alter table odd_account add column half bigint;
     update odd_account set half = amount / 2;
     alter table odd_account force row level security;
     create table odd_new (tenant_id int primary key references tenant); select holdfast_protect('odd_new');`,
  )
  const report = await restoreBackup({ file, unlock, home: temporaryHome(t), access: target, parts: [...some, later] })
  assert.equal(report.migrated, 1)
  const client = await connectClient(target.admin!)
  const { rows } = await client.query(
    'select sum(half)::int as half, (select count(*) from odd_new)::int as none from odd_account',
  )
  await client.end()
  assert.deepEqual(rows, [{ half: 20_000, none: 0 }])
  assert.equal(await migrate({ access: target, parts: [...some, later] }), 0)
})

test('a later migration that fails leaves nothing at all', async (t) => {
  const target = externalDatabase(t, 911)
  const broken = laterPart(t, `select holdfast_assert(1, 2, 'never')`)
  const home = temporaryHome(t)
  await assert.rejects(restoreBackup({ file, unlock, home, access: target, parts: [...some, broken] }), {
    code: 'migration-failed',
  })
  const client = await connectClient(target.admin!)
  const { rows } = await client.query(`select to_regnamespace('holdfast') as schema`)
  await client.end()
  assert.deepEqual(rows, [{ schema: null }])
  assert.deepEqual(readdirSync(home.path), ['version'])
})

test('a backup of a newer or of another program is refused', async (t) => {
  const home = temporaryHome(t)
  await assert.rejects(restoreBackup({ file, unlock, home, parts: some }), {
    fault: 'newer-program',
    message: /odd\/0001-odd\.sql/,
  })
  const folder = mkdtempSync(join(tmpdir(), 'hf-part-'))
  t.after(() => rmSync(folder, { recursive: true }))
  writeFileSync(join(folder, '0001-odd.sql'), 'select 1')
  const other: Part = { part: 'odd', folder: new URL(`file://${folder}/`) }
  await assert.rejects(restoreBackup({ file, unlock, home, parts: [...some, other] }), { fault: 'other-program' })
  assert.deepEqual(readdirSync(home.path), ['version'])
})

test('an external database: one in use is refused, one that holds something too, and --replace keeps it under another name', async (t) => {
  const target = externalDatabase(t, 912)
  // "holdfast migrate" alone left nothing that would be lost.
  await migrate({ access: target, parts })
  const home = temporaryHome(t)
  await restoreBackup({ file, unlock, home, access: target, parts })
  assert.equal(readFileSync(join(home.path, 'keys', 'server.key'), 'utf8'), 'k'.repeat(32))
  await assert.rejects(restoreBackup({ file, unlock, home, access: target, parts }), { fault: 'target-not-empty' })
  const running = await openDatabase({ access: target })
  const first = await readTimeline(running)
  for (const replace of [false, true])
    await assert.rejects(restoreBackup({ file, unlock, home, access: target, parts, replace }), {
      fault: 'target-in-use',
    })
  await running.close()
  const report = await restoreBackup({ file, unlock, home, access: target, parts, replace: true })
  assert.match(report.aside!, new RegExp(`^${target.admin!.database}_before_\\d{14}$`))
  for (const [name, timeline] of [
    [target.admin!.database, report.timeline],
    [report.aside!, first],
  ] as const) {
    const database = await openDatabase({ access: server.access(name) })
    assert.equal(await readTimeline(database), timeline)
    await database.close()
  }
  // Keys of another installation are not mixed with those of the backup.
  const stranger = temporaryHome(t)
  mkdirSync(join(stranger.path, 'keys'))
  writeFileSync(join(stranger.path, 'keys', 'server.key'), 'other', { mode: 0o600 })
  const empty = externalDatabase(t, 913)
  await assert.rejects(restoreBackup({ file, unlock, home: stranger, access: empty, parts }), {
    fault: 'target-not-empty',
  })
  assert.equal(readFileSync(join(stranger.path, 'keys', 'server.key'), 'utf8'), 'other')
})

test('a home that holds something is refused, and --replace keeps it beside', async (t) => {
  const home = temporaryHome(t)
  await restoreBackup({ file, unlock, home, parts, embedded: quick })
  await assert.rejects(restoreBackup({ file, unlock, home, parts, embedded: quick }), { fault: 'target-not-empty' })
  await withOwnCluster(home, async (running) => {
    const client = await connectClient(running.admin!)
    await client.query(`update holdfast.tenant set name = 'Changed since'`)
    await client.end()
  })
  const report = await restoreBackup({ file, unlock, home, parts, embedded: quick, replace: true })
  assert.deepEqual(readdirSync(report.aside!).sort(), ['database', 'keys'])
  assert.deepEqual(readdirSync(join(report.aside!, 'database')).sort(), ['data', 'secrets.json'])
  await withOwnCluster(home, async (running) => {
    const client = await connectClient(running.admin!)
    const { rows } = await client.query('select name from holdfast.tenant where id = 1')
    await client.end()
    assert.deepEqual(rows, [{ name: 'Odd provider' }])
  })
})

test('whenever it is interrupted while it takes its place, the next start finishes it', async (t) => {
  const moves = ['keys', 'tls', 'database/secrets.json', 'database/data']
  for (const withOld of [false, true]) {
    for (let done = 0; done <= moves.length * 2; done++) {
      const home = temporaryHome(t)
      const put = (folder: string, text: string) => {
        for (const place of moves) {
          const path = place.endsWith('.json') ? join(folder, place) : join(folder, place, 'file')
          mkdirSync(join(path, '..'), { recursive: true })
          writeFileSync(path, text)
        }
      }
      put(join(home.path, 'restore.part-1'), 'new')
      if (withOld) put(home.path, 'old')
      declareReady(home, 'restore.part-1', 'aside')
      // Each place is moved aside, then taken: as far as it came.
      for (const [index, place] of moves.entries()) {
        const steps: [string, string][] = [
          [join(home.path, place), join(home.path, 'aside', place)],
          [join(home.path, 'restore.part-1', place), join(home.path, place)],
        ]
        for (const [half, [from, to]] of steps.entries()) {
          if (index * 2 + half >= done || (half === 0 && !withOld)) continue
          mkdirSync(join(to, '..'), { recursive: true })
          cpSync(from, to, { recursive: true })
          rmSync(from, { recursive: true })
        }
      }
      assert.equal(await settleRestore(home), true)
      for (const place of moves) {
        const read = (folder: string) =>
          readFileSync(place.endsWith('.json') ? join(folder, place) : join(folder, place, 'file'), 'utf8')
        assert.equal(read(home.path), 'new', `${place} after ${done}`)
        if (withOld) assert.equal(read(join(home.path, 'aside')), 'old', `${place} after ${done}`)
      }
      assert.equal(await settleRestore(home), false)
      assert.deepEqual(
        readdirSync(home.path).filter((name) => name.startsWith('restore')),
        [],
      )
    }
  }
})
