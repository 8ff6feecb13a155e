import assert from 'node:assert/strict'
import { type ChildProcess, fork } from 'node:child_process'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { startJob } from '@holdfast/platform/jobs'
import { approveErasure, createChild, eraseJob, requestErasure, type TenantWriter } from '@holdfast/platform/tenants'
import { sampleInstallation } from '../api/sample-installation.ts'

const children = 1000
const installation = await sampleInstallation({ after })
const { database, access, admin, ask, tenantId: provider } = installation
await admin.query(`update tenant set kind = 'provider', name = 'Northwind' where id = $1`, [provider])
const writer: TenantWriter = { kind: 'person', id: 'per_one', name: 'One', provider: 'Northwind' }
const file = fileURLToPath(new URL('./tenant-worker.ts', import.meta.url))

/** A worker that is killed with -9 each time that it has done so many steps, until the last life. Answers with the errors that it told. */
async function untilDone(isDone: () => Promise<boolean>, lives: readonly number[]): Promise<string[]> {
  const errors: string[] = []
  const logins = Object.fromEntries((['app', 'jobs', 'maintenance'] as const).map((role) => [role, access.login(role)]))
  for (const steps of [...lives, Number.POSITIVE_INFINITY]) {
    const worker: ChildProcess = fork(file, { serialization: 'advanced' })
    worker.send(logins)
    let left = steps
    const gone = new Promise<void>((resolve) => worker.once('exit', () => resolve()))
    worker.on('message', (message: { error?: string }) => {
      if (message.error) errors.push(message.error)
      else if (--left === 0) worker.kill('SIGKILL')
    })
    try {
      while (worker.exitCode === null && worker.signalCode === null && !(await isDone())) await sleep(50)
    } finally {
      worker.kill('SIGKILL')
      await gone
    }
    if (await isDone()) break
  }
  return errors
}

const rowsIn = async (table: string, tenantId: number): Promise<number> =>
  (await admin.query(`select count(*)::int as n from ${table} where tenant_id = $1`, [tenantId])).rows[0].n

test(`a push into ${children} tenants goes on after its worker is killed, and does nothing twice`, async (t) => {
  await database.asTenant(
    provider,
    async (tx) => {
      for (let n = 0; n < children; n++) await createChild(tx as never, { name: `Customer ${n}` }, writer)
    },
    { timeoutMs: 300_000 },
  )
  const make = async (path: string, body: unknown) => {
    const reply = await ask('POST', `/api/v1${path}`, { body })
    assert.ok(reply.status < 300, reply.text)
    return reply.json.data
  }
  const above = await make('/tags', { name: 'Managed' })
  const tag = await make('/tags', { name: 'Servers', parent: above.id, query: 'name:web*' })
  const view = await make('/views', {
    list: 'findings',
    name: 'Worst',
    query: 'severity:critical',
    visibility: 'tenant',
  })
  const role = await make('/roles', { from: 'reader', title: 'Night shift' })
  const objects = [
    { kind: 'tag', id: tag.id },
    { kind: 'view', id: view.id },
    { kind: 'role', id: role.name },
  ]
  const { id } = await make('/blueprints', { name: 'Standard', objects })
  const state = async () => (await ask('GET', `/api/v1/blueprints/${id}`)).json.data
  const begun = performance.now()
  const { tenants } = await make(`/blueprints/${id}/push`, undefined)
  assert.equal(tenants, children)
  const errors = await untilDone(async () => (await state()).tenants.waiting === 0, [7, 240, 90, 310])
  t.diagnostic(`${children} tenants, 4 kills: ${((performance.now() - begun) / 1000).toFixed(1)} s`)
  assert.deepEqual(errors, [])
  assert.deepEqual((await state()).tenants, {
    waiting: 0,
    done: children,
    partly: 0,
    noGrant: 0,
    failed: 0,
    withdrawn: 0,
  })
  const { rows } = await admin.query(
    `select min(n)::int as least, max(n)::int as most, count(*)::int as tenants from (
       select (select count(*) from tag where tenant_id = c.child_id) + (select count(*) from saved_view where tenant_id = c.child_id)
            + (select count(*) from own_role where tenant_id = c.child_id)
            + (select count(*) from audit_entry where tenant_id = c.child_id and action = 'blueprint:push') as n
         from tenant_child c where c.tenant_id = $1) found`,
    [provider],
  )
  // Two tags, a view, a role, and it is told once.
  assert.deepEqual(rows[0], { least: 5, most: 5, tenants: children })
  const again = performance.now()
  await make(`/blueprints/${id}/push`, undefined)
  await untilDone(async () => (await state()).tenants.waiting === 0, [])
  t.diagnostic(`the same pushed again: ${((performance.now() - again) / 1000).toFixed(1)} s`)
  const one = performance.now()
  const made = await make('/tenants', { name: 'One more' })
  t.diagnostic(`a tenant made beside it: ${(performance.now() - one).toFixed(0)} ms`)
  await untilDone(async () => {
    const { json } = await ask('GET', `/api/v1/placements?q=${encodeURIComponent(`tenant.id:${made.id}`)}`)
    return json.data[0]?.state === 'done'
  }, [])
})

test('an erasing goes on after its worker is killed, and leaves nothing half', async () => {
  const leaving = await database.asTenant(provider, (tx) => createChild(tx as never, { name: 'Leaving' }, writer))
  await installation.fill(leaving.tenantId, 'leaving-')
  const id = await database.asTenant(provider, async (transaction) => {
    const tx = transaction as never
    const erasure = await requestErasure(tx, leaving.id, 'Leaving', writer)
    await approveErasure(tx, erasure, { ...writer, id: 'per_two', name: 'Two' })
    await startJob(tx, eraseJob(), { erasure, name: 'Leaving' }, 'per_two')
    return erasure
  })
  assert.ok((await rowsIn('asset', leaving.tenantId)) > 5)
  const read = async () => (await ask('GET', `/api/v1/erasures/${id}`)).json.data
  const errors = await untilDone(async () => (await read()).state === 'done', [1, 20, 45, 70])
  assert.deepEqual(errors, [])
  const { rows: tables } = await admin.query(`select name, owner_column as owner from tenant_tables()`)
  for (const { name, owner } of tables) {
    const { rowCount } = await admin.query(`select 1 from ${name} where ${owner} = $1 limit 1`, [leaving.tenantId])
    assert.equal(rowCount, 0, name)
  }
  assert.equal((await admin.query('select 1 from tenant where id = $1', [leaving.tenantId])).rowCount, 0)
  assert.ok((await read()).statement.includes(leaving.id))
})
