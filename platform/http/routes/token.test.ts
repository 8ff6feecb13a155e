import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { outboxPart } from '../../outbox/index.ts'
import { testHttp } from '../testing/index.ts'

const http = await testHttp({ after }, { parts: [outboxPart] })
const { ask, admin } = http
const make = async (body: object, token?: string) =>
  ask('POST', '/api/v1/tokens', { body: { name: 'x', scopes: ['tokens:read'], ...body }, ...(token && { token }) })
const rotate = (id: string, body: object = {}, token?: string) =>
  ask('POST', `/api/v1/tokens/${id}/rotate`, { body, ...(token && { token }) })
const works = async (token: string, path = '/api/v1/tokens') => (await ask('GET', path, { token })).status
const guarded = { headers: { 'if-match': '*' } }

test('a rotated token goes on for the overlap, and not a moment longer', async () => {
  const old = (await make({ service: true, days: 30 })).json.data
  const next = (await rotate(old.id, { overlapHours: 2 })).json.data
  assert.deepEqual([await works(old.secret), await works(next.secret)], [200, 200])
  const listed = (await ask('GET', `/api/v1/tokens/${old.id}`)).json.data
  assert.equal(listed.replacedBy, next.id)
  const left = Date.parse(listed.expiresAt) - Date.now()
  assert.ok(left > 7_000_000 && left < 7_300_000)
  assert.equal((await rotate(old.id)).status, 404, 'once')
  const last = (await rotate(next.id, { overlapHours: 0 })).json.data
  assert.deepEqual([await works(next.secret), await works(last.secret)], [401, 200])
  assert.equal((await rotate(last.id, { overlapHours: 24 * 31 })).status, 422)
})

test('nobody gets by rotation what they may not themselves, and nobody another person’s', async () => {
  const strong = (await make({ service: true, scopes: ['*'] })).json.data
  const lesser = (await make({ service: true, scopes: ['tokens:*'] })).json.data.secret
  assert.equal((await rotate(strong.id, {}, lesser)).status, 403)
  const own = await admin.query(`select public_id from holdfast.api_token where person_id is not null limit 1`)
  assert.equal((await rotate(own.rows[0].public_id, {}, lesser)).status, 403)
  assert.equal((await rotate(own.rows[0].public_id)).status, 201, 'by the person’s own token')
})

test('a service account’s tokens may what its role and their scopes both give, and end with it', async () => {
  const made = await ask('POST', '/api/v1/service-accounts', {
    body: { name: 'CI', role: 'auditor', description: 'Builds' },
  })
  assert.equal(made.status, 201)
  const { id, owner } = made.json.data
  assert.equal(owner, 'Owner')
  const { secret } = (await make({ scopes: ['*'], serviceAccount: id })).json.data
  const mine = (await ask('GET', '/api/v1/session', { token: secret })).json.data.permissions
  assert.ok(mine.includes('members:read') && !mine.includes('tokens:read'), mine.join(' '))
  const path = `/api/v1/service-accounts/${id}`
  await ask('PATCH', path, { body: { role: 'reader' }, ...guarded })
  assert.equal(await works(secret), 200)
  await ask('PATCH', path, { body: { state: 'disabled' }, ...guarded })
  assert.equal(await works(secret), 401)
  assert.equal((await make({ serviceAccount: id })).status, 404)
  await ask('PATCH', path, { body: { state: 'active' }, ...guarded })
  assert.deepEqual([await works(secret), (await ask('GET', path)).json.data.tokens], [200, 1])
  await ask('DELETE', path, guarded)
  assert.equal(await works(secret), 401)
})

test('nobody makes a service account that may more than they, nor raises one', async () => {
  const lesser = (await make({ service: true, scopes: ['tokens:*', 'members:read'] })).json.data.secret
  const by = { token: lesser }
  const wrong = await ask('POST', '/api/v1/service-accounts', { ...by, body: { name: 'Up', role: 'owner' } })
  assert.equal(wrong.json.errors[0].code, 'exceeds-own')
  const { id } = (await ask('POST', '/api/v1/service-accounts', { ...by, body: { name: 'Low', role: 'contact' } })).json
    .data
  const raise = { ...by, body: { role: 'manager' }, ...guarded }
  assert.equal((await ask('PATCH', `/api/v1/service-accounts/${id}`, raise)).status, 422)
  assert.equal((await make({ scopes: ['*'], serviceAccount: id }, lesser)).status, 422)
})
