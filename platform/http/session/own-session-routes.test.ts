import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { outboxPart } from '../../outbox/index.ts'
import { testHttp } from '../testing/index.ts'

const { ask, cookie, url, admin } = await testHttp({ after }, { parts: [outboxPart] })
const by = (own: string) => ({ token: '', headers: { cookie: own, 'x-holdfast-request': '1', 'user-agent': 'test' } })
const list = async (own: string) => (await ask('GET', '/api/v1/session/all', by(own))).json.data
const end = (own: string, body: unknown) => ask('POST', '/api/v1/session/end', { ...by(own), body })
const holds = async (own: string) => (await ask('GET', '/api/v1/session', by(own))).status === 200

test('one’s own sign-ins are listed without their secrets, and this one is marked', async () => {
  const [one, two] = [await cookie(), await cookie()]
  const sessions = await list(one)
  assert.deepEqual(sessions.map(({ isThis }: { isThis: boolean }) => isThis).sort(), [false, true])
  assert.equal(sessions[0].address, '127.0.0.1')
  for (const own of [one, two]) assert.ok(!JSON.stringify(sessions).includes(own.split('=')[1]!))
  await end(one, { others: true })
})

test('one is ended, or all others; a stream that listens by it ends with it', async () => {
  const [one, two, three] = [await cookie(), await cookie(), await cookie()]
  const stream = await fetch(`${url}/api/v1/events?topics=finding.`, { headers: { cookie: two } })
  const whole = stream.text()
  const second = (await list(two)).find(({ isThis }: { isThis: boolean }) => isThis)
  assert.equal((await end(one, { session: second.id })).json.data.ended, 1)
  assert.ok(!(await whole).includes('still here'))
  assert.deepEqual([await holds(one), await holds(two), await holds(three)], [true, false, true])
  assert.equal((await end(one, { session: second.id })).status, 404)
  assert.ok((await end(one, { others: true })).json.data.ended >= 1)
  assert.deepEqual([await holds(one), await holds(three), (await list(one)).length], [true, false, 1])
})

test('nobody ends or sees the sign-ins of somebody else, and a token has none', async () => {
  const own = await cookie()
  const made = await ask('POST', '/api/v1/people/invitations', { body: { name: 'Ada', role: 'contact' } })
  const secret = made.json.data.link.split('#')[1]
  const accepted = await ask('POST', '/api/v1/invitation/accept', { token: '', body: { secret } })
  const ada = String(accepted.headers.get('set-cookie')).split(';')[0]!
  const [hers] = await list(ada)
  assert.equal((await list(ada)).length, 1)
  assert.equal((await end(own, { session: hers.id })).status, 404)
  assert.equal((await end(ada, { others: true })).json.data.ended, 0)
  assert.deepEqual([await holds(own), await holds(ada)], [true, true])
  assert.equal((await ask('GET', '/api/v1/session/all')).status, 403)
  const { rows } = await admin.query(`select count(*)::int as n from audit_entry where action = 'POST /session/end'`)
  assert.ok(rows[0].n >= 4)
})
