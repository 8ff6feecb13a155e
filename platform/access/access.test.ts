import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import fc from 'fast-check'
import { newPublicId } from '../store/index.ts'
import { testDatabase } from '../store/testing/index.ts'
import {
  accessPart,
  closeSession,
  createApiToken,
  ensureFirstOwner,
  findApiToken,
  findSession,
  isApiToken,
  listApiTokens,
  newSignInLink,
  openSession,
  permissionsOf,
  permitted,
  RateLimiter,
  redeemSignInLink,
  revokeApiToken,
} from './index.ts'
import { newApiToken } from './secret-text.ts'

const { database, admin, tenant } = await testDatabase({ after }, { parts: [accessPart] })
const owner = await ensureFirstOwner(database, { tenant: 'Here', person: 'Owner' })
const from = { door: 'loopback', address: '127.0.0.1', agent: 'test', factors: ['machine'] } as const

test('there is one first owner, whoever asks at the same moment', async () => {
  const names = { tenant: 'Other', person: 'Other' }
  const all = await Promise.all(Array.from({ length: 5 }, () => ensureFirstOwner(database, names)))
  for (const each of all) assert.deepEqual(each, owner)
})

test('a link signs in once, at its door, and not after its time', async () => {
  const secret = await newSignInLink(database, owner, 'loopback')
  assert.equal(await redeemSignInLink(database, secret, 'tls'), undefined)
  const both = await Promise.all([1, 2].map(() => redeemSignInLink(database, secret, 'loopback')))
  assert.deepEqual(both.filter(Boolean), [owner])
  const late = await newSignInLink(database, owner, 'loopback')
  await admin.query(`update sign_in_link set expires_at = now() where used_at is null`)
  assert.equal(await redeemSignInLink(database, late, 'loopback'), undefined)
  assert.equal(await redeemSignInLink(database, "' or true --", 'loopback'), undefined)
})

test('secrets are not in the database', async () => {
  const secret = await newSignInLink(database, owner, 'tls')
  const session = await openSession(database, owner, from)
  const { rows } = await admin.query(
    `select coalesce(string_agg(s::text, ''), '') || (select string_agg(l::text, '') from sign_in_link l) as all from session s`,
  )
  assert.ok(rows[0].all.length > 100)
  for (const text of [secret, session.secret])
    assert.ok(!rows[0].all.includes(text) && !rows[0].all.includes(Buffer.from(text).toString('hex')))
})

test('a session holds at its door until it is idle, over, closed, or its person is suspended', async () => {
  const open = () => openSession(database, owner, from)
  const first = await open()
  const holder = await findSession(database, first.secret, 'loopback', '127.0.0.1')
  assert.equal(holder?.tenantId, owner.tenantId)
  assert.equal(holder?.role, 'owner')
  assert.equal(await findSession(database, first.secret, 'tls', '127.0.0.1'), undefined)
  await admin.query(`update session set used_at = now() - interval '13 hours'`)
  assert.equal(await findSession(database, first.secret, 'loopback', '127.0.0.1'), undefined)

  const second = await open()
  await admin.query(`update session set used_at = now(), expires_at = now() - interval '1 second'`)
  assert.equal(await findSession(database, second.secret, 'loopback', '127.0.0.1'), undefined)

  const third = await open()
  assert.equal(await closeSession(database, owner.personId + 1, third.id), false)
  assert.ok(await findSession(database, third.secret, 'loopback', '127.0.0.1'))
  assert.equal(await closeSession(database, owner.personId, third.id), true)
  assert.equal(await findSession(database, third.secret, 'loopback', '127.0.0.1'), undefined)

  const fourth = await open()
  await admin.query(`update person set state = 'suspended'`)
  assert.equal(await findSession(database, fourth.secret, 'loopback', '127.0.0.1'), undefined)
  await admin.query(`update person set state = 'active'`)
  await admin.query(`update membership set state = 'suspended'`)
  assert.equal(await findSession(database, fourth.secret, 'loopback', '127.0.0.1'), undefined)
  await admin.query(`update membership set state = 'active'`)
  assert.ok(await findSession(database, fourth.secret, 'loopback', '127.0.0.1'))
})

test('a token is found until it is revoked or expired, and its use is noted', async () => {
  const { id, secret } = await database.asTenant(owner.tenantId, (tx) =>
    createApiToken(tx, { name: 'ci', scopes: ['findings:read'], personId: owner.personId }),
  )
  const holder = await findApiToken(database, secret, '127.0.0.1')
  assert.deepEqual([holder?.tenantId, holder?.role, holder?.scopes], [owner.tenantId, 'owner', ['findings:read']])
  const [listed] = await database.asTenant(owner.tenantId, (tx) => listApiTokens(tx, id))
  assert.ok(listed?.usedAt)
  assert.equal(listed.hint, secret.slice(-4))
  const days = (new Date(listed.expiresAt).getTime() - new Date(listed.createdAt).getTime()) / 86_400_000
  assert.ok(Math.abs(days - 90) < 0.1)
  assert.equal(await database.asTenant(owner.tenantId, (tx) => revokeApiToken(tx, id)), true)
  assert.equal(await findApiToken(database, secret, '127.0.0.1'), undefined)
})

test('another tenant sees neither tokens, memberships nor people', async () => {
  const other = await tenant('Other')
  const { id } = await database.asTenant(owner.tenantId, (tx) => createApiToken(tx, { name: 'x', scopes: ['*:read'] }))
  await database.asTenant(other, async (tx) => {
    assert.deepEqual(await listApiTokens(tx, id), [])
    assert.equal(await revokeApiToken(tx, id), false)
    for (const table of ['person', 'membership', 'session', 'sign_in_link', 'external_identity', 'api_token']) {
      assert.equal((await tx.query(`select 1 from ${table}`)).rowCount, 0, table)
    }
  })
  await assert.rejects(
    database.asTenant(other, (tx) =>
      tx.query(
        `insert into api_token (tenant_id, public_id, digest, hint, name, scopes, expires_at)
         values ($1, $2, $3, 'xxxx', 'planted', '{*}', now() + interval '1 day')`,
        [owner.tenantId, newPublicId('tok'), Buffer.alloc(32)],
      ),
    ),
    /row-level security/,
  )
})

test('a token tells whether it was mistyped', () => {
  fc.assert(
    fc.property(fc.nat(53), fc.constantFrom(...'0aZ_'), (place, letter) => {
      const token = newApiToken()
      assert.ok(isApiToken(token))
      const wrong = token.slice(0, place) + letter + token.slice(place + 1)
      assert.equal(isApiToken(wrong), wrong === token)
    }),
  )
})

test('roles and scopes give what their patterns cover and no more', () => {
  const all = ['findings:read', 'findings:accept', 'inventory:read', 'sources:write'] as const
  assert.equal(permissionsOf('owner', all).size, 4)
  assert.deepEqual([...permissionsOf('reader', all)], ['findings:read', 'inventory:read'])
  assert.equal(permissionsOf('nobody', all).size, 0)
  assert.equal(permissionsOf('constructor', all).size, 0)
  assert.deepEqual([...permitted(['findings:*'], all)], ['findings:read', 'findings:accept'])
  assert.equal(permitted(['find:read', 'read'], all).size, 0)
})

test('a limiter allows its quota, gives it back evenly, and forgets the longest unused', () => {
  let now = 0
  const limiter = new RateLimiter({ quota: 5, windowSeconds: 10 }, { most: 2, now: () => now })
  assert.deepEqual(
    Array.from({ length: 6 }, () => limiter.take('a').allowed),
    [true, true, true, true, true, false],
  )
  now += 2000
  assert.deepEqual([limiter.take('a').allowed, limiter.take('a').allowed], [true, false])
  limiter.take('b')
  limiter.take('c')
  assert.equal(limiter.take('a').remaining, 4)
})
