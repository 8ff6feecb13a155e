import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import fc from 'fast-check'
import type { TenantTransaction } from '../contract/index.ts'
import { testDatabase } from '../store/testing/index.ts'
import { newSigningKey, type TrustBundle } from '../trust/index.ts'
import { entryText } from './entry-text.ts'
import { auditPart, recordAudit, signAllHeads, signHead, verifyChain } from './index.ts'

const { database, admin, tenant } = await testDatabase({ after }, { parts: [auditPart] })
const key = newSigningKey()
const bundle: TrustBundle = {
  v: 1,
  number: 1,
  keys: [{ id: key.id, publicKey: key.publicKey, notBefore: '2020-01-01T00:00:00.000Z' }],
}
const now = '2026-11-22T10:00:00.000Z'
const actor = { kind: 'person', id: 'per_1', name: 'Ada' } as const

const inTenant = <T>(id: number, work: (tx: TenantTransaction) => Promise<T>) =>
  database.asTenant(id, (tx) => work(tx as unknown as TenantTransaction))
const write = (id: number, count: number) =>
  inTenant(id, async (tx) => {
    for (let n = 1; n <= count; n++) await recordAudit(tx, { actor, action: 'door:open', target: `door_${n}` })
  })
const verify = (id: number, kept: Parameters<typeof verifyChain>[2] = []) =>
  inTenant(id, (tx) => verifyChain(tx, bundle, kept))
/** Does to the tables what somebody with all rights on the database could do. */
const tamper = (text: string, values: unknown[]) => admin.query(text, values)

test('entries form a chain that is found intact', async () => {
  const id = await tenant()
  await write(id, 5)
  const report = await verify(id)
  assert.deepEqual({ ...report, head: report.head.length }, { entries: 5, head: 64, signedHeads: 0, problems: [] })
})

test('an entry is undone with what it tells', async () => {
  const id = await tenant()
  await assert.rejects(
    inTenant(id, async (tx) => {
      await recordAudit(tx, { actor, action: 'door:open', target: 'door_1' })
      throw new Error('no')
    }),
  )
  assert.equal((await verify(id)).entries, 0)
  await write(id, 1)
  assert.deepEqual((await verify(id)).problems, [])
})

test('writers at the same time wait for each other, and no number is lost', async () => {
  const id = await tenant()
  await Promise.all(Array.from({ length: 8 }, () => write(id, 5)))
  const report = await verify(id)
  assert.equal(report.entries, 40)
  assert.deepEqual(report.problems, [])
})

test('the application can neither change nor remove nor write past the chain', async () => {
  const id = await tenant()
  await write(id, 2)
  for (const text of [
    `update audit_entry set entry = '{}'`,
    'delete from audit_entry',
    'update audit_head set seq = 0',
    'delete from audit_signed_head',
    `insert into audit_entry select tenant_id, 9, at, entry, hash, actor, action, target from audit_entry limit 1`,
  ])
    await assert.rejects(
      inTenant(id, (tx) => tx.query(text)),
      /permission denied/,
      text,
    )
})

test('a changed, removed or relabelled entry is found', async () => {
  const id = await tenant()
  await write(id, 5)
  await tamper(
    `update holdfast.audit_entry set entry = replace(entry, 'Ada', 'Eve') where tenant_id = $1 and seq = 2`,
    [id],
  )
  await tamper('delete from holdfast.audit_entry where tenant_id = $1 and seq = 3', [id])
  await tamper(`update holdfast.audit_entry set target = 'door_9' where tenant_id = $1 and seq = 5`, [id])
  const { problems } = await verify(id)
  assert.deepEqual(
    problems.map(({ seq, kind }) => [seq, kind]),
    [
      [2, 'changed'],
      [3, 'missing'],
      [4, 'changed'],
      [5, 'changed'],
    ],
  )
})

test('a signed head shows that the chain was cut or written anew', async () => {
  const id = await tenant()
  await write(id, 3)
  const kept = await inTenant(id, (tx) => signHead(tx, key, now))
  assert.equal(await inTenant(id, (tx) => signHead(tx, key, now)), undefined)
  assert.equal((await verify(id)).signedHeads, 1)
  await tamper('delete from holdfast.audit_entry where tenant_id = $1 and seq = 3', [id])
  assert.deepEqual(
    (await verify(id)).problems.map(({ kind }) => kind),
    ['cut'],
  )
  await tamper('delete from holdfast.audit_signed_head where tenant_id = $1', [id])
  await tamper('delete from holdfast.audit_head where tenant_id = $1', [id])
  await tamper('delete from holdfast.audit_entry where tenant_id = $1', [id])
  await write(id, 4)
  assert.deepEqual((await verify(id)).problems, [])
  assert.deepEqual(
    (await verify(id, [kept!])).problems.map(({ seq, kind }) => [seq, kind]),
    [[3, 'rewritten']],
  )
})

test('the ends of all chains that grew are signed, once', async () => {
  const ids = [await tenant(), await tenant()]
  for (const id of ids) await write(id, 2)
  assert.ok((await signAllHeads(database, key, now)) >= 2)
  for (const id of ids) assert.equal((await verify(id)).signedHeads, 1)
  assert.equal(await signAllHeads(database, key, now), 0)
})

test('a head of another tenant or key is not taken', async () => {
  const id = await tenant()
  const other = await tenant()
  await write(id, 1)
  await write(other, 1)
  const foreign = await inTenant(other, (tx) => signHead(tx, key, now))
  assert.deepEqual(
    (await verify(id, [foreign!])).problems.map(({ kind }) => kind),
    ['wrong-signature'],
  )
  await inTenant(id, (tx) => signHead(tx, newSigningKey(), now))
  assert.deepEqual(
    (await verify(id)).problems.map(({ kind }) => kind),
    ['wrong-signature'],
  )
})

test('secrets do not reach the log, and too much gives way to its digest', () => {
  const text = entryText({
    actor,
    action: 'x',
    target: '',
    before: { password: 'hunter2', nested: [{ apiToken: 'hunter2', private_key: 'hunter2', name: 'door' }] },
  })
  assert.doesNotMatch(text, /hunter2/)
  assert.match(text, /"name":"door"/)
  const large = entryText({ actor, action: 'x', target: '', after: { text: 'x'.repeat(100_000) } })
  assert.ok(large.length < 1000)
  assert.match(large, /"sha256":"[0-9a-f]{64}","tooLarge":100011/)
})

test('whatever is recorded is found intact', async () => {
  const id = await tenant()
  await inTenant(id, (tx) =>
    fc.assert(
      fc.asyncProperty(
        fc.anything({ withDate: true, withTypedArray: true, withBigInt: true, maxDepth: 4 }),
        fc.string({ unit: 'binary', maxLength: 30 }),
        async (after, target) => {
          await recordAudit(tx, { actor, action: target, target, after })
        },
      ),
      { numRuns: 200 },
    ),
  )
  assert.deepEqual((await verify(id)).problems, [])
})
