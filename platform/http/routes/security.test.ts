import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { newSignInLink } from '../../access/index.ts'
import { outboxPart } from '../../outbox/index.ts'
import { testHttp } from '../testing/index.ts'

const http = await testHttp({ after }, { parts: [outboxPart], heartbeatMs: 60_000 })
const { ask, admin, cookie, url, database } = http
const change = (body: object, token?: string) =>
  ask('PATCH', '/api/v1/security/policy', { body, headers: { 'if-match': '*' }, ...(token && { token }) })
const by = (own: string) => ({ token: '', headers: { cookie: own, 'x-holdfast-request': '1' } })
const holds = async (own: string) => (await ask('GET', '/api/v1/session', by(own))).status === 200
/** Somebody who came by an invitation: no link of the machine. */
async function guest(): Promise<string> {
  const made = await ask('POST', '/api/v1/people/invitations', { body: { name: 'Ada', role: 'reader' } })
  const body = { secret: made.json.data.link.split('#')[1] }
  const accepted = await ask('POST', '/api/v1/invitation/accept', { token: '', body })
  return accepted.headers.getSetCookie()[0]!.split(';')[0]!
}
const backToStandard = () => admin.query('delete from holdfast.access_policy')

test('a policy is read, changed in part, and refused when it makes no sense', async () => {
  const before = (await ask('GET', '/api/v1/security/policy')).json.data
  assert.deepEqual(before.addresses, [])
  assert.equal(before.yourAddress, '127.0.0.1')
  const reply = await change({ idleMinutes: 30, addresses: ['127.0.0.9/8', '2001:DB8::/32'] })
  assert.deepEqual(reply.json.data.addresses, ['127.0.0.0/8', '2001:db8::/32'])
  assert.deepEqual([reply.json.data.idleMinutes, reply.json.data.absoluteHours], [30, 168])
  for (const wrong of [
    { idleMinutes: 1 },
    { absoluteHours: 0 },
    { addresses: ['10.0.0.0/33'] },
    { addresses: ['x; drop'] },
  ])
    assert.equal((await change(wrong)).status, 422, JSON.stringify(wrong))
  const reader = await http.token(['security:read'])
  assert.equal((await change({ idleMinutes: 30 }, reader)).status, 403)
  await backToStandard()
})

test('nobody locks themselves out without saying so; then the machine of the server heals it', async () => {
  const [own, ada] = [await cookie(), await guest()]
  const token = await http.token()
  const refused = await change({ addresses: ['10.0.0.0/8'] })
  assert.deepEqual([refused.status, refused.json.code], [409, 'own-address'])
  assert.equal((await change({ addresses: ['10.0.0.0/8'], force: true })).status, 200)
  assert.equal(await holds(ada), false, 'a session')
  assert.equal((await ask('GET', '/api/v1/tokens', { token })).status, 401, 'a token')
  assert.equal(await holds(own), true, 'a link of the machine, for an hour')
  const { rows } = await admin.query(
    'select person_id::int as "personId", tenant_id::int as "tenantId" from holdfast.membership where role = $1',
    ['owner'],
  )
  const link = await newSignInLink(database, rows[0], 'loopback')
  const healed = await ask('POST', '/api/v1/session', { token: '', body: { link } })
  const healer = healed.headers.getSetCookie()[0]!.split(';')[0]!
  const body = { addresses: [] }
  const reply = await ask('PATCH', '/api/v1/security/policy', {
    token: '',
    body,
    headers: { cookie: healer, 'x-holdfast-request': '1', 'if-match': '*' },
  })
  assert.equal(reply.status, 200)
  assert.equal(await holds(ada), true)
  await backToStandard()
})

test('the address counts at the door as well', async () => {
  const made = await ask('POST', '/api/v1/people/invitations', { body: { name: 'Eve', role: 'reader' } })
  await change({ addresses: ['192.0.2.0/24'], force: true })
  const body = { secret: made.json.data.link.split('#')[1] }
  const reply = await ask('POST', '/api/v1/invitation/accept', { token: '', body })
  assert.deepEqual([reply.status, reply.json.code, reply.headers.getSetCookie()], [403, 'address-not-allowed', []])
  await backToStandard()
})

test('sign-ins end after the idle time and the whole time of their tenant', async () => {
  const own = await cookie()
  await change({ idleMinutes: 10, absoluteHours: 2 })
  await admin.query(`update holdfast.session set used_at = now() - interval '9 minutes'`)
  assert.equal(await holds(own), true)
  await admin.query(`update holdfast.session set used_at = now() - interval '11 minutes'`)
  assert.equal(await holds(own), false)
  await admin.query(`update holdfast.session set used_at = now(), created_at = now() - interval '121 minutes'`)
  assert.equal(await holds(own), false)
  const [session] = (
    await admin.query(`select expires_at - created_at < interval '3 hours' as short from holdfast.session`)
  ).rows
  assert.equal(session.short, false, 'opened before')
  await cookie()
  const short = await admin.query(
    `select expires_at - now() < interval '3 hours' as short from holdfast.session order by id desc limit 1`,
  )
  assert.equal(short.rows[0].short, true)
  await backToStandard()
})

/** Listens until the server ends the stream; a heartbeat would come after a minute. */
function listen(headers: Record<string, string>): Promise<{ ended: Promise<void> }> {
  return new Promise((resolve, reject) => {
    fetch(`${url}/api/v1/events?topics=finding.`, { headers }).then(async (reply) => {
      const reader = reply.body!.getReader()
      await reader.read()
      const rest = async () => {
        while (!(await reader.read()).done);
      }
      resolve({ ended: rest() })
    }, reject)
  })
}

test('a token that is revoked ends the streams that listen by it, at once', async () => {
  const made = await ask('POST', '/api/v1/tokens', { body: { name: 'stolen', scopes: ['events:read'] } })
  const { ended } = await listen({ authorization: `Bearer ${made.json.data.secret}` })
  await ask('DELETE', `/api/v1/tokens/${made.json.data.id}`, { headers: { 'if-match': '*' } })
  await ended
})

test('a policy ends the streams of whoever it shuts out, at once', async () => {
  const ada = await guest()
  const [one, two] = [await listen({ cookie: ada }), await listen({ authorization: `Bearer ${await http.token()}` })]
  await change({ addresses: ['192.0.2.0/24'], force: true })
  await Promise.all([one.ended, two.ended])
  await backToStandard()
})
