import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { everyPart } from '../../store/testing/index.ts'
import { testHttp } from '../testing/index.ts'
import { ownTenantRoutes } from './tenants/own-tenant-routes.ts'

const { ask, token, tenant, admin } = await testHttp({ after }, { parts: everyPart(), routes: ownTenantRoutes })

test('a token is made, used, listed without its secret, and ended', async () => {
  const made = await ask('POST', '/api/v1/tokens', { body: { name: 'pipeline', scopes: ['tokens:read'], days: 7 } })
  assert.equal(made.status, 201)
  const { id, secret } = made.json.data
  assert.equal((await ask('GET', '/api/v1/tokens', { token: secret })).status, 200)
  assert.equal((await ask('GET', '/api/v1/members', { token: secret })).status, 403)
  const read = await ask('GET', made.headers.get('location')!)
  assert.equal(read.json.data.name, 'pipeline')
  assert.ok(!read.text.includes(secret))
  const gone = await ask('DELETE', `/api/v1/tokens/${id}`, { headers: { 'if-match': read.headers.get('etag')! } })
  assert.equal(gone.json.data.revoked, true)
  assert.equal((await ask('GET', '/api/v1/tokens', { token: secret })).status, 401)
})

test('nobody hands out more than they have', async () => {
  const limited = await token(['tokens:*', 'members:read'])
  const give = (scopes: string[]) => ask('POST', '/api/v1/tokens', { token: limited, body: { name: 'x', scopes } })
  assert.equal((await give(['members:read', 'tokens:read'])).status, 201)
  for (const scopes of [['*'], ['*:read'], ['tenant:read']])
    assert.equal((await give(scopes)).json.errors[0].code, 'exceeds-own')
  assert.equal((await give(['nothing:here'])).json.errors[0].code, 'unknown')
})

test('another tenant’s tokens and members are not there', async () => {
  const mine = await ask('POST', '/api/v1/tokens', { body: { name: 'mine', scopes: ['*:read'] } })
  const other = await token(['*'], await tenant('Other'))
  const path = `/api/v1/tokens/${mine.json.data.id}`
  assert.equal((await ask('GET', path, { token: other })).status, 404)
  assert.equal((await ask('DELETE', path, { token: other, headers: { 'if-match': '*' } })).status, 404)
  assert.deepEqual((await ask('GET', '/api/v1/members', { token: other })).json.data, [])
  assert.equal((await ask('GET', '/api/v1/tenant', { token: other })).json.data.name, 'Other')
})

test('a write is in the audit log, without its secrets', async () => {
  const { rows } = await admin.query(
    `select entry::text as entry from audit_entry where action = 'POST /tokens' order by seq limit 1`,
  )
  const entry = JSON.parse(rows[0].entry)
  assert.equal(entry.after.name, 'pipeline')
  assert.match(entry.traceId, /^[0-9a-f]{32}$/)
  const all = await admin.query('select count(*) from audit_entry')
  assert.ok(Number(all.rows[0].count) >= 4)
})
