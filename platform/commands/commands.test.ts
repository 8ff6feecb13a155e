import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { assetsPart } from '../assets/index.ts'
import { auditPart } from '../audit/index.ts'
import type { TenantTransaction } from '../contract/index.ts'
import { intakePart } from '../intake/index.ts'
import { outboxPart } from '../outbox/index.ts'
import { newPublicId } from '../store/index.ts'
import { testDatabase } from '../store/testing/index.ts'
import { newSigningKey, verifyCommand } from '../trust/index.ts'
import {
  type AskingSource,
  commandsPart,
  commandTasks,
  issueCommand,
  keepResult,
  type NewCommand,
  openCommandDoor,
  readCommand,
  readCommands,
  resultHandler,
} from './index.ts'

const parts = [auditPart, outboxPart, assetsPart, intakePart, commandsPart]
const { database, admin, tenant } = await testDatabase({ after }, { parts })
const door = await openCommandDoor(database)
after(() => door.close())
const key = newSigningKey()
const by = { kind: 'person', id: 'per_ada' } as const

const inTenant = <T>(id: number, work: (tx: TenantTransaction) => Promise<T>) =>
  database.asTenant(id, (tx) => work(tx as unknown as TenantTransaction))

async function sourceOf(tenantId: number, kind = 'agent'): Promise<AskingSource> {
  const { rows } = await admin.query(
    `with n as (insert into holdfast.network (tenant_id, public_id, name) values ($1, $2, $3) returning network_id)
     insert into holdfast.source (tenant_id, public_id, kind, name, public_key, network_id, enrolled_at)
     select $1, $4, $5, 'one', $4, network_id, now() from n returning source_id::int as id, public_id`,
    [tenantId, newPublicId('net'), newPublicId('net'), newPublicId('src'), kind],
  )
  return { tenantId, sourceId: rows[0].id, source: rows[0].public_id }
}

const issue = (source: AskingSource, change: Partial<NewCommand> = {}, now = new Date()) =>
  inTenant(source.tenantId, (tx) =>
    issueCommand(tx, key, { source: source.source, kind: 'collect-now', args: { full: true }, by, ...change }, now),
  )
const status = (source: AskingSource, id: string) => inTenant(source.tenantId, (tx) => readCommand(tx, id))
const result = (source: AskingSource, id: string, state: 'done' | 'failed' | 'refused' = 'done') =>
  inTenant(source.tenantId, (tx) =>
    keepResult(tx, source, { type: 'result', command: id, status: state, at: new Date().toISOString(), detail: 'so' }),
  )

test('a command travels: issued, delivered, verified by its source, done', async () => {
  const source = await sourceOf(await tenant())
  const { id } = await issue(source, { args: { collectors: ['inventory.dpkg'] } })
  assert.equal((await status(source, id))?.state, 'issued')
  const [signed] = await door.take(source, 0)
  const verdict = verifyCommand(signed!, {
    bundle: {
      v: 1,
      number: 1,
      keys: [{ id: key.id, publicKey: key.publicKey, notBefore: '2020-01-01T00:00:00.000Z' }],
    },
    source: source.source,
    declares: ['collect-now'],
    now: new Date().toISOString(),
  })
  assert.ok(verdict.ok && verdict.command.id === id)
  assert.deepEqual(verdict.ok && verdict.command.args, { collectors: ['inventory.dpkg'] })
  assert.equal((await status(source, id))?.state, 'delivered')
  assert.equal(await result(source, id), 'kept')
  assert.equal((await status(source, id))?.state, 'done')
  const { rows } = await admin.query(
    `select body ->> 'state' as state from holdfast.outbox where tenant_id = $1 order by seq`,
    [source.tenantId],
  )
  assert.deepEqual(
    rows.map(({ state }) => state),
    ['issued', 'delivered', 'done'],
  )
  const { rows: audited } = await admin.query(
    'select actor, action from holdfast.audit_entry where tenant_id = $1 order by seq',
    [source.tenantId],
  )
  assert.deepEqual(audited, [
    { actor: 'person:per_ada', action: 'command:collect-now' },
    { actor: `source:${source.source}`, action: 'command:done' },
  ])
})

test('a source that waits is woken at once, and only that one', async () => {
  const id = await tenant()
  const source = await sourceOf(id)
  const other = await sourceOf(id)
  const waiting = door.take(source, 30)
  const quiet = door.take(other, 0.2)
  await sleep(50)
  await issue(source)
  assert.equal((await waiting).length, 1)
  assert.deepEqual(await quiet, [])
})

test('a wait ends when nothing comes, when the source hangs up, and when the server stops', async () => {
  const source = await sourceOf(await tenant())
  assert.deepEqual(await door.take(source, 0.05), [])
  const stop = new AbortController()
  const waiting = door.take(source, 60, stop.signal)
  stop.abort()
  assert.deepEqual(await waiting, [])
  const second = await openCommandDoor(database)
  const last = second.take(source, 60)
  await sleep(20)
  await second.close()
  assert.deepEqual(await last, [])
})

test('what was delivered is not delivered twice at once, and again when no answer comes', async () => {
  const source = await sourceOf(await tenant())
  const { id } = await issue(source)
  const taken = await Promise.all([door.take(source, 0), door.take(source, 0), door.take(source, 0)])
  assert.equal(taken.flat().length, 1)
  assert.deepEqual(await door.take(source, 0), [])
  await admin.query(`update holdfast.command set delivered_at = now() - interval '2 minutes' where public_id = $1`, [
    id,
  ])
  assert.equal((await door.take(source, 0)).length, 1)
  await result(source, id)
  await admin.query(`update holdfast.command set delivered_at = now() - interval '2 minutes' where public_id = $1`, [
    id,
  ])
  assert.deepEqual(await door.take(source, 0), [])
})

test('one idempotency key asks once', async () => {
  const source = await sourceOf(await tenant())
  const first = await issue(source, { idempotencyKey: 'k' })
  const second = await issue(source, { idempotencyKey: 'k' })
  assert.deepEqual(second, { id: first.id, state: 'issued', isNew: false })
  const other = await sourceOf(source.tenantId)
  await assert.rejects(issue(other, { idempotencyKey: 'k' }), /was used for another command/)
})

test('a command that was not fetched in time expires and is never delivered; a late result still counts', async () => {
  const source = await sourceOf(await tenant())
  const past = new Date(Date.now() - 120_000)
  const { id } = await issue(source, { expiresSeconds: 60 }, past)
  assert.deepEqual(await door.take(source, 0), [])
  await commandTasks[0]!.run(database, new AbortController().signal)
  assert.equal((await status(source, id))?.state, 'expired')
  assert.equal(await result(source, id), 'kept')
  assert.equal((await status(source, id))?.state, 'done')
})

test('the first result counts, and one of a stranger does not', async () => {
  const id = await tenant()
  const source = await sourceOf(id)
  const command = await issue(source)
  assert.equal(await result(await sourceOf(id), command.id), 'unknown')
  assert.equal(await result(await sourceOf(await tenant()), command.id), 'unknown')
  assert.equal(await result(source, command.id, 'refused'), 'kept')
  assert.equal(await result(source, command.id, 'done'), 'known')
  assert.equal((await status(source, command.id))?.state, 'refused')
})

test('results that nobody asked for are set aside', async () => {
  const source = await sourceOf(await tenant())
  const record = { type: 'result', command: 'cmd_0000000000000000000000', status: 'done', at: '' } as const
  const { aside } = await inTenant(source.tenantId, (tx) => resultHandler.apply({ tx, source }, [{ record }]))
  assert.deepEqual(
    aside.map(({ reason }) => reason),
    ['unknown-command'],
  )
})

for (const [name, change, message] of [
  ['with wrong arguments', { args: { collectors: 'all' } as never }, /collectors/],
  ['of an unknown kind', { kind: 'format-disk' as never }, /no command "format-disk"/],
  ['that holds for a year', { expiresSeconds: 1e9 }, /between a second and a week/],
  ['for nobody', { source: 'src_0000000000000000000000' }, /no such source/],
] as const) {
  test(`a command ${name} is refused`, async () => {
    const source = await sourceOf(await tenant())
    await assert.rejects(issue(source, change), message)
    assert.deepEqual(await inTenant(source.tenantId, (tx) => readCommands(tx, source.source)), [])
  })
}

test('a source that is revoked, cannot obey, or is swamped gets no command', async () => {
  const id = await tenant()
  await assert.rejects(issue(await sourceOf(id, 'import')), /does not know the command/)
  const revoked = await sourceOf(id)
  await admin.query(`update holdfast.source set status = 'revoked' where source_id = $1`, [revoked.sourceId])
  await assert.rejects(issue(revoked), /is revoked/)
  const swamped = await sourceOf(id)
  for (let n = 0; n < 50; n++) await issue(swamped)
  await assert.rejects(issue(swamped), /50 commands wait/)
})

test('a tenant can ask nothing of the sources of another', async () => {
  const source = await sourceOf(await tenant())
  const other = await tenant()
  await assert.rejects(issue({ ...source, tenantId: other }), /no such source/)
  const { id } = await issue(source)
  assert.equal(await inTenant(other, (tx) => readCommand(tx, id)), undefined)
  assert.deepEqual(await door.take({ ...source, tenantId: other }, 0), [])
})
