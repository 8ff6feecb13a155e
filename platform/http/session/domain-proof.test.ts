import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { EgressGuard } from '../../notify/index.ts'
import { outboxPart } from '../../outbox/index.ts'
import { nameServer, realProvider } from '../../sign-in/testing/index.ts'
import { testHttp } from '../testing/index.ts'
import { callbackPath } from './provider-routes.ts'

const names = await nameServer()
const http = await testHttp(
  { after },
  { parts: [outboxPart], egress: EgressGuard.of('127.0.0.0/8'), nameServers: [names.address] },
)
const { ask, admin, url } = http
const real = await realProvider(() => [url + callbackPath])
after(() => Promise.all([real.close(), names.close()]))

const customer = await http.tenant('Customer')
await admin.query(`update holdfast.tenant set kind = 'provider' where id = $1`, [http.tenantId])
await admin.query('update holdfast.tenant set parent_id = $1 where id = $2', [http.tenantId, customer])
const { rows } = await admin.query('select public_id from holdfast.tenant where id = $1', [customer])
const theirs = await http.token(['*'], customer)
const made = await ask('POST', '/api/v1/security/providers', {
  token: theirs,
  body: {
    name: 'Theirs',
    issuer: real.issuer,
    clientId: real.clientId,
    clientSecret: real.clientSecret,
    defaultRole: 'reader',
    domains: ['Herons.example'],
    joining: 'domains',
    shown: false,
  },
})
assert.equal(made.status, 201, made.text)

const domains = async (token = theirs) => (await ask('GET', '/api/v1/security/domains', { token })).json.data
const prove = async () =>
  (await ask('POST', '/api/v1/security/domains/herons.example/prove', { token: theirs })).json.data
const led = async () =>
  (await ask('POST', '/api/v1/session/providers', { token: '', body: { email: 'ada@herons.example' } })).json.data
const byDomain = async () => (await ask('GET', '/api/v1/session/ways', { token: '' })).json.data.byDomain

/** Goes to the provider as somebody of the domain and comes back. */
async function joins(): Promise<string> {
  real.signInAs('ada', { name: 'Ada', email: 'ada@herons.example', email_verified: true })
  const begun = await ask('POST', '/api/v1/session/provider', { token: '', body: { provider: made.json.data.id } })
  const own = begun.headers.getSetCookie().map((each) => each.split(';')[0]!)
  const jar = new Map<string, string>()
  let at: string = begun.json.data.url
  for (let step = 0; step < 10 && !at.startsWith(url); step++) {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const reply: Response = await fetch(at, { redirect: 'manual', headers: { cookie } })
    for (const each of reply.headers.getSetCookie()) {
      const pair = each.split(';')[0]!
      jar.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1))
    }
    at = new URL(reply.headers.get('location')!, at).href
  }
  const back = await fetch(at, { redirect: 'manual', headers: { cookie: own.join('; ') } })
  return back.headers.get('location') ?? ''
}

test('a domain that nothing proves leads nobody to a customer and lets nobody join', async () => {
  const record = { name: '_holdfast.herons.example', value: `holdfast-tenant=${rows[0].public_id}` }
  assert.deepEqual(await domains(), [{ domain: 'herons.example', counts: false, provedAt: null, record }])
  assert.deepEqual(await led(), [])
  assert.equal(await byDomain(), false)
  assert.equal(await joins(), '/sign-in?refused=not-known-here')
})

test('what is missing in the DNS is said in words, and proves nothing', async () => {
  assert.match((await prove()).words, /_holdfast\.herons\.example has no TXT record yet/)
  names.texts.set('_holdfast.herons.example', ['v=spf1 -all', 'holdfast-tenant=ten_somebody'])
  const wrong = await prove()
  assert.match(wrong.words, /says “v=spf1 -all”, and must say “holdfast-tenant=ten_/)
  assert.equal(wrong.proved, false)
  const foreign = await ask('POST', '/api/v1/security/domains/other.example/prove', { token: theirs })
  assert.equal(foreign.status, 404)
})

test('the right record proves it: its people are led there and join; without it any more they are not', async () => {
  names.texts.set('_holdfast.herons.example', ['x'.repeat(600), `holdfast-tenant=${rows[0].public_id}`])
  assert.equal((await prove()).proved, true)
  assert.equal((await domains())[0].counts, true)
  assert.deepEqual(await led(), [{ id: made.json.data.id, name: 'Theirs' }])
  assert.equal(await byDomain(), true)
  assert.equal(await joins(), '/')
  names.texts.clear()
  assert.equal((await prove()).proved, false)
  assert.deepEqual(await led(), [])
})

test('name servers that do not answer take no proof away', async () => {
  names.texts.set('_holdfast.herons.example', [`holdfast-tenant=${rows[0].public_id}`])
  await prove()
  names.silent = true
  assert.match((await prove()).words, /No name server answers/)
  names.silent = false
  assert.equal((await domains())[0].counts, true)
})

test('the organisation of whoever runs the installation needs no proof', async () => {
  const body = { name: 'Ours', issuer: real.issuer, clientId: 'x', defaultRole: 'reader', domains: ['ours.example'] }
  assert.equal((await ask('POST', '/api/v1/security/providers', { body })).status, 201)
  const { token } = { token: await http.token() }
  assert.deepEqual(
    (await domains(token)).map(({ domain, counts }: { domain: string; counts: boolean }) => [domain, counts]),
    [['ours.example', true]],
  )
})
