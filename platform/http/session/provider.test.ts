import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { EgressGuard } from '../../notify/index.ts'
import { outboxPart } from '../../outbox/index.ts'
import { type Falsehood, hostileProvider, realProvider } from '../../sign-in/testing/index.ts'
import { testHttp } from '../testing/index.ts'
import { callbackPath } from './provider-routes.ts'

const http = await testHttp({ after }, { parts: [outboxPart], egress: EgressGuard.of('127.0.0.0/8') })
const { ask, admin, url, cookie } = http
const real = await realProvider(() => [url + callbackPath])
const hostile = await hostileProvider()
after(() => Promise.all([real.close(), hostile.close()]))

const setCookies = (reply: Response | { headers: Headers }) =>
  reply.headers
    .getSetCookie()
    .map((each) => each.split(';')[0]!)
    .filter((each) => !each.endsWith('='))

async function makeProvider(content: object): Promise<string> {
  const made = await ask('POST', '/api/v1/security/providers', { body: content })
  assert.equal(made.status, 201, made.text)
  return made.json.data.id
}
const change = async (id: string, body: object) => {
  const reply = await ask('PATCH', `/api/v1/security/providers/${id}`, { body, headers: { 'if-match': '*' } })
  assert.equal(reply.status, 200, reply.text)
}

const standard = {
  name: 'Real',
  issuer: real.issuer,
  clientId: real.clientId,
  clientSecret: real.clientSecret,
  defaultRole: 'reader',
}
const provider = await makeProvider({
  ...standard,
  domains: ['Example.org'],
  joining: 'domains',
  roleClaim: 'groups',
  roleMap: [{ value: 'sec', role: 'scanner' }],
})

/** Goes to the provider and comes back, as a browser does; gives where one is led to and the cookies that one has then. */
async function goThrough(begun: {
  json: { data: { url: string } }
  headers: Headers
}): Promise<{ to: string; cookies: string }> {
  let at = begun.json.data.url
  const jar = new Map<string, string>()
  for (let step = 0; step < 10; step++) {
    const reply: Response = await fetch(at, {
      redirect: 'manual',
      headers: { cookie: [...jar].map(([n, v]) => `${n}=${v}`).join('; ') },
    })
    for (const each of setCookies(reply)) jar.set(each.slice(0, each.indexOf('=')), each.slice(each.indexOf('=') + 1))
    at = new URL(reply.headers.get('location')!, at).href
    if (at.startsWith(url)) break
  }
  const back = await fetch(at, { redirect: 'manual', headers: { cookie: setCookies(begun).join('; ') } })
  return { to: back.headers.get('location') ?? '', cookies: setCookies(back).join('; ') }
}
const begin = (id = provider, returnTo = '/findings?q=x') =>
  ask('POST', '/api/v1/session/provider', { token: '', body: { provider: id, returnTo } })
const me = async (own: string) => (await ask('GET', '/api/v1/session', { token: '', headers: { cookie: own } })).json

test('somebody of the domain joins, with the role of the mapping, and is led to where they came from', async () => {
  real.signInAs('ada', { name: 'Ada', email: 'ada@example.org', email_verified: true, groups: ['all', 'sec'] })
  const { to, cookies } = await goThrough(await begin())
  assert.equal(to, '/findings?q=x')
  const session = await me(cookies)
  assert.deepEqual([session.data.person.name, session.data.role], ['Ada', 'scanner'])
  const { rows } = await admin.query(`select issuer, subject from holdfast.external_identity`)
  assert.deepEqual(rows, [{ issuer: real.issuer, subject: 'ada' }])
})

test('the next time it is the same person, whatever the address says, with the role of today', async () => {
  real.signInAs('ada', { name: 'Ada L.', email: 'other@example.net', email_verified: true, groups: [] })
  const { cookies } = await goThrough(await begin())
  assert.equal((await me(cookies)).data.person.name, 'Ada')
  await change(provider, { roleMap: [{ value: 'aud', role: 'auditor' }] })
  real.signInAs('ada', { groups: ['aud'] })
  assert.equal((await me((await goThrough(await begin())).cookies)).data.role, 'auditor')
})

test('who is of another domain, or whose address nobody proved, stays outside', async () => {
  for (const claims of [
    { email: 'eve@example.net', email_verified: true },
    { email: 'eve@example.org', email_verified: false },
    { email: 'eve@example.org.evil.example', email_verified: true },
    {},
  ]) {
    real.signInAs('eve', claims)
    const { to, cookies } = await goThrough(await begin())
    assert.deepEqual([to, cookies], ['/sign-in?refused=not-known-here', ''], JSON.stringify(claims))
  }
})

test('where joining needs an invitation, the one to the proved address is used up', async () => {
  await change(provider, { joining: 'invited', domains: [], roleMap: [] })
  real.signInAs('grace', { name: 'Grace', email: 'Grace@Example.org', email_verified: true })
  assert.equal((await goThrough(await begin())).to, '/sign-in?refused=not-known-here')
  const body = { name: 'Grace', email: 'grace@example.org', role: 'auditor' }
  const invited = (await ask('POST', '/api/v1/people/invitations', { body })).json.data.id
  assert.equal((await me((await goThrough(await begin())).cookies)).data.role, 'auditor')
  assert.equal((await ask('GET', `/api/v1/people/invitations/${invited}`)).json.data.state, 'accepted')
})

test('somebody who is signed in binds an account, signs in by it, and unbinds it', async () => {
  const own = await cookie()
  const by = { token: '', headers: { cookie: own, 'x-holdfast-request': '1' } }
  real.signInAs('owner', { email: 'x@example.org' })
  const link = () => ask('POST', '/api/v1/account/identities', { ...by, body: { provider } })
  assert.equal((await goThrough(await link())).to, '/account')
  assert.equal((await me((await goThrough(await begin())).cookies)).data.role, 'owner')
  real.signInAs('ada', {})
  assert.equal((await goThrough(await link())).to, '/sign-in?refused=already-exists', 'of somebody else')
  const unbind = { ...by, body: { issuer: real.issuer } }
  assert.equal((await ask('POST', '/api/v1/account/identities/unbind', unbind)).status, 200)
  real.signInAs('owner', { email: 'x@example.org' })
  assert.equal((await goThrough(await begin())).to, '/sign-in?refused=not-known-here')
})

test('a sign-in comes back once, in the browser that began it, and to no page but ours', async () => {
  real.signInAs('grace', {})
  const [one, two] = [await begin(), await begin()]
  const mixed = { json: one.json, headers: two.headers }
  assert.deepEqual(await goThrough(mixed), { to: '/sign-in?refused=provider-refused', cookies: '' })
  assert.equal((await goThrough({ json: one.json, headers: new Headers() })).to, '/sign-in?refused=provider-refused')
  for (const elsewhere of [
    'https://evil.example/',
    '//evil.example',
    '/\\evil.example',
    'javascript:alert(1)',
    '/api/v1/session',
  ])
    assert.equal((await goThrough(await begin(provider, elsewhere))).to, '/', elsewhere)
})

test('what a provider says wrong is refused in words, and lets nobody in', async () => {
  const id = await makeProvider({
    ...standard,
    name: 'Hostile',
    issuer: hostile.issuer,
    clientId: 'holdfast',
    joining: 'domains',
    domains: ['example.org'],
  })
  const honest = { email: 'm@example.org', email_verified: true }
  const attempt = async (falsehood: Falsehood, tamper: (query: URLSearchParams) => void = () => {}) => {
    hostile.tell({})
    const begun = await begin(id)
    const asked = new URL(begun.json.data.url).searchParams
    hostile.setNonce(asked.get('nonce')!)
    hostile.tell({ ...falsehood, claims: { ...honest, ...falsehood.claims } })
    const query = new URLSearchParams({ code: 'c', state: asked.get('state')! })
    tamper(query)
    const back = await fetch(`${url}${callbackPath}?${query}`, {
      redirect: 'manual',
      headers: { cookie: setCookies(begun).join('; ') },
    })
    return { to: back.headers.get('location'), cookies: setCookies(back) }
  }
  const now = Math.floor(Date.now() / 1000)
  const falsehoods: Record<string, Falsehood> = {
    'another issuer': { claims: { iss: 'https://accounts.example' } },
    'another audience': { claims: { aud: 'another client' } },
    'an old nonce': { claims: { nonce: 'of yesterday' } },
    'out of time': { claims: { exp: now - 3600, iat: now - 7200 } },
    'of tomorrow': { claims: { nbf: now + 7200 } },
    'no subject': { claims: { sub: undefined } },
    unsigned: { unsigned: true },
    'signed by a shared secret': { symmetric: true },
    'another key': { otherKey: true },
    'no id token': { noIdToken: true },
    'too much': { hugeAnswer: true },
    'leads elsewhere': { redirects: true },
    'calls itself otherwise': { callsItself: 'http://127.0.0.1:1' },
    'signs in by a script': { authorizationEndpoint: 'javascript:alert(1)' },
  }
  for (const [name, falsehood] of Object.entries(falsehoods)) {
    const { to, cookies } = await attempt(falsehood)
    assert.deepEqual([to, cookies], ['/sign-in?refused=provider-refused', []], name)
  }
  const wrongState = await attempt({}, (query) => query.set('state', 'invented'))
  assert.deepEqual(wrongState, { to: '/sign-in?refused=provider-refused', cookies: [] })
  assert.equal((await attempt({}, (query) => query.append('state', 'twice'))).to, '/sign-in?refused=provider-refused')
  assert.ok(!hostile.asked.includes('/latest'))
  assert.equal((await attempt({})).to, '/findings?q=x', 'when it says nothing wrong')
  const words = await ask('POST', `/api/v1/security/providers/${id}/test`)
  assert.deepEqual([words.json.data.works, words.json.data.redirectUri.endsWith(callbackPath)], [true, true])
  hostile.tell({ callsItself: 'http://127.0.0.1:1' })
  const wrong = (await ask('POST', `/api/v1/security/providers/${id}/test`)).json.data
  assert.equal(wrong.works, false)
  assert.match(wrong.words, /another issuer/)
})

test('a provider in a network that nobody allowed is not even asked', async () => {
  const id = await makeProvider({ ...standard, name: 'Inside', issuer: 'https://169.254.169.254/' })
  const { data } = (await ask('POST', `/api/v1/security/providers/${id}/test`)).json
  assert.equal(data.works, false)
  assert.match(data.words, /link-local/)
})

test('a client secret is told to nobody, and nobody gives by a provider what they may not give', async () => {
  const all = (await ask('GET', '/api/v1/security/providers')).text
  const log = await admin.query(`select string_agg(a::text, '') as all from holdfast.audit_entry a`)
  const rows = await admin.query(`select string_agg(i::text, '') as all from holdfast.identity_provider i`)
  for (const text of [all, log.rows[0].all, rows.rows[0].all, http.log()])
    assert.ok(!text.includes(real.clientSecret) && !text.includes(Buffer.from(real.clientSecret).toString('hex')))
  const lesser = await http.token(['security:write', 'security:read', 'members:write'])
  const body = { ...standard, name: 'Up', defaultRole: 'owner' }
  assert.equal((await ask('POST', '/api/v1/security/providers', { token: lesser, body })).status, 403)
  const wrong = await ask('POST', '/api/v1/security/providers', { body: { ...standard, issuer: 'ftp://x.example' } })
  assert.equal(wrong.json.errors[0].code, 'issuer')
})
