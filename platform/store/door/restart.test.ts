import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { createTenant } from '../create-tenant.ts'
import type { EmbeddedServer } from '../embedded/start-embedded.ts'
import { migrate } from '../migrate/migrate.ts'
import { DatabaseUnavailable, StoreError } from '../store-error.ts'
import { startForTest, temporaryHome } from '../testing/temporary-home.ts'
import { type Database, openDatabase } from './open-database.ts'

const part = { part: 'sample', folder: new URL('./testdata/sample/', import.meta.url) }

test('callers get DatabaseUnavailable while PostgreSQL is down, and go on when it is back', async (t) => {
  const { server, database, tenant } = await open(t)
  const running = database.asTenant(tenant, (tx) => tx.query('select pg_sleep(60)'))
  await sleep(100)
  kill(server)
  await assert.rejects(running, isUnavailable)
  await untilBack(database, tenant)
  assert.equal((await database.asTenant(tenant, (tx) => tx.query('select * from sample'))).rowCount, 0)
})

test('idempotent work waits for the server to come back', async (t) => {
  const { server, database, tenant } = await open(t)
  await database.asTenant(tenant, (tx) => tx.query('select 1'))
  const afterKill = async () => {
    const { pid } = server
    kill(server)
    try {
      return await database.asTenant(tenant, (tx) => tx.query('select 1 as one'), { idempotent: true })
    } catch (error) {
      assert.ok(error instanceof DatabaseUnavailable && server.pid === pid, `was back, and yet: ${error}`)
      return undefined
    }
  }
  // A busy machine may start the server later than such work waits for it: then it is tried again, since that shows nothing yet.
  let result = await afterKill()
  for (let round = 2; !result && round <= 5; round++) {
    await untilBack(database, tenant)
    result = await afterKill()
  }
  assert.deepEqual(result?.rows, [{ one: 1 }])
})

test('what was acknowledged is stored exactly once over many kills', async (t) => {
  const { server, database, tenant } = await open(t)
  const acknowledged = new Set<number>()
  const unknown = new Set<number>()
  let next = 1
  let stop = false
  const writer = async () => {
    while (!stop) {
      const id = next++
      try {
        await database.asTenant(tenant, (tx) =>
          tx.query("insert into sample (tenant_id, id, name) values ($1, $2, 'x')", [tenant, id]),
        )
        acknowledged.add(id)
      } catch (error) {
        assert.ok(error instanceof StoreError, String(error))
        if (error instanceof DatabaseUnavailable && error.maybeCommitted) unknown.add(id)
        await sleep(20)
      }
    }
  }
  const writers = [1, 2, 3, 4].map(writer)
  for (let round = 1; round <= 5; round++) {
    await sleep(100 + Math.random() * 300)
    const { pid } = server
    kill(server)
    while (server.pid === pid) await sleep(20)
  }
  stop = true
  await Promise.all(writers)
  const { rows } = await database.asTenant(tenant, (tx) => tx.query<{ id: number }>('select id from sample'))
  const stored = new Set(rows.map((row) => row.id))
  assert.ok(acknowledged.size > 0)
  assert.deepEqual(
    [...acknowledged].filter((id) => !stored.has(id)),
    [],
  )
  assert.deepEqual(
    [...stored].filter((id) => !acknowledged.has(id) && !unknown.has(id)),
    [],
  )
})

test('listeners hear again after a restart, and are told that they may have missed something', async (t) => {
  const { server, database, tenant } = await open(t)
  const heard: string[] = []
  await database.listen('news', { notice: (payload) => heard.push(payload), gap: () => heard.push('gap') })
  const tell = (text: string) =>
    database.asTenant(tenant, (tx) => tx.query("select pg_notify('news', $1)", [text]), { idempotent: true })
  await tell('one')
  await until(() => heard.length === 1)
  kill(server)
  await until(() => heard.includes('gap'))
  await tell('two')
  await until(() => heard.includes('two'))
  assert.deepEqual(heard, ['one', 'gap', 'two'])
})

async function open(t: { after(fn: () => unknown): void }) {
  let database: Database | undefined
  t.after(() => database?.close())
  const server = await startForTest(temporaryHome(t), { settings: { shared_buffers: '64MB' } })
  await migrate({ access: server, parts: [part] })
  database = await openDatabase({ access: server, parts: [part] })
  const { id } = await database.asPlatform((tx) => createTenant(tx, { name: 'Test' }))
  return { server, database, tenant: id }
}

function kill(server: EmbeddedServer) {
  process.kill(server.pid, 'SIGKILL')
}

function isUnavailable(error: unknown) {
  return error instanceof DatabaseUnavailable && !error.maybeCommitted
}

async function untilBack(database: Database, tenant: number) {
  for (;;) {
    try {
      await database.asTenant(tenant, (tx) => tx.query('select 1'))
      return
    } catch (error) {
      assert.ok(error instanceof DatabaseUnavailable, String(error))
      await sleep(20)
    }
  }
}

async function until(condition: () => boolean) {
  const end = Date.now() + 60_000
  while (!condition()) {
    if (Date.now() > end) throw new Error('It did not happen within a minute.')
    await sleep(20)
  }
}
