import assert from 'node:assert/strict'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { fleetingTables } from '../access/index.ts'
import { type DatabaseAccess, type Home, migrate, openDatabase } from '../store/index.ts'
import { everyPart, temporaryHome, testDatabase, testServers } from '../store/testing/index.ts'
import { restoreBackup, writeBackup } from './index.ts'
import { databaseImage, fillOddly, oddPart, quick, withOwnCluster } from './testing/index.ts'

const parts = [...everyPart(), oddPart]
const lock = { passphrase: 'correct horse battery' }
const [embedded18, debian15] = testServers()

function addKeys(home: Home) {
  for (const [path, text] of [
    ['keys/installation-keys.json', '{"v":1}\n'],
    ['keys/server.key', 'x'.repeat(32)],
    ['tls/authority.crt', 'PEM'],
    ['tls/authority.key', 'PEM key'],
  ] as const) {
    mkdirSync(join(home.path, path.split('/')[0]!), { recursive: true })
    writeFileSync(join(home.path, path), text, { mode: path.endsWith('.crt') ? 0o644 : 0o600 })
  }
}

const back = (access: DatabaseAccess, home: Home, file: string) =>
  writeBackup({ access, home: home.path, file, locks: [lock], program: 'test 1' })

test('a database of every shape goes into a file and comes out of it in an empty home, row by row', async (t) => {
  const { access, admin, server } = await testDatabase(t, { parts })
  await admin.query('set search_path = holdfast')
  await fillOddly(admin)
  await admin.query(
    `insert into person (public_id, name) values ('per_' || repeat('1', 22), 'Ada');
     insert into membership (tenant_id, person_id, role) values (1, 1, 'owner');
     insert into session (public_id, digest, person_id, tenant_id, door, address, agent, expires_at)
       values ('ses_' || repeat('1', 22), sha256('a'), 1, 1, 'tls', '', '', now() + '1 day');
     insert into sign_in_link (digest, person_id, tenant_id, door, expires_at) values (sha256('b'), 1, 1, 'tls', now() + '1 day');
     insert into api_token (tenant_id, public_id, digest, hint, name, person_id, scopes, expires_at)
       values (1, 'tok_' || repeat('1', 22), sha256('c'), 'abcd', 'token', 1, '{*}', now() + '1 day')`,
  )
  assert.equal(server.name, 'embedded')
  const from = temporaryHome(t)
  addKeys(from)
  const file = join(from.path, 'all.backup')
  const report = await back(access, from, file)
  const before = await databaseImage(access, fleetingTables)
  assert.equal(report.rows, Object.values(before.rows).flat().length)
  assert.equal(report.size, statSync(file).size)
  assert.equal(statSync(file).mode & 0o777, 0o600)
  assert.deepEqual(
    readdirSync(from.path).filter((name) => name.includes('.part')),
    [],
  )

  const home = temporaryHome(t)
  const restored = await restoreBackup({ file, unlock: lock, home, parts, embedded: quick })
  assert.equal(restored.migrated, 0)
  for (const path of ['keys/installation-keys.json', 'keys/server.key', 'tls/authority.crt', 'tls/authority.key']) {
    assert.equal(readFileSync(join(home.path, path), 'utf8'), readFileSync(join(from.path, path), 'utf8'))
    assert.equal(statSync(join(home.path, path)).mode & 0o777, path.endsWith('.crt') ? 0o644 : 0o600)
  }
  assert.deepEqual(
    readdirSync(home.path).filter((name) => name.startsWith('restore')),
    [],
  )
  await withOwnCluster(home, async (running) => {
    const after = await databaseImage(running, fleetingTables)
    expectEqualButTimeline(before, after)
    const gone = await databaseImage(running)
    for (const name of fleetingTables) assert.deepEqual(gone.rows[name], [], name)
    assert.equal(gone.rows.api_token?.length, 1, 'tokens live on')
    // It is a good home: nothing to migrate, and the programs take it.
    assert.equal(await migrate({ access: running, parts }), 0)
    const database = await openDatabase({ access: running, parts })
    await database.asTenant(1, (tx) =>
      tx.query('insert into odd_value (tenant_id, odd_text) values (1, $1)', ['after']),
    )
    const count = await database.asTenant(1, (tx) =>
      tx.first<{ many: number }>('select many from odd_count where tenant_id = 1'),
    )
    assert.equal(count?.many, 3004, 'triggers are at work again, and counted nothing while loading')
    await database.close()
  })
  assert.ok(existsSync(join(home.path, 'database', 'data', 'PG_VERSION')))
})

test('embedded 18 to PostgreSQL 15 and back gives the same', { skip: debian15?.missing ?? false }, async (t) => {
  assert.equal(embedded18?.name, 'embedded 18')
  const first = await testDatabase(t, { parts })
  await first.admin.query('set search_path = holdfast')
  await fillOddly(first.admin)
  const home = temporaryHome(t)
  addKeys(home)
  await back(first.access, home, join(home.path, 'one'))
  const before = await databaseImage(first.access, fleetingTables)

  const server = await debian15!.start()
  const name = `t_${process.pid}_900`
  const access = server.access(name)
  const second = temporaryHome(t)
  t.after(() => dropDatabase(server.access('postgres'), name))
  await restoreBackup({ file: join(home.path, 'one'), unlock: lock, home: second, access, parts })
  expectEqualButTimeline(before, await databaseImage(access, fleetingTables))
  assert.equal(readFileSync(join(second.path, 'keys/server.key'), 'utf8'), 'x'.repeat(32))

  await back(access, second, join(home.path, 'two'))
  const third = temporaryHome(t)
  await restoreBackup({ file: join(home.path, 'two'), unlock: lock, home: third, parts, embedded: quick })
  await withOwnCluster(third, async (running) => {
    const after = await databaseImage(running, [...fleetingTables, 'timeline'])
    const { timeline: _, ...rows } = before.rows
    assert.deepEqual(after.rows, rows)
    assert.equal(after.schema, before.schema)
  })
})

async function dropDatabase(access: DatabaseAccess, name: string) {
  const { connectClient } = await import('../store/administer/index.ts')
  const client = await connectClient(access.admin!)
  await client.query(`drop database if exists ${name} with (force)`)
  await client.end()
}

type Image = Awaited<ReturnType<typeof databaseImage>>

/** A restored database is what the backup was, and tells another history from now on. */
function expectEqualButTimeline(before: Image, after: Image) {
  const { timeline: then = [], ...rows } = before.rows
  const { timeline: now = [], ...others } = after.rows
  assert.deepEqual(Object.keys(others), Object.keys(rows))
  for (const name of Object.keys(rows)) assert.deepEqual(others[name], rows[name], name)
  assert.equal(after.schema, before.schema)
  assert.equal(now.length, then.length + 1)
  assert.ok(then.every((row) => now.includes(row)))
  const steps = (image: Image) => Object.entries(image.sequences).filter(([name]) => name !== 'timeline_ordinal_seq')
  assert.deepEqual(steps(after), steps(before))
}
