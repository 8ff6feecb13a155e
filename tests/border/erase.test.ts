import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { acceptInvitation, openSession } from '@holdfast/platform/access'
import { forgetOldChanges } from '@holdfast/platform/facts'
import { countTenants, createChild, eraseJob, holdChild, type TenantWriter } from '@holdfast/platform/tenants'
import { isSignedBy, newSigningKey } from '@holdfast/platform/trust'
import { sampleInstallation } from '../api/sample-installation.ts'

const installation = await sampleInstallation({ after })
const { database, admin, ask, tenantId: provider, url } = installation
await admin.query(`update tenant set kind = 'provider', name = 'Northwind' where id = $1`, [provider])
const writer: TenantWriter = { kind: 'person', id: 'per_test', name: 'Test', provider: 'Northwind' }
const made = async (name: string) => {
  const child = await database.asTenant(provider, (tx) => createChild(tx as never, { name }, writer))
  await installation.fill(child.tenantId, `${name.toLowerCase()}-`)
  return child
}
const leaving = await made('Leaving')
const staying = await made('Staying')
await countTenants(database)

/** Every table with a column that says whose a row is: found by the name of the column alone, not by how the erasing finds them. */
async function rowsOf(tenantId: number): Promise<Record<string, number>> {
  const { rows: columns } = await admin.query<{ table: string; column: string }>(
    `select c.relname as table, a.attname as column from pg_class c join pg_attribute a on a.attrelid = c.oid
      where c.relnamespace = 'holdfast'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition and not a.attisdropped
        and a.attname in ('tenant_id', 'owner_tenant') and a.attnum > 0`,
  )
  const counts: Record<string, number> = {}
  for (const { table, column } of columns) {
    const { rows } = await admin.query(`select count(*)::int as n from holdfast.${table} where ${column} = $1`, [
      tenantId,
    ])
    if (rows[0].n > 0) counts[table] = rows[0].n
  }
  return counts
}

/** Somebody of the provider, signed in. */
async function person(name: string): Promise<string> {
  const body = { name, role: 'owner' }
  const invited = await ask('POST', '/api/v1/people/invitations', { body })
  const secret = invited.json.data.link.split('#')[1]
  const member = await acceptInvitation(database, secret, undefined, undefined, async () => {})
  const session = await openSession(database, member!, {
    door: 'loopback',
    address: '127.0.0.1',
    agent: 'test',
    factors: ['link'],
  })
  return `holdfast-local=${session.secret}`
}

// biome-ignore lint/suspicious/noExplicitAny: a test looks at what it expects
async function by(cookie: string, path: string, body?: unknown): Promise<{ status: number; json: any }> {
  const reply = await fetch(`${url}/api/v1${path}`, {
    method: 'POST',
    headers: { cookie, origin: url, 'x-holdfast-request': '1', 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  return { status: reply.status, json: await reply.json() }
}

const ada = await person('Ada')
const bob = await person('Bob')
let erasure = ''

test('a held tenant loses nothing, neither by age nor by hand', async () => {
  await database.asTenant(provider, (tx) => holdChild(tx as never, leaving.id, 'A dispute.', writer))
  assert.equal((await ask('GET', `/api/v1/tenants/${leaving.id}`)).json.data.hold.reason, 'A dispute.')
  for (const child of [leaving, staying])
    await admin.query(
      `insert into fact_change (tenant_id, asset_id, fact, scope, source_id, key, item, began, ended, observed_from, received_from, observed_until, received_until)
       select tenant_id, asset_id, 'inventory.package', 'old', source_id, 'old', '{}', 'came', 'went', now() - interval '9 years', now() - interval '9 years', now() - interval '8 years', now() - interval '8 years'
         from asset_source where tenant_id = $1 limit 1`,
      [child.tenantId],
    )
  const registry = new Map([['inventory.package', { type: { keepFor: '30 days' } }]])
  await forgetOldChanges(database, registry as never, Date.now())
  const old = async (tenantId: number) =>
    (await admin.query(`select 1 from fact_change where tenant_id = $1 and scope = 'old'`, [tenantId])).rowCount
  assert.deepEqual([await old(leaving.tenantId), await old(staying.tenantId)], [1, 0])
  const refused = await by(ada, `/tenants/${leaving.id}/erase`, { name: 'Leaving' })
  assert.deepEqual([refused.status, refused.json.code], [409, 'held'])
  assert.equal((await by(ada, `/tenants/${leaving.id}/release`)).status, 200)
})

test('erasing takes the typed name and two people; a token is nobody', async () => {
  const wrong = await by(ada, `/tenants/${leaving.id}/erase`, { name: 'leaving' })
  assert.deepEqual([wrong.status, wrong.json.errors[0].code], [422, 'not-confirmed'])
  assert.equal((await ask('POST', `/api/v1/tenants/${leaving.id}/erase`, { body: { name: 'Leaving' } })).status, 403)
  const asked = await by(ada, `/tenants/${leaving.id}/erase`, { name: 'Leaving' })
  assert.equal(asked.status, 201, JSON.stringify(asked.json))
  erasure = asked.json.data.id
  const alone = await by(ada, `/erasures/${erasure}/approve`)
  assert.deepEqual([alone.status, alone.json.code], [403, 'second-person'])
  await admin.query(`update tenant_erasure set waits_until = now() where public_id = $1`, [erasure])
  // The waiting time is over: one would be enough. Bob agrees all the same.
  const agreed = await by(bob, `/erasures/${erasure}/approve`)
  assert.equal(agreed.status, 202, JSON.stringify(agreed.json))
})

test('everything of a tenant is there to be taken along before', async () => {
  const token = await installation.token(['*'], staying.tenantId)
  const reply = await ask('GET', '/api/v1/tenant/export', { token })
  const lines = reply.text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  const counts = await rowsOf(staying.tenantId)
  const told = new Set(lines.map(({ table }) => table))
  assert.deepEqual(
    Object.keys(counts).filter((table) => !told.has(table)),
    [],
  )
  assert.equal(lines.at(-1).rows, lines.length - 1)
  assert.ok(lines.every(({ row }) => row === undefined || !('digest' in row)))
  assert.ok(!reply.text.includes('leaving-'), 'nothing of another tenant')
})

test('every row of every table goes, whenever the worker is killed; the tombstone proves the log, and others keep what they have', async () => {
  const before = await rowsOf(staying.tenantId)
  const had = await rowsOf(leaving.tenantId)
  assert.ok(Object.keys(had).length > 25, JSON.stringify(had))
  const key = newSigningKey()
  // Ends in the middle again and again, wherever it has come to; what runs next begins anew.
  let steps = 0
  let lives = 0
  for (let limit = 1; ; limit += 40) {
    lives++
    const stop = new AbortController()
    steps = 0
    const services = {
      database,
      signingKey: () => key,
      onStep: () => {
        if (++steps >= limit) stop.abort(new Error('killed'))
      },
    }
    const job = {
      tenantId: provider,
      id: 'job_x',
      args: { erasure, name: 'Leaving' },
      attempt: lives,
      stop: stop.signal,
      inTenant: (work: (tx: never) => unknown) => database.asTenant(provider, (tx) => work(tx as never) as never),
      progress: () => {},
    }
    try {
      await eraseJob(services).run(job as never)
      break
    } catch (error) {
      if (!stop.signal.aborted) throw error
    }
  }
  assert.ok(lives > 3, `${lives} lives`)
  assert.deepEqual(await rowsOf(leaving.tenantId), {})
  assert.equal((await admin.query('select 1 from tenant where id = $1', [leaving.tenantId])).rowCount, 0)
  assert.deepEqual(await rowsOf(staying.tenantId), before)
  const { data } = (await ask('GET', `/api/v1/erasures/${erasure}`)).json
  assert.equal(data.state, 'done')
  assert.ok(data.rowsErased > 100)
  assert.equal(JSON.parse(data.statement).tenant, leaving.id)
  assert.ok(JSON.parse(data.statement).seq > 0)
  assert.ok(isSignedBy('audit-head', { text: data.statement, signature: data.signature }, key.publicKey))
  assert.equal((await ask('GET', `/api/v1/tenants/${leaving.id}`)).status, 404)
})
