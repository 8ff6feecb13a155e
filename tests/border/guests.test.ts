import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { startUpkeep } from '@holdfast/platform/jobs'
import { confirmAddress, endGuests, eraseJob, giveAddress, openGuest } from '@holdfast/platform/tenants'
import { isSignedBy, newSigningKey } from '@holdfast/platform/trust'
import { serverFaces } from '../../apps/server.ts'
import { sampleInstallation } from '../api/sample-installation.ts'
import { listOperations } from './attack-routes.ts'

const installation = await sampleInstallation({ after })
const { database, admin, ask, tenantId: operator, server } = installation
const failures: unknown[] = []
const upkeep = startUpkeep(
  database,
  serverFaces.flatMap((face) => face.upkeep ?? []),
  async () => [],
  (error) => failures.push(error),
)
after(() => upkeep.stop())

const day = 86_400_000
const page = { 'x-holdfast-request': '1' }
const open = (offer = 'wannacry') => ask('POST', '/api/v1/guest-tenants', { token: '', body: { offer }, headers: page })
const set = (body: object) => ask('POST', '/api/v1/campaigns/guests', { body })
const from = { address: '127.0.0.1', traceId: '0'.repeat(32) }

interface Visiting {
  readonly tenant: string
  readonly endsAt: string
  readonly headers: Record<string, string>
}

/** Somebody who came by the open door, with the cookie that they got there. */
async function visiting(): Promise<Visiting> {
  const reply = await open()
  assert.equal(reply.status, 201, reply.text)
  const cookie = reply.headers.getSetCookie().find((each) => /^holdfast-local=/.test(each))!
  return { ...reply.json.data, headers: { ...page, cookie: cookie.split(';')[0]! } }
}
const internal = async (tenant: string) =>
  (await admin.query<{ id: number }>('select id from holdfast.tenant where public_id = $1', [tenant])).rows[0]?.id

test('nobody comes in before the operator lets guests in, and nobody who is owned can let them in', async () => {
  assert.deepEqual((await ask('GET', '/api/v1/guest-offers', { token: '' })).json.data, [])
  const refused = await open()
  assert.deepEqual([refused.status, refused.json.code], [404, 'not-offered'])
  assert.equal((await set({ pack: 'no-such-pack', on: true })).status, 422)
  const demo = (await ask('POST', '/api/v1/demo-tenants', { body: { hosts: 1 } })).json.data.tenant
  const owned = await installation.token(['*'], (await internal(demo))!)
  const notMine = await ask('POST', '/api/v1/campaigns/guests', { token: owned, body: { pack: 'wannacry', on: true } })
  assert.deepEqual([notMine.status, notMine.json.code], [403, 'not-a-provider'])
})

let guest: Visiting

test('a guest gets a tenant with the one campaign, and may what that needs and nothing else', async () => {
  const { json } = await set({ pack: 'wannacry', on: true, most: 2 })
  assert.deepEqual(
    [json.data.offers[0].pack, json.data.offers[0].path, json.data.offers[0].days],
    ['wannacry', '/guest/wannacry', 30],
  )
  const offered = await ask('GET', '/api/v1/guest-offers', { token: '' })
  assert.equal(offered.json.data[0].isFree, true)
  guest = await visiting()
  const { headers } = guest
  const as = (method: string, path: string, body?: unknown) =>
    ask(method, path, { token: '', headers, ...(body !== undefined && { body }) })
  const session = (await as('GET', '/api/v1/session')).json.data
  assert.deepEqual([session.tenantKind, session.guest.offer, session.guest.endsAt], ['guest', 'wannacry', guest.endsAt])
  let campaigns: { pack?: string; name: string }[] = []
  for (let tries = 0; tries < 200 && campaigns.length === 0; tries++) {
    campaigns = (await as('GET', '/api/v1/campaigns')).json.data
    if (campaigns.length === 0) await sleep(50)
  }
  assert.deepEqual(
    campaigns.map(({ name }) => name),
    ['wannacry'],
    String(failures),
  )
  assert.equal((await as('GET', '/api/v1/assets')).status, 200)
  const made = await as('POST', '/api/v1/activation-keys', { name: 'mine' })
  assert.equal(made.status, 201, made.text)
  const exported = await as('GET', '/api/v1/tenant/export')
  assert.match(exported.text, /"table":"campaigns_campaign"/)
  assert.doesNotMatch(exported.text, /"table":"tenant_guest"/)
  // Whatever else there is says why it is none of theirs.
  const permitted = new Set(session.permissions as string[])
  const refused = await as('POST', '/api/v1/campaigns', { pack: 'log4shell' })
  assert.deepEqual([refused.status, refused.json.code], [403, 'guest-tenant'])
  assert.match(refused.json.detail, /opened for one campaign, and campaigns:write is no part of that/)
  let asked = 0
  for (const { path, method, permission } of server.routes) {
    if (permitted.has(permission)) continue
    const url = `/api/v1${path.replace(/:\w+/g, 'x')}`
    const reply = await as(method, url, method === 'GET' || method === 'DELETE' ? undefined : {})
    assert.deepEqual([reply.status, reply.json.code], [403, 'guest-tenant'], `${method} ${path}`)
    asked++
  }
  assert.ok(asked > 100, `${asked} routes`)
  assert.ok(listOperations(server.openApi).length > asked)
})

test('one guest sees nothing of another, nor of the operator, nor the operator of them', async () => {
  const other = await visiting()
  const text = async (path: string, headers: Record<string, string>) =>
    (await ask('GET', path, { token: '', headers })).text
  for (const path of ['/api/v1/activation-keys', '/api/v1/campaigns', '/api/v1/tenant/export']) {
    assert.doesNotMatch(await text(path, other.headers), /"mine"/, path)
    assert.doesNotMatch(await text(path, other.headers), new RegExp(guest.tenant), path)
  }
  assert.equal((await ask('GET', '/api/v1/activation-keys')).text.includes('"mine"'), false)
  assert.equal(
    (await ask('POST', '/api/v1/session/tenant', { token: '', headers: guest.headers, body: { tenant: other.tenant } }))
      .status >= 400,
    true,
  )
})

test('as many live as the operator lets, and one address opens no more than three in an hour', async () => {
  const one = () => openGuest(database, { offer: 'wannacry', ...from, now: Date.now() })
  await assert.rejects(one(), { code: 'too-many' })
  const offered = await ask('GET', '/api/v1/guest-offers', { token: '' })
  assert.equal(offered.json.data[0].isFree, false)
  await set({ pack: 'wannacry', on: true, most: 6 })
  // The first was refused, since nobody was let in yet: it counts all the same.
  const again = await open()
  assert.deepEqual([again.status, again.json.code], [429, 'too-many-requests'])
  // All at one moment: the last of them come too late.
  const outcomes = await Promise.allSettled(Array.from({ length: 8 }, one))
  assert.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 4)
  assert.equal((await set({ pack: 'wannacry', on: false })).json.data.tenants.length, 6)
  await assert.rejects(one(), { code: 'not-found' })
})

test('an address counts once the code came back that was mailed there', async () => {
  const id = (await internal(guest.tenant))!
  await giveAddress(database, id, 'guest@example.org', Date.now())
  const { rows } = await admin.query<{ body: { summary: string; to: string[] } }>(
    'select body from holdfast.notify_message where tenant_id = $1',
    [id],
  )
  const code = /^(\d{6}) /.exec(rows[0]!.body.summary)![1]!
  assert.deepEqual(rows[0]!.body.to, ['guest@example.org'])
  const wrong = code === '000000' ? '111111' : '000000'
  await assert.rejects(confirmAddress(database, id, wrong, Date.now()), /not the code/)
  await assert.rejects(confirmAddress(database, id, code, Date.now() + 61 * 60_000), /too old/)
  await confirmAddress(database, id, code, Date.now())
  await assert.rejects(confirmAddress(database, id, code, Date.now()), /not the code/)
  for (let more = 0; more < 4; more++) await giveAddress(database, id, 'other@example.org', Date.now())
  await assert.rejects(giveAddress(database, id, 'other@example.org', Date.now()), /as many as are/)
  const { guest: state } = (await ask('GET', '/api/v1/session', { token: '', headers: guest.headers })).json.data
  assert.deepEqual([state.address, state.pendingAddress], ['guest@example.org', 'other@example.org'])
})

test('the end is announced a week and a day before, once each, and an operator moves it', async () => {
  const id = (await internal(guest.tenant))!
  const ends = Date.parse(guest.endsAt)
  const told = async () =>
    (
      await admin.query<{ summary: string }>(
        `select body ->> 'summary' as summary from holdfast.notify_message where tenant_id = $1 and body ->> 'summary' like 'Your tenant%' order by 1`,
        [id],
      )
    ).rows.map(({ summary }) => summary)
  const only = async (now: number) => endGuests(database, now)
  assert.deepEqual(await only(ends - 8 * day), { announced: 0, ended: 0 })
  assert.ok((await only(ends - 7 * day)).announced >= 1)
  await only(ends - 6 * day)
  assert.equal((await told()).length, 1)
  assert.match((await told())[0]!, /^Your tenant for .*WannaCry.* ends within 7 days$/)
  await only(ends - day)
  assert.equal((await told()).length, 2)
  const moved = await ask('POST', '/api/v1/campaigns/guests/extend', { body: { tenant: guest.tenant, days: 10 } })
  assert.equal(Date.parse(moved.json.data.endsAt), ends + 10 * day)
  const tooFar = await ask('POST', '/api/v1/campaigns/guests/extend', { body: { tenant: guest.tenant, days: 90 } })
  assert.deepEqual([tooFar.status, tooFar.json.code], [409, 'too-many'])
  const { rows } = await admin.query<{ n: number }>(
    `select count(*)::int as n from holdfast.audit_entry where tenant_id = $1 and action = 'guest:announced'`,
    [id],
  )
  assert.equal(rows[0]!.n, 2)
})

test('at the end everybody is out, every row goes, and the tombstone stays', async () => {
  const id = (await internal(guest.tenant))!
  const ends = Date.parse(guest.endsAt)
  const before = await endGuests(database, ends + 5 * day)
  // The others ended by their own clocks; this one was given more time.
  assert.ok(before.ended >= 1)
  assert.equal((await ask('GET', '/api/v1/session', { token: '', headers: guest.headers })).status, 200)
  assert.equal((await endGuests(database, ends + 10 * day)).ended, 1)
  assert.deepEqual(await endGuests(database, ends + 10 * day), { announced: 0, ended: 0 })
  assert.equal((await ask('GET', '/api/v1/session', { token: '', headers: guest.headers })).status, 401)
  const key = newSigningKey()
  const { rows: erasures } = await admin.query<{ erasure: string; name: string }>(
    `select args ->> 'erasure' as erasure, args ->> 'name' as name from holdfast.job where tenant_id = $1 and kind = 'tenants.erase'`,
    [operator],
  )
  assert.equal(erasures.length, 6)
  const erase = (args: object) =>
    eraseJob({ database, signingKey: () => key }).run({
      args,
      stop: new AbortController().signal,
      progress: () => {},
      inTenant: (work: (tx: never) => Promise<unknown>) => database.asTenant(operator, (tx) => work(tx as never)),
    } as never)
  // As a worker does: where something was still being reckoned for the tenant, it goes on a moment later.
  for (const args of erasures)
    for (let attempt = 1; ; attempt++) {
      try {
        await erase(args)
        break
      } catch (error) {
        if (attempt === 20) throw error
        await sleep(50)
      }
    }
  assert.equal(await internal(guest.tenant), undefined)
  const { rows: left } = await admin.query<{ table: string }>(
    `select c.relname as table from pg_class c join pg_attribute a on a.attrelid = c.oid
      where c.relnamespace = 'holdfast'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition and not a.attisdropped
        and a.attname in ('tenant_id', 'owner_tenant') and a.attnum > 0`,
  )
  for (const { table } of left) {
    const { rows } = await admin.query<{ n: number }>(
      `select count(*)::int as n from holdfast.${table} t where to_jsonb(t) ->> 'tenant_id' = $1`,
      [String(id)],
    )
    assert.equal(rows[0]!.n, 0, table)
  }
  const tombstones = (await ask('GET', '/api/v1/erasures')).json.data as {
    tenant: string
    state: string
    statement: string
    signature: string
  }[]
  const mine = tombstones.find(({ tenant }) => tenant === guest.tenant)!
  assert.equal(mine.state, 'done')
  assert.ok(isSignedBy('audit-head', { text: mine.statement, signature: mine.signature }, key.publicKey))
  assert.deepEqual((await ask('GET', '/api/v1/campaigns/guests')).json.data.tenants, [])
  assert.deepEqual(failures, [])
})
