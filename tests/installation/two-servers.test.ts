import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { account, createActivationKey, inTenant } from '@holdfast/platform/intake'
import { type Database, externalAccess, openDatabase } from '@holdfast/platform/store'
import { startForTest, temporaryHome, testServers } from '@holdfast/platform/store/testing'
import { createApiToken, ensureFirstOwner } from '../../platform/access/index.ts'
import { CountingSource } from '../durability/counting-source.ts'
import { runVerb } from '../durability/run-verb.ts'
import { freePorts } from '../journeys/installation.ts'
import { exampleOf, type ToldHost, tellHost } from '../journeys/told-host.ts'

const main = fileURLToPath(new URL('../../programs/cli/main.ts', import.meta.url))
const debian = testServers().find(({ name }) => name.startsWith('Debian'))!
const scope = { after }

let environment: Record<string, string>
let database: Database
let tenantId = 0
let activationKey = ''
let token = ''
const servers: { port: number; process: ChildProcess }[] = []
const workers: ChildProcess[] = []
let said = ''

function start(verb: 'server' | 'worker', ports: readonly number[] = [0, 0]): ChildProcess {
  const child = spawn(process.execPath, [main, verb], {
    env: { ...process.env, ...environment, HOLDFAST_PORT: String(ports[0]), HOLDFAST_TLS_PORT: String(ports[1]) },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk))
  return child
}

async function startServer(): Promise<{ port: number; process: ChildProcess }> {
  const [port, tlsPort] = (await freePorts(2)) as [number, number]
  return { port, process: start('server', [port, tlsPort]) }
}

const origin = (index: number) => `http://localhost:${servers[index]!.port}`

async function ready(index: number): Promise<void> {
  for (const until = performance.now() + 60_000; ; ) {
    const reply = await fetch(`${origin(index)}/readyz`).catch(() => undefined)
    if (reply?.ok) return
    assert.ok(performance.now() < until, `server ${index} is not ready: ${said}`)
    await sleep(50)
  }
}

async function end(child: ChildProcess, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill(signal)
  const patience = setTimeout(() => child.kill('SIGKILL'), 15_000)
  await gone
  clearTimeout(patience)
}

async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  for (const end = performance.now() + 60_000; !(await holds()); ) {
    assert.ok(performance.now() < end, `${what} did not happen: ${said.slice(-4000)}`)
    await sleep(50)
  }
}

async function ask(index: number, path: string) {
  const reply = await fetch(`${origin(index)}/api/v1${path}`, { headers: { authorization: `Bearer ${token}` } })
  assert.equal(reply.status, 200, path)
  return (await reply.json()) as { data: Record<string, unknown>[]; page: { total: number } }
}

const skip = debian.missing ?? false

// Before the end of the database that they need.
after(async () => {
  await Promise.all([...servers.map((each) => each.process), ...workers].map((child) => end(child)))
  await database?.close()
})

if (!skip) {
  const cluster = await startForTest(temporaryHome(scope), debian.options)
  const { host, user, password } = cluster.admin!
  const place = `/holdfast?host=${encodeURIComponent(host)}`
  environment = {
    HOLDFAST_HOME: temporaryHome(scope).path,
    DATABASE_URL: `postgres://holdfast_two:only-for-tests@${place}`,
    DATABASE_ADMIN_URL: `postgres://${user}:${encodeURIComponent(password!)}@${place}`,
  }
  const migrated = await runVerb(['migrate'], environment)
  assert.equal(migrated.code, 0, migrated.err)
  const { DATABASE_ADMIN_URL: _, ...running } = environment
  environment = running
  database = await openDatabase({ access: externalAccess({ url: environment.DATABASE_URL! }) })
  const owner = await ensureFirstOwner(database, { tenant: 'Both', person: 'Owner' })
  tenantId = owner.tenantId
  activationKey = (await inTenant(database, tenantId, (tx) => createActivationKey(tx, { name: 'both' }))).key
  token = (
    await database.asTenant(tenantId, (tx) =>
      createApiToken(tx, { name: 'both', scopes: ['*'], personId: owner.personId }),
    )
  ).secret
  // At the same moment, in a home that has no keys yet.
  servers.push(...(await Promise.all([startServer(), startServer()])))
  workers.push(start('worker'), start('worker'))
  await Promise.all([ready(0), ready(1)])
}

const sshServer = (port: number) => ({
  'inventory.ssh-server': [
    exampleOf('inventory.ssh-server', { ports: [port], permitEmptyPasswords: 'yes', passwordAuthentication: 'yes' }),
  ],
})

test('a host that is told of at one server is seen live at the other', { skip }, async (t) => {
  const leave = new AbortController()
  t.after(() => leave.abort())
  const reply = await fetch(`${origin(0)}/api/v1/events`, {
    signal: leave.signal,
    headers: { authorization: `Bearer ${token}`, accept: 'text/event-stream' },
  })
  assert.equal(reply.status, 200)
  let heard = ''
  const listening = (async () => {
    for await (const chunk of reply.body!) heard += Buffer.from(chunk).toString()
  })().catch(() => {})
  const host = await tellHost(origin(1), activationKey, 'seen-at-both')
  await host.state(sshServer(22))
  await until('the news', async () => heard.includes('asset.new') && heard.includes('asset.assessed'))
  for (const index of [0, 1]) assert.equal((await ask(index, '/assets?q=name:seen-at-both')).page.total, 1)
  leave.abort()
  await listening
})

test('both servers hand out what one authority and one key have signed', { skip }, async () => {
  const scripts = await Promise.all(
    [0, 1].map(async (index) => (await fetch(`${origin(index)}/agent/v1/authority.pem`)).text()),
  )
  assert.match(scripts[0]!, /BEGIN CERTIFICATE/)
  assert.equal(scripts[0], scripts[1])
})

test('killed servers and workers lose and double nothing, whichever of them is asked', { skip }, async () => {
  const hosts: ToldHost[] = []
  for (let n = 0; n < 6; n += 1) hosts.push(await tellHost(origin(n % 2), activationKey, `told-${n}`))
  const stop = new AbortController()
  const sources = await Promise.all(
    [0, 1].map(async (index) => {
      let turn = index
      return new CountingSource(() => origin(turn++ % 2)).enrol(activationKey)
    }),
  )
  const counting = sources.map((source) => source.run(stop.signal))
  for (let round = 0; round < 4; round += 1) {
    const at = round % 2
    const [server, worker] = [servers[at]!, workers[at]!]
    await Promise.all([end(server.process, 'SIGKILL'), end(worker, 'SIGKILL')])
    // The other one goes on alone.
    await Promise.all(
      hosts.map((_, n) =>
        tellHost(origin(1 - at), activationKey, `during-${round}-${n}`).then((h) => h.state(sshServer(n))),
      ),
    )
    servers[at] = await startServer()
    workers[at] = start('worker')
    await ready(at)
  }
  stop.abort()
  await Promise.all(counting)
  // A killed server says nothing; whoever answers says that it is stored.
  for (const { complaints } of sources)
    assert.deepEqual(
      [...complaints].filter((said) => said !== 'fetch failed'),
      [],
    )
  await until('that all is applied', async () => (await inTenant(database, tenantId, account)).pending === 0)
  const found = await inTenant(database, tenantId, account)
  assert.deepEqual(found.problems, [])
  await until('that all is judged', async () => {
    const { rows } = await database.asTenant(tenantId, (tx) =>
      tx.query<{ due: number }>(
        'select count(*)::int as due from judgement_due where tenant_id = $1 and due_at <= now()',
        [tenantId],
      ),
    )
    return rows[0]!.due === 0
  })
  for (const index of [0, 1]) assert.equal((await ask(index, '/assets?q=name:during-*&limit=1')).page.total, 24)
  const { rows } = await database.asTenant(tenantId, (tx) =>
    tx.query<{ n: number; places: number }>(
      'select count(*)::int as n, count(distinct (asset_id, check_no, place))::int as places from finding where tenant_id = $1',
      [tenantId],
    ),
  )
  assert.ok(rows[0]!.n > 0)
  assert.equal(rows[0]!.n, rows[0]!.places)
})
