import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import * as client from 'openid-client'
import { outboxPart } from '../../outbox/index.ts'
import { testHttp } from '../testing/index.ts'

const { ask, url, admin, log } = await testHttp({ after }, { parts: [outboxPart] })
const account = async (role: string | null = null) =>
  (await ask('POST', '/api/v1/service-accounts', { body: { name: 'CI', role } })).json.data.id as string
const secretOf = async (serviceAccount: string, scopes: readonly string[] = ['tokens:*', 'members:read']) =>
  (await ask('POST', '/api/v1/tokens', { body: { name: 'secret', scopes, serviceAccount } })).json.data as {
    id: string
    secret: string
  }
const endpoint = `${url}/oauth/token`
async function post(form: string, headers: Record<string, string> = {}) {
  const reply = await fetch(endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: form,
  })
  return { status: reply.status, headers: reply.headers, json: (await reply.json()) as Record<string, string> }
}
const formOf = (fields: Record<string, string>) => new URLSearchParams(fields).toString()
const basic = (id: string, secret: string) => ({
  authorization: `Basic ${Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`).toString('base64')}`,
})
const works = async (token: string, path = '/api/v1/members') => (await ask('GET', path, { token })).status

test('a client of another make gets a token of minutes, by header and by body', async () => {
  const id = await account()
  const { secret } = await secretOf(id)
  for (const way of [client.ClientSecretBasic(secret), client.ClientSecretPost(secret)]) {
    const config = new client.Configuration({ issuer: url, token_endpoint: endpoint }, id, undefined, way)
    client.allowInsecureRequests(config)
    const answer = await client.clientCredentialsGrant(config, { scope: 'members:read' })
    assert.deepEqual([answer.token_type, answer.expires_in, answer.scope], ['bearer', 900, 'members:read'])
    assert.match(answer.access_token, /^hfat_/)
    assert.deepEqual([await works(answer.access_token), await works(answer.access_token, '/api/v1/tokens')], [200, 403])
  }
  assert.ok(!log().includes(secret) && !log().includes('hfat_'))
})

test('it may what was asked for, never more than the token that it was got by, and ends with it', async () => {
  const id = await account('auditor')
  const own = await secretOf(id, ['*'])
  const get = (scope?: string) =>
    post(formOf({ grant_type: 'client_credentials', ...(scope !== undefined && { scope }) }), basic(id, own.secret))
  const whole = await get()
  assert.deepEqual([whole.status, whole.json.scope], [200, '*'])
  const mine = (await ask('GET', '/api/v1/session', { token: whole.json.access_token! })).json.data.permissions
  assert.ok(mine.includes('members:read') && !mine.includes('tokens:read'))
  for (const scope of ['tokens:read', '*', 'nothing:read', 'members:read  tokens:write'])
    assert.deepEqual([(await get(scope)).status, (await get(scope)).json.error], [400, 'invalid_scope'], scope)
  const part = (await get('members:read')).json.access_token!
  assert.equal(await works(part), 200)
  // A short-lived one is no secret to get others by.
  const again = await post(formOf({ grant_type: 'client_credentials' }), basic(id, part))
  assert.deepEqual([again.status, again.json.error], [401, 'invalid_client'])
  await admin.query(`update holdfast.access_token set expires_at = now() where scopes = '{members:read}'`)
  assert.deepEqual([await works(part), await works(whole.json.access_token!)], [401, 200])
  assert.equal((await ask('DELETE', `/api/v1/tokens/${own.id}`, { headers: { 'if-match': '*' } })).status, 200)
  assert.equal(await works(whole.json.access_token!), 401)
  assert.equal((await get()).json.error, 'invalid_client')
})

test('refusals are those of RFC 6749 §5.2', async () => {
  const id = await account()
  const { secret } = await secretOf(id)
  const other = await account()
  const grant = 'grant_type=client_credentials'
  const own = basic(id, secret)
  const cases: readonly [string, Record<string, string>, number, string][] = [
    ['', own, 400, 'invalid_request'],
    ['grant_type=', own, 400, 'invalid_request'],
    [`${grant}&${grant}`, own, 400, 'invalid_request'],
    [`${grant}&client_id=${id}&client_secret=${secret}`, own, 400, 'invalid_request'],
    [`${grant}&client_id=${other}`, own, 400, 'invalid_request'],
    [grant, { ...own, 'content-type': 'application/json' }, 400, 'invalid_request'],
    [`${grant}&x=${'y'.repeat(20_000)}`, own, 400, 'invalid_request'],
    ['grant_type=password&username=a&password=b', own, 400, 'unsupported_grant_type'],
    [grant, {}, 401, 'invalid_client'],
    [grant, { authorization: 'Bearer x' }, 401, 'invalid_client'],
    [grant, basic(id, 'wrong'), 401, 'invalid_client'],
    [grant, basic(other, secret), 401, 'invalid_client'],
    [`${grant}&client_id=${id}&client_secret=wrong`, {}, 401, 'invalid_client'],
  ]
  for (const [form, headers, status, error] of cases) {
    const reply = await post(form, headers)
    assert.deepEqual([reply.status, reply.json.error], [status, error], form.slice(0, 60))
    assert.match(reply.json.error_description!, /^[\x20-\x21\x23-\x5B\x5D-\x7E]+$/)
    assert.equal(reply.headers.get('cache-control'), 'no-store')
    assert.equal(
      reply.headers.get('www-authenticate')?.startsWith('Basic') ?? false,
      status === 401 && 'authorization' in headers,
    )
  }
  const { rows } = await admin.query(`select count(*)::int as n from holdfast.access_token`)
  assert.ok(rows[0].n >= 0)
})

test('what is asked for over and over stays bounded, and each is written down', async () => {
  const id = await account()
  const { secret, id: token } = await secretOf(id)
  const replies = await Promise.all(
    Array.from({ length: 60 }, () => post('grant_type=client_credentials', basic(id, secret))),
  )
  assert.deepEqual(
    [...new Set(replies.map(({ status, json }) => (status === 200 ? 'given' : JSON.stringify(json))))],
    ['given'],
  )
  const { rows } = await admin.query<{ kept: number; told: number }>(
    `select (select count(*)::int from holdfast.access_token a join holdfast.api_token k on k.tenant_id = a.tenant_id and k.id = a.token_id
              where k.public_id = $1) as kept,
            (select count(*)::int from holdfast.audit_entry where target = $1 and action = 'POST /oauth/token') as told`,
    [token],
  )
  assert.ok(rows[0]!.kept <= 60 && rows[0]!.kept >= 40, String(rows[0]!.kept))
  assert.equal(rows[0]!.told, 60)
})
