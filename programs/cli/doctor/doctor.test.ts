import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { ensureCertificate } from '@holdfast/platform/http'
import { externalAccess, migrate } from '@holdfast/platform/store'
import { temporaryHome, testDatabase } from '@holdfast/platform/store/testing'
import pg from 'pg'
import { serverFaces } from '../../../apps/server.ts'
import { shiftClock } from '../../../tests/durability/shift-clock.ts'
import { noSmallDisk, smallDisk } from '../../../tests/durability/small-disk.ts'
import { allParts } from '../../server/parts.ts'
import { readSettings, type Settings } from '../../server/settings.ts'
import type { Checked } from './check.ts'
import { examine } from './run.ts'

const parts = allParts(serverFaces)
const { access, admin } = await testDatabase({ after }, { parts: parts.filter(({ part }) => part !== 'store') })
await admin.query('set search_path = holdfast')
const { host, database, user, password } = access.admin!
const place = `/${database}?host=${encodeURIComponent(host)}`
const urls = {
  DATABASE_URL: `postgres://doctor_${process.pid}:not-shown@${place}`,
  DATABASE_ADMIN_URL: `postgres://${user}:${encodeURIComponent(password!)}@${place}`,
}
await migrate({ access: externalAccess({ url: urls.DATABASE_URL, adminUrl: urls.DATABASE_ADMIN_URL }), parts })
after(async () => {
  const client = new pg.Client({ ...access.admin, database: 'postgres' } as pg.ClientConfig)
  await client.connect()
  await client.query(`drop owned by doctor_${process.pid}; drop role doctor_${process.pid}`).catch(() => {})
  await client.end()
})

function settingsOf(t: { after(fn: () => unknown): void }, environment: Record<string, string> = {}): Settings {
  return readSettings({
    HOLDFAST_HOME: temporaryHome(t).path,
    HOLDFAST_PORT: '1',
    HOLDFAST_TLS_PORT: '2',
    ...urls,
    ...environment,
  })
}

async function find(settings: Settings, name: string, pattern: RegExp): Promise<Checked> {
  const checks = await examine(settings)
  const found = checks.find((each) => each.name === name && pattern.test(each.detail))
  assert.ok(found, `${name} ${pattern}: ${JSON.stringify(checks, null, 1)}`)
  assert.ok(!JSON.stringify(checks).includes('not-shown'))
  return found
}

function expectTold(check: Checked, status: 'warn' | 'fail') {
  assert.equal(check.status, status)
  assert.ok(check.fix && check.fix.length > 10, check.fix)
}

test('all is well where it is', async (t) => {
  const checks = await examine(settingsOf(t, { HOLDFAST_PORT: '0', HOLDFAST_TLS_PORT: '59999' }))
  for (const name of ['node', 'database', 'clock', 'agents', 'locks', 'leftovers', 'certificate'])
    assert.equal(checks.find((each) => each.name === name)?.status, 'ok', name)
})

test('a port in use is told with who uses it', async (t) => {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => server.close())
  const { port } = server.address() as { port: number }
  const check = await find(
    settingsOf(t, { HOLDFAST_PORT: String(port) }),
    `port ${port}`,
    new RegExp(`process ${process.pid} \\(`),
  )
  expectTold(check, 'fail')
  assert.match(check.fix!, /HOLDFAST_PORT/)
})

test('missing rights on an external database are named one by one', async (t) => {
  await admin.query('revoke select on asset from holdfast_app')
  t.after(() => admin.query('grant select on asset to holdfast_app'))
  expectTold(await find(settingsOf(t), 'database rights', /holdfast_app may not read table asset/), 'fail')
  await admin.query(`revoke holdfast_maintenance from doctor_${process.pid}`)
  t.after(() => admin.query(`grant holdfast_maintenance to doctor_${process.pid}`))
  expectTold(await find(settingsOf(t), 'database rights', /may not act as holdfast_maintenance/), 'fail')
})

test('a disk that is nearly full is told', { skip: noSmallDisk ?? false }, async (t) => {
  const disk = smallDisk(t, 64 * 1024 * 1024)
  const check = await find(settingsOf(t, { HOLDFAST_HOME: join(disk.path, 'home') }), 'disk', /GB free at/)
  expectTold(check, 'fail')
})

test('a schema that is older or newer than the program is told', async (t) => {
  const older = await testDatabase(t, { parts: parts.slice(1, 3) })
  const at = (name: string) => {
    const there = `/${name}?host=${encodeURIComponent(host)}`
    return { DATABASE_URL: `postgres://doctor_${process.pid}:not-shown@${there}` }
  }
  const check = await find(settingsOf(t, at(older.access.admin!.database)), 'database', /lacks \d+ migration/)
  expectTold(check, 'fail')
  assert.match(check.fix!, /holdfast migrate/)
  await admin.query(
    `insert into migration (part, number, name, digest) values ('store', 900, 'from-tomorrow', repeat('0', 64))`,
  )
  t.after(() => admin.query('delete from migration where number = 900'))
  expectTold(await find(settingsOf(t), 'database', /newer Holdfast/), 'fail')
})

test('a clock that is off is told: beside the database, beside what is written, beside the sources', async (t) => {
  shiftClock(3_600_000)
  t.after(() => shiftClock(0))
  expectTold(await find(settingsOf(t), 'clock', /3600 s ahead of the database/), 'warn')
  shiftClock(0)
  await admin.query(`insert into timeline (because, began_at) values ('from tomorrow', now() + interval '1 day')`)
  expectTold(await find(settingsOf(t), 'clock', /from the future/), 'warn')
  await admin.query(`delete from timeline where because = 'from tomorrow'`)
  await sources(4, { heard: '1 minute', offset: 600_000 })
  t.after(removeSources)
  expectTold(await find(settingsOf(t), 'clock', /4 sources say that it is 600 s behind/), 'warn')
})

test('agents that were not heard of are named', async (t) => {
  await sources(5, { heard: '3 days', offset: 0 })
  t.after(removeSources)
  const check = await find(
    settingsOf(t),
    'agents',
    /5 of 5 were not heard of for 24 hours: host-\d, host-\d, host-\d and 2 more/,
  )
  expectTold(check, 'warn')
})

test('locks that nobody lets go, and what killed programs left, are told', async (t) => {
  const holder = new pg.Client({ ...access.admin, application_name: 'forgotten' } as pg.ClientConfig)
  await holder.connect()
  await holder.query('begin; lock table holdfast.asset in access exclusive mode')
  const waiter = admin.query('select count(*) from asset')
  const check = await find(settingsOf(t), 'locks', /1 wait for database process \d+ \(forgotten\)/)
  expectTold(check, 'warn')
  assert.match(check.fix!, /pg_terminate_backend\(\d+\)/)
  await holder.end()
  await waiter
  const settings = settingsOf(t)
  mkdirSync(join(settings.home, 'restore.part-1'))
  mkdirSync(join(settings.home, 'database', 'data'), { recursive: true })
  writeFileSync(join(settings.home, 'database', 'data', 'postmaster.pid'), '4194305\n')
  expectTold(await find(settings, 'restore', /restore\.part-1/), 'warn')
  expectTold(await find(settings, 'database lock', /4194305, which is gone/), 'warn')
})

test('a certificate that is about to end, or has ended, is told', async (t) => {
  for (const [daysAgo, pattern, status] of [
    [390, /valid for [67] more days/, 'warn'],
    [400, /ended on/, 'fail'],
  ] as const) {
    const settings = settingsOf(t)
    ensureCertificate({ folder: join(settings.home, 'tls'), now: new Date(Date.now() - daysAgo * 86_400_000) })
    expectTold(await find(settings, 'certificate', pattern), status)
  }
  expectTold(
    await find(
      settingsOf(t, { HOLDFAST_TLS_CERTIFICATE: '/nowhere', HOLDFAST_TLS_KEY: '/nowhere' }),
      'certificate',
      /does not exist/,
    ),
    'fail',
  )
})

async function sources(many: number, { heard, offset }: { heard: string; offset: number }) {
  await admin.query(
    `insert into tenant (id, public_id, name) overriding system value values (77, 'ten_' || repeat('7', 22), 'Sources');
     insert into network (tenant_id, public_id, name) values (77, 'net_' || repeat('7', 22), 'default');
     insert into source (tenant_id, public_id, kind, name, public_key, network_id, enrolled_at)
       select 77, 'src_' || repeat('7', 21) || i, 'agent', 'host-' || i, 'key-' || i, (select network_id from network where tenant_id = 77), now()
         from generate_series(1, ${many}) i;
     insert into source_state (tenant_id, source_id, last_seen_at, clock_offset_ms)
       select 77, source_id, now() - interval '${heard}', ${offset} from source where tenant_id = 77`,
  )
}

async function removeSources() {
  await admin.query(
    'delete from source_state where tenant_id = 77; delete from source where tenant_id = 77; delete from network where tenant_id = 77; delete from tenant where id = 77',
  )
}
