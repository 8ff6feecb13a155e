import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { account, createActivationKey, inTenant } from '@holdfast/platform/intake'
import { externalAccess, openDatabase } from '@holdfast/platform/store'
import { startForTest, temporaryHome, testServers } from '@holdfast/platform/store/testing'
import { createApiToken, ensureFirstOwner } from '../../platform/access/index.ts'
import { freePorts } from '../journeys/installation.ts'
import { exampleOf, tellHost } from '../journeys/told-host.ts'
import { newerProgram } from './newer-program.ts'

const older = fileURLToPath(new URL('../../programs/cli/main.ts', import.meta.url))

interface Program {
  readonly process: ChildProcess
  readonly port: number
  said(): string
}

const running: Program[] = []
const scope = { after }

after(async () => {
  for (const { process } of running) if (process.exitCode === null) process.kill('SIGKILL')
})

async function start(main: string, verb: string, environment: Record<string, string>): Promise<Program> {
  const [port, tlsPort] = (await freePorts(2)) as [number, number]
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', main, verb], {
    env: { ...process.env, ...environment, HOLDFAST_PORT: String(port), HOLDFAST_TLS_PORT: String(tlsPort) },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk))
  const program = { process: child, port, said: () => said }
  running.push(program)
  return program
}

const ended = async (program: Program): Promise<number | null> => {
  await until(program, 'its end', async () => program.process.exitCode !== null)
  return program.process.exitCode
}

async function until(program: Program, what: string, holds: () => Promise<boolean>): Promise<void> {
  for (const end = performance.now() + 60_000; !(await holds()); ) {
    assert.ok(performance.now() < end, `${what} did not come: ${program.said().slice(-3000)}`)
    await sleep(100)
  }
}

/** The answer of a server to whether it is ready, once it is. */
async function ready(program: Program): Promise<{ name: string; ok: boolean; detail: string }[]> {
  let checks: { name: string; ok: boolean; detail: string }[] = []
  await until(program, 'readiness', async () => {
    const reply = await fetch(`http://localhost:${program.port}/readyz`).catch(() => undefined)
    if (reply?.ok) ({ checks } = (await reply.json()) as { checks: typeof checks })
    return reply?.ok === true
  })
  return checks
}

test('a server of the older schema beside one of a newer: works on with what was only added, and ends in words otherwise', async () => {
  const cluster = await startForTest(temporaryHome(scope), testServers()[0]!.options)
  const { host, user, password } = cluster.admin!
  const place = `/holdfast?host=${encodeURIComponent(host)}`
  const environment = {
    HOLDFAST_HOME: temporaryHome(scope).path,
    DATABASE_URL: `postgres://holdfast_rolling:only-for-tests@${place}`,
  }
  const administrator = {
    ...environment,
    DATABASE_ADMIN_URL: `postgres://${user}:${encodeURIComponent(password!)}@${place}`,
  }
  assert.equal(await ended(await start(older, 'migrate', administrator)), 0)
  const database = await openDatabase({ access: externalAccess({ url: environment.DATABASE_URL }) })
  scope.after(() => database.close())
  const owner = await ensureFirstOwner(database, { tenant: 'Rolling', person: 'Owner' })
  const { tenantId, personId } = owner
  const { key } = await inTenant(database, tenantId, (tx) => createActivationKey(tx, { name: 'rolling' }))
  const { secret } = await database.asTenant(tenantId, (tx) =>
    createApiToken(tx, { name: 'rolling', scopes: ['*'], personId }),
  )
  const total = async ({ port }: Program, query: string) => {
    const url = `http://localhost:${port}/api/v1/assets?q=${encodeURIComponent(query)}`
    const reply = await fetch(url, { headers: { authorization: `Bearer ${secret}` } })
    assert.equal(reply.status, 200, await reply.clone().text())
    return ((await reply.json()) as { page: { total: number } }).page.total
  }
  const tell = async ({ port }: Program, name: string) => {
    const host = await tellHost(`http://localhost:${port}`, key, name)
    await host.state({ 'inventory.ssh-server': [exampleOf('inventory.ssh-server', { ports: [22] })] })
  }

  const before = await Promise.all([start(older, 'server', environment), start(older, 'worker', environment)])
  const [oldServer, oldWorker] = before as [Program, Program]
  assert.equal((await ready(oldServer)).find(({ name }) => name === 'schema')?.detail, 'as this program knows it')
  await tell(oldServer, 'told-before')

  // The next version, with a column and a table more.
  const newer = newerProgram(scope)
  newer.migration(
    'colour',
    `alter table asset add column colour text not null default 'grey';
     create table asset_colour (tenant_id int not null references tenant, colour text not null, primary key (tenant_id, colour));
     select holdfast_protect('asset_colour');`,
  )
  const migrated = await start(newer.main, 'migrate', administrator)
  assert.equal(await ended(migrated), 0, migrated.said())
  const newServer = await start(newer.main, 'server', environment)
  await ready(newServer)
  await until(oldServer, 'its notice', async () =>
    (await ready(oldServer)).some(({ detail }) => /migrated by a newer Holdfast.*-colour\.sql.*goes on/.test(detail)),
  )
  await tell(oldServer, 'told-to-older')
  await tell(newServer, 'told-to-newer')
  await until(oldWorker, 'all that was told', async () => (await inTenant(database, tenantId, account)).pending === 0)
  for (const server of [oldServer, newServer]) assert.equal(await total(server, 'name:told-*'), 3)
  assert.deepEqual((await inTenant(database, tenantId, account)).problems, [])

  // Whoever would start the older one now is told what to do.
  const again = await start(older, 'server', environment)
  assert.equal(await ended(again), 6)
  assert.match(
    again.said(),
    /migrated by a newer Holdfast \(it has assets\/\d{4}-colour\.sql\)\. Run the newer program/,
  )

  // A version that takes away what the older ones stand on.
  newer.migration('no-more-ends-older', 'alter table asset rename column colour to hue;')
  const second = await start(newer.main, 'migrate', administrator)
  assert.equal(await ended(second), 0, second.said())
  for (const program of [oldServer, oldWorker]) {
    assert.equal(await ended(program), 6, program.said())
    assert.match(program.said(), /no-more-ends-older\.sql leaves nothing.*Start the newer program in its place/)
  }
  const last = await start(newer.main, 'server', environment)
  await ready(last)
  assert.equal(await total(last, 'name:told-*'), 3)
  // The first of the newer servers does not know the second migration either.
  assert.equal(await ended(newServer), 6)
  last.process.kill('SIGTERM')
  await ended(last)
})
