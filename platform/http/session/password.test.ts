import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { Secret, TOTP } from 'otpauth'
import { outboxPart } from '../../outbox/index.ts'
import { createServer } from '../create-server.ts'
import { testHttp } from '../testing/index.ts'

const http = await testHttp({ after }, { parts: [outboxPart] })
const { ask, cookie, admin, database } = http
const password = 'a sentence about three grey herons'

type Reply = Awaited<ReturnType<typeof ask>>
const cookies = (reply: Reply) =>
  reply.headers
    .getSetCookie()
    .map((each) => each.split(';')[0]!)
    .filter((each) => !each.endsWith('='))
    .join('; ')
const by = (own: string) => ({ token: '', headers: { cookie: own, 'x-holdfast-request': '1' } })
const change = (own: string, method: string, path: string, body?: unknown) =>
  ask(method, `/api/v1/account${path}`, { ...by(own), ...(body !== undefined && { body }) })
const signIn = (name: string, word: string) =>
  ask('POST', '/api/v1/session/password', { token: '', body: { name, password: word } })
const secondFactor = (own: string, code: string) =>
  ask('POST', '/api/v1/session/second-factor', { ...by(own), body: { code } })
const holds = async (own: string) => (await ask('GET', '/api/v1/session', by(own))).status === 200
/** Time goes on, so that the next code is a new one and the buckets are full again. */
const later = () =>
  admin.query(`set search_path = holdfast; update person_totp set last_step = 0; delete from sign_in_count`)

let codes: string[] = []
let totp: TOTP

test('a password is set by whoever is signed in, refused when it is bad, and kept as argon2id', async () => {
  const own = await cookie()
  const bad = async (name: string, word: string) =>
    (await change(own, 'POST', '/password', { name, password: word })).json.errors?.[0]?.code
  assert.equal(await bad('heron', 'short'), 'password-unfit')
  assert.equal(await bad('heron', 'Pass-Word-1234'), 'password-unfit')
  assert.equal(await bad('grey.heron', 'greyheron2026'), 'password-unfit')
  assert.equal(await bad('heron@example.org', password), 'pattern')
  assert.equal((await change(own, 'POST', '/password', { name: 'Heron', password })).status, 200)
  const { rows } = await admin.query('select * from holdfast.person_password')
  assert.deepEqual([rows[0].sign_in_name, rows[0].hash.startsWith('$argon2id$')], ['heron', true])
  const told = await admin.query(`select string_agg(a::text, '') as all from holdfast.audit_entry a`)
  assert.ok(told.rows[0].all.includes('/account/password') && !told.rows[0].all.includes('herons'))
  assert.ok(!http.log().includes('herons'))
})

test('name and password let in; a wrong one says nothing about which is wrong', async () => {
  const right = await signIn(' HERON ', password)
  assert.deepEqual([right.status, right.json.data.state], [200, 'signed-in'])
  assert.ok(await holds(cookies(right)))
  const [wrong, unknown] = [await signIn('heron', `${password}!`), await signIn('nobody', password)]
  const plain = ({ status, json }: Reply) => ({ status, code: json.code, detail: json.detail })
  assert.deepEqual(plain(wrong), plain(unknown))
  assert.equal(wrong.status, 401)
})

test('tries are counted by all server processes together, for names that are nobody’s as well', async () => {
  await later()
  const other = createServer({
    database,
    routes: [],
    key: Buffer.alloc(32, 7),
    version: '0',
    logger: http.server.app.log as never,
    limits: { address: 1e9 },
  })
  await other.app.ready()
  const states: number[] = []
  for (let round = 0; round < 6; round++) {
    states.push((await signIn('stork', 'x')).status)
    const elsewhere = await other.app.inject({
      method: 'POST',
      url: '/api/v1/session/password',
      headers: { host: 'localhost' },
      payload: { name: 'stork', password: 'x' },
    })
    states.push(elsewhere.statusCode)
  }
  await other.app.close()
  assert.deepEqual(states, [...Array(10).fill(401), 429, 429])
  assert.equal((await signIn('heron', password)).status, 200)
})

test('an authenticator is set up by its first code, and recovery codes are told once', async () => {
  await later()
  const own = await cookie()
  const offered = (await change(own, 'POST', '/authenticator')).json.data
  assert.match(offered.uri, /^otpauth:\/\/totp\/Holdfast:Owner\?/)
  totp = new TOTP({ secret: Secret.fromBase32(offered.secret) })
  assert.equal((await signIn('heron', password)).json.data.state, 'signed-in', 'not confirmed yet')
  assert.equal((await change(own, 'POST', '/authenticator/confirm', { code: '000000' })).status, 403)
  const confirmed = await change(own, 'POST', '/authenticator/confirm', { code: totp.generate() })
  codes = confirmed.json.data.codes
  assert.equal(new Set(codes).size, 10)
  assert.match(codes[0]!, /^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$/)
  assert.equal((await change(own, 'POST', '/authenticator')).status, 409)
  const { rows } = await admin
    .query(
      `set search_path = holdfast; select (select t::text from person_totp t) || (select string_agg(r::text, '') from recovery_code r) as all`,
    )
    .then((all) => (Array.isArray(all) ? all[1] : all))
  assert.ok(!rows[0].all.includes(offered.secret) && !rows[0].all.includes(codes[0]))
})

test('then the password alone opens nothing, and a code is taken once', async () => {
  await later()
  const first = await signIn('heron', password)
  assert.deepEqual([first.json.data.state, first.json.data.ways], ['second-factor', ['totp', 'recovery']])
  assert.equal(await holds(cookies(first)), false)
  const code = totp.generate()
  const right = await secondFactor(cookies(first), code)
  assert.deepEqual([right.status, right.json.data.state], [200, 'signed-in'])
  assert.ok(await holds(cookies(right)))
  assert.equal((await secondFactor(cookies(first), code)).json.code, 'attempt-over')
  const again = await signIn('heron', password)
  assert.equal((await secondFactor(cookies(again), code)).json.code, 'sign-in-refused', 'the same code')
  assert.equal((await secondFactor('', code)).json.code, 'attempt-over', 'no attempt of this browser')
})

test('a recovery code lets in once, however many use it at one moment', async () => {
  await later()
  const attempts = await Promise.all([1, 2, 3].map(() => signIn('heron', password)))
  const replies = await Promise.all(attempts.map((each) => secondFactor(cookies(each), codes[0]!.toLowerCase())))
  assert.deepEqual(replies.map(({ status }) => status).sort(), [200, 401, 401])
  assert.equal((await change(await cookie(), 'GET', '/sign-in')).json.data.recoveryLeft, 9)
})

test('one sign-in takes five wrong codes and no more', async () => {
  await later()
  const own = cookies(await signIn('heron', password))
  for (let round = 0; round < 5; round++) assert.equal((await secondFactor(own, '123456')).json.code, 'sign-in-refused')
  assert.equal((await secondFactor(own, totp.generate())).json.code, 'attempt-over')
})

test('what decides how one signs in is changed after a fresh proof only', async () => {
  await later()
  const own = await cookie()
  await admin.query(`update holdfast.session set proved_at = now() - interval '16 minutes'`)
  const body = { name: 'heron', password: 'quite another sentence' }
  assert.equal((await change(own, 'POST', '/password', body)).json.code, 'prove-again')
  assert.equal((await change(own, 'DELETE', '/authenticator')).json.code, 'prove-again')
  assert.equal((await change(own, 'POST', '/prove', { password })).status, 403, 'a password is not enough')
  assert.equal((await change(own, 'POST', '/prove', { code: totp.generate() })).status, 200)
  assert.equal((await change(own, 'DELETE', '/authenticator')).status, 200)
  assert.equal((await signIn('heron', password)).json.data.state, 'signed-in')
  assert.equal((await ask('GET', '/api/v1/account/sign-in')).status, 403, 'a token has no account')
})

test('where a second factor is demanded, whoever lacks one can do nothing but set one up', async () => {
  await later()
  await admin.query('insert into holdfast.access_policy (tenant_id, second_factor) values ($1, true)', [http.tenantId])
  const first = await signIn('heron', password)
  assert.equal(first.json.data.state, 'set-up')
  const own = cookies(first)
  const session = (await ask('GET', '/api/v1/session', by(own))).json.data
  assert.deepEqual([session.lacks, session.permissions], ['second-factor', []])
  assert.equal((await ask('GET', '/api/v1/tokens', by(own))).json.code, 'second-factor-missing')
  const { secret } = (await change(own, 'POST', '/authenticator')).json.data
  totp = new TOTP({ secret: Secret.fromBase32(secret) })
  await change(own, 'POST', '/authenticator/confirm', { code: totp.generate() })
  assert.equal((await ask('GET', '/api/v1/tokens', by(own))).status, 200)
  const link = await cookie()
  assert.equal((await ask('GET', '/api/v1/tokens', by(link))).status, 200, 'a link of the machine breaks the glass')
  await admin.query(`update holdfast.session set created_at = now() - interval '61 minutes'`)
  assert.equal((await ask('GET', '/api/v1/tokens', by(link))).json.code, 'second-factor-missing', 'for an hour')
  const told = await admin.query(`select count(*)::int as n from holdfast.audit_entry where action = 'sign-in'`)
  assert.ok(told.rows[0].n > 5)
})
