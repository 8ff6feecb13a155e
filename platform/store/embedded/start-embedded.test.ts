import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { connectClient } from '../door/connect-client.ts'
import type { Home } from '../home/open-home.ts'
import { StoreError, type StoreErrorCode } from '../store-error.ts'
import { startForTest, temporaryHome } from '../testing/temporary-home.ts'
import { databaseAccount } from './database-account.ts'
import { findPostmaster } from './postmaster.ts'
import { type EmbeddedEvent, type EmbeddedServer, startEmbedded } from './start-embedded.ts'

const runner = new URL('./testdata/run-server.ts', import.meta.url).pathname

test('starts, keeps what was written over a stop, and listens on a private socket only', async (t) => {
  const home = temporaryHome(t)
  const first = await startForTest(home)
  await run(first, 'create table public.kept (id int); insert into public.kept values (7)')
  assert.deepEqual(await run(first, 'show listen_addresses'), [{ listen_addresses: '' }])
  const locale = 'select datcollate as collation, pg_encoding_to_char(encoding) as encoding from pg_database limit 1'
  assert.deepEqual(await run(first, locale), [{ collation: 'C', encoding: 'UTF8' }])
  assert.equal(statSync(first.runDirectory).mode & 0o777, 0o700)
  assert.equal(statSync(join(home.path, 'database', 'secrets.json')).mode & 0o777, 0o600)
  await first.stop()
  assert.equal(findPostmaster(join(home.path, 'database', 'data')), undefined)
  const progress: string[] = []
  const second = await startForTest(home, { onProgress: (line) => progress.push(line) })
  assert.deepEqual(await run(second, 'select id from public.kept'), [{ id: 7 }])
  assert.deepEqual(progress, [])
  await second.stop()
})

test('nobody gets in without the password', async (t) => {
  const server = await startForTest(temporaryHome(t))
  await assert.rejects(connectClient({ ...postgres(server), password: 'guess' }), hasCode('database-login'))
  await assert.rejects(connectClient({ ...postgres(server), password: '' }), hasCode('database-login'))
  await server.stop()
})

test('the log holds neither statements nor their values', async (t) => {
  const home = temporaryHome(t)
  const server = await startForTest(home)
  await assert.rejects(run(server, "select * from nowhere where name = 'topsecret1'"))
  await run(server, "create table public.u (name text unique); insert into public.u values ('topsecret2')")
  await assert.rejects(run(server, "insert into public.u values ('topsecret2')"))
  await server.stop()
  const log = readFileSync(join(home.path, 'log', 'postgres.log'), 'utf8')
  assert.match(log, /duplicate key/)
  assert.doesNotMatch(log, /topsecret/)
})

test('is started again after kill -9 of the postmaster, and what was committed is there', async (t) => {
  const home = temporaryHome(t)
  const events: EmbeddedEvent[] = []
  const server = await startForTest(home, { onEvent: (event) => events.push(event) })
  await run(server, 'create table public.kept (id int)')
  for (let round = 1; round <= 3; round++) {
    const { pid } = server
    await run(server, `insert into public.kept values (${round})`)
    process.kill(pid, 'SIGKILL')
    await until(() => server.pid !== pid)
    assert.equal((await run(server, 'select * from public.kept')).length, round)
  }
  assert.deepEqual(
    events.map((event) => event.kind),
    ['ended', 'restarted', 'ended', 'restarted', 'ended', 'restarted'],
  )
  await server.stop()
})

test('is tried again, less and less often, while it does not start', async (t) => {
  const home = temporaryHome(t)
  const data = join(home.path, 'database', 'data')
  const failures: { error: StoreError; retryInMs: number }[] = []
  const server = await startForTest(home, { onEvent: (event) => event.kind === 'failed' && failures.push(event) })
  const { pid } = server
  renameSync(join(data, 'pg_xact'), join(data, 'hidden'))
  process.kill(pid, 'SIGKILL')
  await until(() => failures.length >= 3)
  assert.ok(failures.every(({ error }) => error.code === 'database-start-failed'))
  assert.ok(failures[0]!.retryInMs < failures[2]!.retryInMs)
  renameSync(join(data, 'hidden'), join(data, 'pg_xact'))
  await until(() => server.pid !== pid)
  assert.deepEqual(await run(server, 'select 1 as one'), [{ one: 1 }])
  await server.stop()
})

test('a server left behind by kill -9 is adopted, and stopped when its settings are not ours', async (t) => {
  const home = temporaryHome(t)
  const first = await runIn(t, home)
  const pid = await first.ready
  first.child.kill('SIGKILL')
  await once(first.child, 'exit')
  const adopted = await startForTest(home)
  assert.equal(adopted.pid, pid)
  assert.equal(adopted.adopted, true)
  process.kill(pid, 'SIGKILL')
  await until(() => adopted.pid !== pid)
  const left = adopted.pid
  adopted.leave()
  const other = await startForTest(home, { settings: { work_mem: '5MB' } })
  assert.equal(other.adopted, false)
  assert.notEqual(other.pid, left)
  assert.deepEqual(await run(other, 'show work_mem'), [{ work_mem: '5MB' }])
  await other.stop()
})

test('two homes run side by side; the same home twice is refused with the number of the process', async (t) => {
  const [one, two] = [temporaryHome(t), temporaryHome(t)]
  const servers = await Promise.all([startForTest(one), startForTest(two)])
  assert.notEqual(servers[0].pid, servers[1].pid)
  await assert.rejects(
    startEmbedded(one),
    (error) => hasCode('home-in-use')(error) && (error as Error).message.includes(`${process.pid}`),
  )
  const other = await runIn(t, one)
  assert.match(await other.output, new RegExp(`^home-in-use: .*process ${process.pid}\\.`))
  await Promise.all(servers.map((server) => server.stop()))
})

test('lock files that name a process of something else are not believed', async (t) => {
  const home = temporaryHome(t)
  const server = await startForTest(home)
  const locks = [
    join(home.path, 'database', 'data', 'postmaster.pid'),
    join(server.admin!.host, '.s.PGSQL.5432.lock'),
  ] as const
  const texts = locks.map((path) => readFileSync(path, 'utf8'))
  await server.stop()
  // Of the account that the database runs as: PostgreSQL would take it for its own.
  const account = home.asRoot ? databaseAccount() : undefined
  const other = spawn('sleep', ['60'], account && { uid: account.uid, gid: account.gid })
  t.after(() => other.kill())
  for (const [index, path] of locks.entries()) {
    writeFileSync(path, texts[index]!.replace(/^\d+/, String(other.pid)), { mode: 0o600 })
    if (account) chownSync(path, account.uid, account.gid)
  }
  const again = await startForTest(home)
  assert.deepEqual(await run(again, 'select 1 as one'), [{ one: 1 }])
  assert.notEqual(again.pid, other.pid)
  await again.stop()
})

test('a first start that was killed on the way is made good by the next', async (t) => {
  const home = temporaryHome(t)
  const database = join(home.path, 'database')
  const first = await runIn(t, home)
  await until(() => existsSync(database) && readdirSync(database).some((name) => name.startsWith('data.part-')))
  await sleep(150)
  first.child.kill('SIGKILL')
  await once(first.child, 'exit')
  const server = await startForTest(home)
  assert.deepEqual(await run(server, 'select 1 as one'), [{ one: 1 }])
  assert.deepEqual(
    readdirSync(database).filter((name) => name.includes('part')),
    [],
  )
  await server.stop()
})

test('a start that is given up leaves no server', async (t) => {
  const home = temporaryHome(t)
  await (await startForTest(home)).stop()
  await assert.rejects(startEmbedded(home, { signal: AbortSignal.abort(new Error('gave up')) }), { message: 'gave up' })
  assert.equal(findPostmaster(join(home.path, 'database', 'data')), undefined)
  await (await startForTest(home)).stop()
})

test('a path too long for a socket gets a short run directory elsewhere', async (t) => {
  const outer = temporaryHome(t)
  const home: Home = { ...outer, path: join(outer.path, 'long'.repeat(30)) }
  mkdirSync(home.path, { mode: 0o711 })
  const server = await startForTest(home)
  t.after(() => rmSync(server.runDirectory, { recursive: true, force: true }))
  assert.ok(!server.runDirectory.startsWith(home.path))
  assert.deepEqual(await run(server, 'select 1 as one'), [{ one: 1 }])
  await server.stop()
})

test('lost passwords and data of another major version are told, and nothing is overwritten', async (t) => {
  const home = temporaryHome(t)
  const server = await startForTest(home)
  await server.stop()
  const secrets = join(home.path, 'database', 'secrets.json')
  renameSync(secrets, `${secrets}.away`)
  await assert.rejects(startEmbedded(home), hasCode('secrets-missing'))
  assert.equal(existsSync(secrets), false)
  renameSync(`${secrets}.away`, secrets)
  const version = join(home.path, 'database', 'data', 'PG_VERSION')
  writeFileSync(version, '14\n')
  await assert.rejects(startEmbedded(home), hasCode('database-major-changed'))
  assert.equal(readFileSync(version, 'utf8'), '14\n')
})

function postgres(server: EmbeddedServer) {
  return { ...server.admin!, database: 'postgres' }
}

async function run(server: EmbeddedServer, sql: string): Promise<unknown[]> {
  const client = await connectClient(postgres(server))
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

function hasCode(code: StoreErrorCode) {
  return (error: unknown) => error instanceof StoreError && error.code === code
}

async function until(condition: () => boolean) {
  const end = Date.now() + 60_000
  while (!condition()) {
    if (Date.now() > end) throw new Error('It did not happen within a minute.')
    await sleep(20)
  }
}

/** Runs a home's database in a process of its own. */
async function runIn(
  t: TestContext,
  home: Home,
): Promise<{ child: ChildProcess; ready: Promise<number>; output: Promise<string> }> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', runner, home.path], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  t.after(() => child.kill('SIGKILL'))
  let text = ''
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk
  })
  const ready = (async () => {
    for (;;) {
      const pid = /^ready (\d+)/m.exec(text)?.[1]
      if (pid) return Number(pid)
      if (child.exitCode !== null || child.signalCode !== null) throw new Error(text)
      await sleep(20)
    }
  })()
  ready.catch(() => {})
  return { child, ready, output: once(child, 'close').then(() => text) }
}
