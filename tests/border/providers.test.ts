import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { newSignInLink } from '@holdfast/platform/access'
import { createActivationKey } from '@holdfast/platform/intake'
import { countTenants } from '@holdfast/platform/tenants'
import { SampleAgent } from '../../platform/intake/testing/sample-agent.ts'
import { sampleInstallation } from '../api/sample-installation.ts'

const installation = await sampleInstallation({ after })
const { database, admin, ask, tenantId: provider, url } = installation
await admin.query(`update tenant set kind = 'provider', name = 'Northwind' where id = $1`, [provider])

interface Reply {
  readonly status: number
  // biome-ignore lint/suspicious/noExplicitAny: a test looks at what it expects
  readonly json: any
}

/** Asks as somebody's browser does. */
async function by(cookie: string, method: string, path: string, body?: unknown, headers = {}): Promise<Reply> {
  const reply = await fetch(`${url}/api/v1${path}`, {
    method,
    headers: {
      cookie,
      origin: url,
      'x-holdfast-request': '1',
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const text = await reply.text()
  return { status: reply.status, json: text ? JSON.parse(text) : undefined }
}

async function create(name: string): Promise<{ id: string; internal: number }> {
  const made = await ask('POST', '/api/v1/tenants', { body: { name } })
  assert.equal(made.status, 201, made.text)
  const id = made.json.data.id as string
  const { rows } = await admin.query('select id from tenant where public_id = $1', [id])
  return { id, internal: rows[0].id }
}

/** Somebody who joined a tenant by an invitation of its people, and their cookie. */
async function join(inviter: string, name: string, role: string): Promise<string> {
  const invited = await by(inviter, 'POST', '/people/invitations', { name, role })
  assert.equal(invited.status, 201, JSON.stringify(invited.json))
  const secret = invited.json.data.link.split('#')[1]
  const reply = await ask('POST', '/api/v1/invitation/accept', { token: '', body: { secret } })
  return String(reply.headers.get('set-cookie')).split(';')[0]!
}

const first = await create('Anchor Foods')
const second = await create('Birch Health')
await installation.fill(first.internal, 'anchor-')
await countTenants(database)

const whereAmI = async (cookie: string) => (await by(cookie, 'GET', '/session')).json.tenant?.id as string | undefined

test('a provider sees names of its tenants, and numbers that equal the lists in the tenant', async () => {
  const { json } = await ask('GET', '/api/v1/tenants?q=assets%20%3E%200')
  assert.deepEqual(
    json.data.map((each: { name: string }) => each.name),
    ['Anchor Foods'],
  )
  const [{ numbers }] = json.data
  const cookie = await installation.cookie()
  assert.equal((await by(cookie, 'POST', '/session/tenant', { tenant: first.id })).status, 200)
  const total = async (list: string, q: string) => (await by(cookie, 'POST', `/${list}/search`, { q })).json.page.total
  assert.equal(numbers.assets, await total('assets', ''))
  for (const [severity, count] of Object.entries(numbers.open))
    assert.equal(count, await total('findings', `status:open and severity:${severity}`), severity)
  assert.equal(numbers.notAssessed, await total('not-assessed', ''))
  assert.ok(numbers.open.high > 0)
  const summary = (await ask('GET', '/api/v1/tenants/summary')).json.data
  assert.deepEqual([summary.tenants, summary.granted, summary.assets], [2, 2, numbers.assets])
})

test('a guest is told as one: in the session, among the members, and in the audit log of the tenant', async () => {
  const cookie = await installation.cookie()
  await by(cookie, 'POST', '/session/tenant', { tenant: first.id })
  const session = (await by(cookie, 'GET', '/session')).json
  assert.deepEqual([session.tenant.id, session.data.guestOf.name], [first.id, 'Northwind'])
  await by(cookie, 'POST', '/tags', { name: 'Made by a guest' })
  const members = (await by(cookie, 'GET', '/members')).json.data
  assert.deepEqual(
    members.map((each: { guestOf: string }) => each.guestOf),
    ['Northwind'],
  )
  const { rows } = await admin.query(
    `select entry from audit_entry where tenant_id = $1 and action in ('tenant:create', 'POST /session/tenant', 'POST /tags')`,
    [first.internal],
  )
  assert.ok(rows.length >= 3)
  for (const { entry } of rows) assert.match(JSON.parse(entry).actor.name, /\(Northwind\)/)
})

test('without a grant a provider is a stranger: nothing by name, id, count, or a different refusal', async () => {
  const owner = await join(await guestIn(second), 'Berta', 'owner')
  const [grant] = (await by(owner, 'GET', '/grants')).json.data
  const guest = await guestIn(second)
  const token = (await by(guest, 'POST', '/tokens', { name: 'guest', scopes: ['*:read'] })).json.data.secret as string
  const service = (await by(guest, 'POST', '/tokens', { name: 'guest service', scopes: ['*:read'], service: true }))
    .json.data.secret as string
  const invited = (await by(guest, 'POST', '/people/invitations', { name: 'Late', role: 'reader' })).json.data.link
  for (const each of [token, service]) assert.equal((await ask('GET', '/api/v1/session', { token: each })).status, 200)
  const stream = await listen(guest)
  const gone = await by(owner, 'DELETE', `/grants/${grant.id}`, undefined, { 'if-match': '*' })
  assert.equal(gone.status, 200, JSON.stringify(gone.json))
  await stream.ended
  assert.equal((await by(guest, 'GET', '/session')).status, 401)
  for (const each of [token, service]) assert.equal((await ask('GET', '/api/v1/session', { token: each })).status, 401)
  const accepted = await ask('POST', '/api/v1/invitation/accept', {
    token: '',
    body: { secret: invited.split('#')[1] },
  })
  assert.equal(accepted.status, 404)

  const cookie = await installation.cookie()
  const refused = await by(cookie, 'POST', '/session/tenant', { tenant: second.id })
  const nowhere = await by(cookie, 'POST', '/session/tenant', { tenant: `ten_${'0'.repeat(22)}` })
  assert.deepEqual([refused.status, refused.json.detail], [404, nowhere.json.detail])
  const reachable = (await by(cookie, 'GET', '/session/tenants?search=birch')).json
  assert.deepEqual([reachable.data, reachable.total], [[], 0])
  const { data } = (await ask('GET', `/api/v1/tenants/${second.id}`)).json
  assert.deepEqual([data.numbers, data.grant], [null, null])
  const { rowCount } = await admin.query('select 1 from tenant_rollup where child_id = $1', [second.internal])
  assert.equal(rowCount, 0)
  // It cannot let itself in again, since somebody is there to be asked.
  const again = await ask('POST', `/api/v1/tenants/${second.id}/grant`, { body: {} })
  assert.deepEqual([again.status, again.json.code], [409, 'somebody-there'])
  // They let it in again for an hour, as readers.
  assert.equal((await by(owner, 'POST', '/grants', { role: 'reader', days: 1 })).status, 201)
  const reader = await guestIn(second)
  assert.equal((await by(reader, 'POST', '/tags', { name: 'Not mine to make' })).status, 403)
})

test('an expired grant ends like a revoked one, and hides the numbers from that moment on', async () => {
  const third = await create('Cedar Law')
  await installation.fill(third.internal, 'cedar-')
  await countTenants(database)
  const guest = await guestIn(third)
  assert.ok((await ask('GET', `/api/v1/tenants/${third.id}`)).json.data.numbers.assets > 0)
  await admin.query(`update tenant_grant set expires_at = now() where tenant_id = $1`, [third.internal])
  assert.equal((await by(guest, 'GET', '/session')).status, 401)
  const { data } = (await ask('GET', `/api/v1/tenants/${third.id}`)).json
  assert.deepEqual([data.numbers, data.grant.lives], [null, false])
  for (const statement of [
    'select * from tenant_rollup where child_id = $1',
    'select count(*) as assets from asset where tenant_id = $1',
  ]) {
    const { rows } = await database.asTenant(provider, (tx) => tx.query(statement, [third.internal]))
    assert.deepEqual(
      rows.filter((row) => Number(row.assets) > 0),
      [],
      statement,
    )
  }
  await countTenants(database)
  assert.equal((await ask('GET', `/api/v1/tenants/${third.id}`)).json.data.numbers, null)
  // Nobody of its own is there, thus the provider may let itself in again.
  assert.equal((await ask('POST', `/api/v1/tenants/${third.id}/grant`, { body: { days: 7 } })).status, 200)
  assert.equal(await whereAmI(await guestIn(third)), third.id)
})

test('a tenant sees neither its provider nor its siblings', async () => {
  const owner = await join(await guestIn(first), 'Anna', 'owner')
  const secrets = ['Birch', 'Cedar', second.id, 'cedar-']
  for (const path of ['/tenants', '/tenants/summary', '/session/tenants', '/members', '/tenant', '/audit', '/home']) {
    const { json } = await by(owner, 'GET', path)
    for (const secret of secrets) assert.ok(!JSON.stringify(json).includes(secret), `${path} shows ${secret}`)
  }
  assert.deepEqual((await by(owner, 'GET', '/tenants')).json.page.total, 0)
  for (const id of [second.id, `ten_${'0'.repeat(22)}`]) {
    assert.equal((await by(owner, 'GET', `/tenants/${id}`)).status, 404)
    assert.equal((await by(owner, 'POST', '/session/tenant', { tenant: id })).status, 404)
  }
  const { rows } = await admin.query('select public_id from tenant where id = $1', [provider])
  assert.equal((await by(owner, 'POST', '/session/tenant', { tenant: rows[0].public_id })).status, 404)
  // It cannot make itself a provider, nor make tenants.
  const etag = { 'if-match': '*' }
  assert.equal((await by(owner, 'PATCH', '/tenant', { kind: 'provider' }, etag)).status, 403)
  assert.equal((await by(owner, 'POST', '/tenants', { name: 'Mine' })).status, 403)
  const other = await database.asTenant(first.internal, (tx) => tx.query('select id from tenant'))
  assert.deepEqual(other.rows, [{ id: first.internal }])
})

test('who leaves the provider, or may no longer go to customers, is out of all of them at once', async () => {
  const home = await installation.cookie()
  const grace = await join(home, 'Grace', 'manager')
  await by(grace, 'POST', '/session/tenant', { tenant: first.id })
  assert.equal(await whereAmI(grace), first.id)
  const stream = await listen(grace)
  const members = (await by(home, 'GET', '/members')).json.data as { id: string; name: string }[]
  const { id } = members.find(({ name }) => name === 'Grace')!
  const etag = { 'if-match': '*' }
  // A reader of the provider may not go to customers: the right went with the role.
  await by(home, 'PATCH', `/members/${id}`, { role: 'contact' }, etag)
  await stream.ended
  assert.equal(await whereAmI(grace), undefined)
  await by(home, 'PATCH', `/members/${id}`, { role: 'manager' }, etag)
  assert.equal(await whereAmI(grace), first.id)
  await by(home, 'DELETE', `/members/${id}`, undefined, etag)
  assert.equal(await whereAmI(grace), undefined)
})

test('a guest may no more than at home', async () => {
  const scanner = { from: 'reader', title: 'Visitor', permissions: ['*:read', 'tenants:enter'] }
  const made = await ask('POST', '/api/v1/roles', {
    body: { ...scanner, permissions: ['assets:read', 'members:read', 'tenants:enter'] },
  })
  assert.equal(made.status, 201, made.text)
  const visitor = await join(await installation.cookie(), 'Victor', made.json.data.name)
  await by(visitor, 'POST', '/session/tenant', { tenant: first.id })
  const { permissions } = (await by(visitor, 'GET', '/session')).json.data
  assert.deepEqual(permissions, ['assets:read', 'members:read', 'tenants:enter'])
  assert.equal((await by(visitor, 'POST', '/tags', { name: 'No' })).status, 403)
})

test('a way back in that a tenant’s people make in somebody’s name opens that tenant and no other', async () => {
  const anna = await join(await guestIn(first), 'Anna Two', 'owner')
  const berta = await join(await installation.cookie(), 'Berta of Northwind', 'owner')
  // Berta joins Anchor Foods as herself, too.
  const invited = await by(anna, 'POST', '/people/invitations', { name: 'Berta', role: 'reader' })
  const secret = invited.json.data.link.split('#')[1]
  const joined = await by(berta, 'POST', '/invitation/accept', { secret, present: true })
  assert.equal(joined.status, 201, JSON.stringify(joined.json))
  assert.equal(await whereAmI(berta), first.id)
  const members = (await by(anna, 'GET', '/members')).json.data as { id: string; name: string }[]
  const { id } = members.find(({ name }) => name === 'Berta of Northwind')!
  const back = await by(anna, 'POST', `/members/${id}/sign-in-link`)
  const opened = await ask('POST', '/api/v1/invitation/accept', {
    token: '',
    body: { secret: back.json.data.link.split('#')[1] },
  })
  const stolen = String(opened.headers.get('set-cookie')).split(';')[0]!
  assert.equal(await whereAmI(stolen), first.id)
  assert.deepEqual((await by(stolen, 'GET', '/session/tenants')).json.data, [])
  const { rows } = await admin.query('select public_id from tenant where id = $1', [provider])
  const refused = await by(stolen, 'POST', '/session/tenant', { tenant: rows[0].public_id })
  assert.deepEqual([refused.status, refused.json.code], [403, 'session-confined'])
  // She herself goes where she likes.
  assert.equal((await by(berta, 'POST', '/session/tenant', { tenant: rows[0].public_id })).status, 200)
  // For a guest no way back can be made at all.
  const guests = members.filter((each) => 'guestOf' in each && each.guestOf !== null)
  assert.ok(guests.length > 0)
  assert.equal((await by(anna, 'POST', `/members/${guests[0]!.id}/sign-in-link`)).status, 409)
})

test('a suspended tenant is closed to its own people and open to its provider', async () => {
  const anna = await join(await guestIn(first), 'Anna Three', 'owner')
  const stream = await listen(anna)
  const path = `/api/v1/tenants/${first.id}`
  const stale = (await ask('GET', path)).headers.get('etag')!
  const patch = (state: string, etag: string) => ask('PATCH', path, { body: { state }, headers: { 'if-match': etag } })
  assert.equal((await patch('suspended', stale)).status, 200)
  await stream.ended
  assert.equal((await by(anna, 'GET', '/session')).status, 401)
  assert.equal(await whereAmI(await guestIn(first)), first.id)
  // Somebody who saw it before cannot decide over what they did not see.
  assert.equal((await patch('active', stale)).status, 412)
  assert.equal((await patch('active', (await ask('GET', path)).headers.get('etag')!)).status, 200)
  assert.equal((await by(anna, 'GET', '/session')).status, 200)
})

async function guestIn({ id }: { id: string }): Promise<string> {
  const cookie = await installation.cookie()
  assert.equal((await by(cookie, 'POST', '/session/tenant', { tenant: id })).status, 200)
  return cookie
}

/** A stream of somebody's that is open; `ended` comes when the server ends it. */
async function listen(cookie: string): Promise<{ ended: Promise<void> }> {
  const reply = await fetch(`${url}/api/v1/events`, { headers: { cookie } })
  const reader = reply.body!.getReader()
  assert.match(Buffer.from((await reader.read()).value!).toString(), /event: ready/)
  const ended = (async () => {
    while (!(await reader.read()).done) {}
  })()
  return { ended }
}

test('a link to sign in with is the installation’s own and moves freely', async () => {
  const { rows } = await admin.query(
    `select person_id as "personId", tenant_id as "tenantId" from membership where tenant_id = $1 and role = 'owner' and kind = 'own' order by created_at limit 1`,
    [provider],
  )
  const link = await newSignInLink(database, rows[0], 'loopback')
  const reply = await ask('POST', '/api/v1/session', { token: '', body: { link } })
  const cookie = String(reply.headers.get('set-cookie')).split(';')[0]!
  assert.equal((await by(cookie, 'POST', '/session/tenant', { tenant: first.id })).status, 200)
})

test('a tenant is warned at its soft bound, and nothing more enrols at its hard one', async () => {
  const fourth = await create('Dover Freight')
  const path = `/api/v1/tenants/${fourth.id}/quota`
  assert.equal((await ask('POST', path, { body: { sources: { soft: 1, hard: 2 } } })).status, 200)
  const { key } = await database.asTenant(fourth.internal, (tx) => createActivationKey(tx as never, { name: 'key' }))
  const guest = await guestIn(fourth)
  const state = async () => (await by(guest, 'GET', '/tenant')).json.data.quota
  assert.deepEqual(await state(), [{ what: 'sources', used: 0, soft: 1, hard: 2, state: 'within' }])
  await new SampleAgent(installation.intake).enrol(key)
  assert.equal((await state())[0].state, 'soft')
  const second = await Promise.allSettled([1, 2].map(() => new SampleAgent(installation.intake).enrol(key)))
  assert.deepEqual(second.map((each) => each.status).sort(), ['fulfilled', 'rejected'])
  const refused = second.find((each) => each.status === 'rejected') as PromiseRejectedResult
  assert.match(String(refused.reason.message), /may have 2 sources and has 2/)
  assert.equal((await state())[0].state, 'hard')
  const foreign = await ask('POST', `/api/v1/tenants/ten_${'0'.repeat(22)}/quota`, { body: {} })
  assert.equal(foreign.status, 404)
})
