import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { createApiToken } from '../../../access/index.ts'
import { everyPart } from '../../../store/testing/index.ts'
import { testHttp } from '../../testing/index.ts'
import { ownTenantRoutes } from '../tenants/own-tenant-routes.ts'

const http = await testHttp(
  { after },
  {
    parts: everyPart(),
    routes: ownTenantRoutes,
    address: () => 'https://holdfast.example:8443',
  },
)
const { ask, admin, database, tenantId } = http

const invite = async (role: string, options: { token?: string; name?: string } = {}) =>
  ask('POST', '/api/v1/people/invitations', {
    ...(options.token && { token: options.token }),
    body: { name: options.name ?? 'Ada', email: 'ada@example.org', role },
  })

const secretOf = (link: string) => link.split('#')[1]!

/** Somebody new with a role: their member id, cookie and a way to ask by cookie. */
async function join(role: string, name = 'Ada') {
  const made = await invite(role, { name })
  assert.equal(made.status, 201, made.text)
  const accepted = await ask('POST', '/api/v1/invitation/accept', {
    token: '',
    body: { secret: secretOf(made.json.data.link), name },
  })
  assert.equal(accepted.status, 201, accepted.text)
  const cookie = String(accepted.headers.get('set-cookie')).split(';')[0]!
  const as = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
    ask(method, path, {
      token: '',
      headers: { cookie, 'x-holdfast-request': '1', ...headers },
      ...(body !== undefined && { body }),
    })
  const { json } = await as('GET', '/api/v1/session')
  return { id: json.data.person.id as string, as, permissions: json.data.permissions as string[] }
}

const change = async (id: string, body: unknown, method = 'PATCH') => {
  const path = `/api/v1/members/${id}`
  const etag = (await ask('GET', path)).headers.get('etag')!
  return ask(method, path, { headers: { 'if-match': etag }, ...(method === 'PATCH' && { body }) })
}

test('an invitation is told once, lets one person in, and makes them a member with its role', async () => {
  const made = await invite('auditor')
  assert.match(made.json.data.link, /^https:\/\/holdfast\.example:8443\/join#[0-9A-Za-z]{43}$/)
  const secret = secretOf(made.json.data.link)
  const listed = await ask('GET', '/api/v1/people/invitations')
  assert.deepEqual([listed.json.data[0].state, listed.json.data[0].role], ['open', 'auditor'])
  const { rows } = await admin.query('select string_agg(i::text, $1) as all from invitation i', [' '])
  const digested = Buffer.from(secret).toString('hex')
  for (const text of [listed.text, rows[0].all as string]) assert.ok(!text.includes(secret) && !text.includes(digested))

  const look = () => ask('POST', '/api/v1/invitation', { token: '', body: { secret } })
  const offered = (await look()).json.data
  assert.deepEqual([offered.tenantName, offered.roleTitle, offered.name], ['First', 'Auditor', 'Ada'])
  const accept = () => ask('POST', '/api/v1/invitation/accept', { token: '', body: { secret, name: 'Ada L.' } })
  const both = await Promise.all([accept(), accept()])
  assert.deepEqual(both.map(({ status }) => status).sort(), [201, 404])
  assert.equal((await look()).json.code, 'invitation-invalid')
  const members = (await ask('GET', '/api/v1/members')).json.data
  assert.deepEqual(
    members
      .filter((member: { name: string }) => member.name === 'Ada L.')
      .map((member: { role: string }) => member.role),
    ['auditor'],
  )
  assert.equal((await ask('GET', '/api/v1/people/invitations')).json.data[0].state, 'accepted')
  const audit = await admin.query(
    `select entry::text as entry from audit_entry where action = 'POST /invitation/accept'`,
  )
  assert.equal(audit.rowCount, 1)
  assert.ok(!audit.rows[0].entry.includes(secret))
})

test('an invitation that was taken back or is too old lets nobody in', async () => {
  for (const end of ['revoke', 'expire'] as const) {
    const { id, link } = (await invite('reader')).json.data
    if (end === 'expire') await admin.query('update invitation set expires_at = now() where public_id = $1', [id])
    else {
      const path = `/api/v1/people/invitations/${id}`
      const etag = (await ask('GET', path)).headers.get('etag')!
      assert.equal((await ask('DELETE', path, { headers: { 'if-match': etag } })).json.data.revoked, true)
    }
    for (const path of ['/api/v1/invitation', '/api/v1/invitation/accept']) {
      const refused = await ask('POST', path, { token: '', body: { secret: secretOf(link) } })
      assert.equal(refused.json.code, 'invitation-invalid', end)
    }
  }
  const { rows } = await admin.query(`select count(*)::int as n from membership where tenant_id = $1`, [tenantId])
  assert.equal(rows[0].n, 2)
})

test('a user administrator gives roles, but none that manages people and may more', async () => {
  const admin = await join('user-administrator')
  const offer = (role: string) => admin.as('POST', '/api/v1/people/invitations', { name: 'X', role })
  for (const role of ['scanner', 'reader', 'user-administrator']) assert.equal((await offer(role)).status, 201, role)
  for (const role of ['owner', 'manager']) assert.equal((await offer(role)).json.code, 'beyond-own', role)
  assert.equal((await offer('own-nothing')).json.errors[0].code, 'role-unknown')
  const manager = await join('manager')
  const owner = (await ask('GET', '/api/v1/members')).json.data.find((each: { role: string }) => each.role === 'owner')
  for (const id of [manager.id, owner.id]) {
    const path = `/api/v1/members/${id}`
    const any = { 'if-match': '*' }
    assert.equal((await admin.as('PATCH', path, { role: 'reader' }, any)).json.code, 'beyond-own')
    assert.equal((await admin.as('DELETE', path, undefined, any)).json.code, 'beyond-own')
    assert.equal((await admin.as('POST', `${path}/sign-in-link`)).json.code, 'beyond-own')
  }
  assert.equal(
    (await admin.as('PATCH', `/api/v1/members/${admin.id}`, { role: 'manager' }, { 'if-match': '*' })).json.code,
    'beyond-own',
  )
  assert.equal(
    (await manager.as('PATCH', `/api/v1/members/${manager.id}`, { role: 'owner' }, { 'if-match': '*' })).json.code,
    'beyond-own',
  )
})

test('a changed role holds from the next request on, and of two who change at once one is told', async () => {
  const ada = await join('reader')
  assert.equal((await ada.as('GET', '/api/v1/tokens')).status, 200)
  const path = `/api/v1/members/${ada.id}`
  const etag = (await ask('GET', path)).headers.get('etag')!
  const give = (role: string) => ask('PATCH', path, { headers: { 'if-match': etag }, body: { role } })
  const both = await Promise.all([give('contact'), give('auditor')])
  assert.deepEqual(both.map(({ status }) => status).sort(), [200, 412])
  assert.equal((await ada.as('GET', '/api/v1/tokens')).status, 403)
  assert.equal((await ask('PATCH', path, { body: { role: 'reader' } })).status, 428)
  assert.equal((await change(ada.id, { state: 'suspended' })).json.data.state, 'suspended')
  assert.equal((await ada.as('GET', '/api/v1/session')).status, 401)
  assert.equal((await change(ada.id, { state: 'active' })).status, 200)
  assert.equal((await ada.as('GET', '/api/v1/session')).status, 200)
})

test('who is removed is out at once, with their tokens and what they offered to others', async () => {
  const ada = await join('manager', 'Ada the manager')
  const token = await ada.as('POST', '/api/v1/tokens', { name: 'mine', scopes: ['*:read'] })
  const { secret } = token.json.data
  const invited = await ada.as('POST', '/api/v1/people/invitations', { name: 'Friend', role: 'manager' })
  const back = (await ask('POST', `/api/v1/members/${ada.id}/sign-in-link`)).json.data
  assert.equal((await ask('GET', '/api/v1/tenant', { token: secret })).status, 200)
  assert.equal((await change(ada.id, undefined, 'DELETE')).json.data.removed, true)
  assert.equal((await ada.as('GET', '/api/v1/session')).status, 401)
  assert.equal((await ask('GET', '/api/v1/tenant', { token: secret })).status, 401)
  for (const { link } of [invited.json.data, back]) {
    const refused = await ask('POST', '/api/v1/invitation/accept', { token: '', body: { secret: secretOf(link) } })
    assert.equal(refused.json.code, 'invitation-invalid')
  }
  assert.equal((await ask('GET', `/api/v1/members/${ada.id}`)).status, 404)
  const { rows } = await admin.query(
    `select count(*)::int as n from session s join person p on p.id = s.person_id where p.public_id = $1`,
    [ada.id],
  )
  assert.equal(rows[0].n, 0)
  // What they did stays told under their name.
  const told = await admin.query(`select 1 from audit_entry where entry::text like '%Ada the manager%'`)
  assert.ok(told.rowCount! > 0)
})

test('a stream that somebody listens to ends with their membership', async () => {
  const ada = await join('reader', 'Ada who listens')
  const { secret } = (await ask('POST', '/api/v1/tokens', { body: { name: 'x', scopes: ['*:read'] } })).json.data
  const open = (token: string) =>
    fetch(`${http.url}/api/v1/events?topics=finding.`, { headers: { authorization: `Bearer ${token}` } })
  await admin.query(
    `update api_token set person_id = (select id from person where public_id = $1) where digest = sha256($2)`,
    [ada.id, Buffer.from(secret)],
  )
  const stream = await open(secret)
  assert.equal(stream.status, 200)
  const whole = (async () => {
    let text = ''
    for await (const chunk of stream.body!) text += Buffer.from(chunk as Uint8Array).toString()
    return text
  })()
  await change(ada.id, undefined, 'DELETE')
  const heard = await whole
  assert.match(heard, /event: ready/)
  // Ended by the removal itself: the first heartbeat comes after 15 s, and other topics were not asked for.
  assert.ok(!heard.includes('still here') && !heard.includes('member.'), heard)
})

test('the last owner cannot be removed, demoted or suspended, and of two who remove each other one stays', async () => {
  const owner = (await ask('GET', '/api/v1/members')).json.data.find((each: { role: string }) => each.role === 'owner')
  for (const body of [{ role: 'reader' }, { state: 'suspended' }])
    assert.equal((await change(owner.id, body)).json.code, 'last-owner')
  assert.equal((await change(owner.id, undefined, 'DELETE')).json.code, 'last-owner')
  const [one, two] = [await join('owner', 'One'), await join('owner', 'Two')]
  await change(owner.id, { role: 'owner' })
  await admin.query(
    `update membership set state = 'suspended' where tenant_id = $1 and person_id = (select id from person where public_id = $2)`,
    [tenantId, owner.id],
  )
  const any = { 'if-match': '*' }
  const both = await Promise.all([
    one.as('DELETE', `/api/v1/members/${two.id}`, undefined, any),
    two.as('DELETE', `/api/v1/members/${one.id}`, undefined, any),
  ])
  assert.equal(both.filter(({ status }) => status === 200).length, 1, both.map(({ text }) => text).join())
  await admin.query(`update membership set state = 'active' where tenant_id = $1`, [tenantId])
})

test('a member whose session is over is let in again by a link that works once', async () => {
  const ada = await join('reader')
  assert.equal((await ada.as('DELETE', '/api/v1/session')).json.data.ended, true)
  const { link } = (await ask('POST', `/api/v1/members/${ada.id}/sign-in-link`)).json.data
  const accept = () =>
    ask('POST', '/api/v1/invitation/accept', { token: '', body: { secret: secretOf(link), name: 'Not Ada' } })
  const accepted = await accept()
  const cookie = String(accepted.headers.get('set-cookie')).split(';')[0]!
  const { person } = (await ask('GET', '/api/v1/session', { token: '', headers: { cookie } })).json.data
  assert.deepEqual([person.id, person.name], [ada.id, 'Ada'])
  assert.equal((await accept()).status, 404)
})

test('a role of one’s own is cloned, given, changed for who has it, and not removed under them', async () => {
  const made = await ask('POST', '/api/v1/roles', { body: { from: 'auditor', title: 'Nachtschicht 7' } })
  assert.equal(made.status, 201, made.text)
  const { name, permissions, clonedFrom } = made.json.data
  assert.match(name, /^own-nachtschicht/)
  const auditor = (await ask('GET', '/api/v1/roles/auditor')).json.data
  assert.deepEqual([permissions, clonedFrom], [auditor.permissions, 'auditor'])
  const again = await ask('POST', '/api/v1/roles', { body: { from: 'auditor', title: 'nachtschicht 7' } })
  assert.equal(again.json.code, 'already-exists')
  const ada = await join(name)
  assert.deepEqual(ada.permissions, permissions)
  const path = `/api/v1/roles/${name}`
  const patch = (body: unknown) => ask('PATCH', path, { headers: { 'if-match': '*' }, body })
  assert.equal((await patch({ permissions: ['tenant:read'] })).status, 200)
  assert.deepEqual((await ada.as('GET', '/api/v1/session')).json.data.permissions, ['tenant:read'])
  const drop = () => ask('DELETE', path, { headers: { 'if-match': '*' } })
  assert.equal((await drop()).json.code, 'role-in-use')
  await change(ada.id, { role: 'reader' })
  assert.equal((await drop()).status, 200)
  const fixed = await ask('PATCH', '/api/v1/roles/reader', { headers: { 'if-match': '*' }, body: { title: 'X' } })
  assert.equal(fixed.json.code, 'beyond-own')
})

test('nobody makes a role that exceeds their own, nor changes one that does', async () => {
  const userAdmin = await join('user-administrator')
  const make = (body: object) => userAdmin.as('POST', '/api/v1/roles', { title: 'Mine', ...body })
  assert.equal((await make({ from: 'manager' })).json.code, 'beyond-own')
  assert.equal((await make({ from: 'reader', permissions: ['*:read'] })).json.code, 'beyond-own')
  assert.equal((await make({ from: 'reader', permissions: ['nothing:here'] })).json.errors[0].code, 'role-unknown')
  assert.equal((await make({ from: 'reader', permissions: ['tenant:read'] })).status, 201)
  const strong = (await ask('POST', '/api/v1/roles', { body: { from: 'manager', title: 'Strong' } })).json.data.name
  const weaken = { permissions: ['tenant:read'] }
  assert.equal(
    (await userAdmin.as('PATCH', `/api/v1/roles/${strong}`, weaken, { 'if-match': '*' })).json.code,
    'beyond-own',
  )
  assert.equal(
    (await userAdmin.as('DELETE', `/api/v1/roles/${strong}`, undefined, { 'if-match': '*' })).json.code,
    'beyond-own',
  )
})

test('two tenants have roles of one name, and an address in one says nothing of the other', async () => {
  const other = await http.tenant('Other')
  const token = await http.token(['*'], other)
  const body = { from: 'reader', title: 'Watch' }
  const names = [await ask('POST', '/api/v1/roles', { body }), await ask('POST', '/api/v1/roles', { body, token })]
  assert.deepEqual(
    names.map(({ status }) => status),
    [201, 201],
  )
  const made = await invite('reader', { token, name: 'Ada elsewhere' })
  const secret = secretOf(made.json.data.link)
  assert.equal((await ask('POST', '/api/v1/invitation/accept', { token: '', body: { secret } })).status, 201)
  const [member] = (await ask('GET', '/api/v1/members', { token })).json.data
  assert.equal(member.email, 'ada@example.org')
})

test('what a service account invited outlives nobody’s membership but ends with its own time', async () => {
  const { secret } = await database.asTenant(tenantId, (tx) =>
    createApiToken(tx, { name: 'hr', scopes: ['members:*'] }),
  )
  const made = await invite('reader', { token: secret })
  assert.equal(made.status, 201)
  assert.match((await ask('GET', '/api/v1/people/invitations')).json.data[0].invitedBy, /^hr \(tok_/)
  assert.equal((await invite('manager', { token: secret })).json.code, 'beyond-own')
})
