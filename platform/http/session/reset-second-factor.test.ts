import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { newSignInLink } from '../../access/index.ts'
import { newPublicId } from '../../store/index.ts'
import { everyPart } from '../../store/testing/index.ts'
import { testHttp } from '../testing/index.ts'

const parts = everyPart().filter(({ part }) => part !== 'store')
const { ask, admin, database, tenantId, tenant, cookie } = await testHttp({ after }, { parts })

/** Somebody with a second factor and a session: their ids and their cookie. */
async function member(role: string, tenants: readonly number[] = [tenantId]) {
  const id = newPublicId('per')
  const { rows } = await admin.query<{ id: number }>(
    `insert into holdfast.person (public_id, name, email) values ($1, 'Somebody', $1 || '@example.com') returning id`,
    [id],
  )
  const personId = rows[0]!.id
  for (const each of tenants)
    await admin.query(`insert into holdfast.membership (tenant_id, person_id, role) values ($1, $2, $3)`, [
      each,
      personId,
      role,
    ])
  const link = await newSignInLink(database, { personId, tenantId }, 'loopback')
  const reply = await ask('POST', '/api/v1/session', { token: '', body: { link } })
  await admin.query(`insert into holdfast.person_totp (person_id, sealed, confirmed_at) values ($1, 'x', now())`, [
    personId,
  ])
  await admin.query(
    `insert into holdfast.recovery_code (person_id, digest) select $1, sha256(('code' || g)::bytea) from generate_series(1, 3) g`,
    [personId],
  )
  return { id, personId, cookie: String(reply.headers.get('set-cookie')).split(';')[0]! }
}
const reset = (by: string, id: string) =>
  ask('POST', '/api/v1/members/reset-second-factor', {
    ...{ token: '', headers: { cookie: by, 'x-holdfast-request': '1' }, body: { member: id } },
  })
const left = async (personId: number) =>
  (
    await admin.query<{ n: number }>(
      `select (select count(*)::int from holdfast.person_totp where person_id = $1)
            + (select count(*)::int from holdfast.recovery_code where person_id = $1)
            + (select count(*)::int from holdfast.session where person_id = $1) as n`,
      [personId],
    )
  ).rows[0]!.n

test('what somebody lost is taken from them, their sessions end, they are told by mail, and it is written down', async () => {
  const somebody = await member('reader')
  const done = await reset(await cookie(), somebody.id)
  assert.deepEqual([done.status, done.json.data], [200, { totp: true, passkeys: 0, recoveryCodes: 3, told: true }])
  assert.equal(await left(somebody.personId), 0)
  const session = await ask('GET', '/api/v1/session', { token: '', headers: { cookie: somebody.cookie } })
  assert.equal(session.status, 401)
  const { rows } = await admin.query(`select body from holdfast.notify_message order by message_id desc limit 1`)
  assert.deepEqual(rows[0].body.to, [`${somebody.id}@example.com`])
  assert.match(rows[0].body.words.join(' '), /Owner took your authenticator/)
  const { rows: entries } = await admin.query(
    `select actor from holdfast.audit_entry where target = $1 and action = 'POST /members/reset-second-factor'`,
    [somebody.id],
  )
  assert.equal(entries.length, 1)
})

test('nobody weakens the way into another tenant, of somebody more powerful, or of themselves', async () => {
  const owner = await cookie()
  const elsewhere = await member('reader', [tenantId, await tenant()])
  const refused = await reset(owner, elsewhere.id)
  assert.deepEqual([refused.status, refused.json.code], [409, 'belongs-elsewhere'])
  assert.equal(await left(elsewhere.personId), 5)
  const powerful = await member('owner')
  const administrator = await member('user-administrator')
  assert.equal((await reset(administrator.cookie, powerful.id)).json.code, 'beyond-own')
  assert.equal(await left(powerful.personId), 5)
  assert.equal((await reset(administrator.cookie, administrator.id)).json.code, 'own-account')
  const reader = await member('reader')
  assert.equal((await reset(reader.cookie, administrator.id)).status, 403)
  const stranger = await member('reader')
  await admin.query('delete from holdfast.membership where person_id = $1', [stranger.personId])
  assert.equal((await reset(owner, stranger.id)).status, 404)
  const byToken = await ask('POST', '/api/v1/members/reset-second-factor', { body: { member: reader.id } })
  assert.equal(byToken.status, 403)
})

test('what is refused leaves no trace of a deed: no mail, no entry', async () => {
  const { rows } = await admin.query(
    `select (select count(*)::int from holdfast.audit_entry where action = 'POST /members/reset-second-factor') as entries,
            (select count(*)::int from holdfast.notify_message) as mails`,
  )
  assert.deepEqual(rows[0], { entries: 1, mails: 1 })
})
