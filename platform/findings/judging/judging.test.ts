import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { NumberedJudge } from '../../content/index.ts'
import { factsNamed, type Judge, type KnownFacts, type TenantTransaction } from '../../contract/index.ts'
import {
  judgingBacklog,
  markContentChanged,
  markDue,
  markFactsChanged,
  readNotAssessed,
  startJudging,
} from '../index.ts'
import { findingsDatabase, locked, shut, verdict, wardenOf } from '../testing/findings-database.ts'

const db = await findingsDatabase({ after })

/** What is known of each asset, in memory: the facts part has tests of its own. */
const doors = new Map<number, readonly { name: string; locked: boolean }[]>()
const load = async (_: TenantTransaction, assetId: number) => {
  const known = doors.get(assetId)
  const items = new Map((known ?? []).map((door) => [door.name, door]))
  const facts: KnownFacts[] = known
    ? [{ fact: 'doors.door', scope: '', complete: true, observedAt: new Date().toISOString(), items }]
    : []
  return { facts, problems: [] }
}

const lockWarden = (change: Partial<Judge> = {}): Judge =>
  wardenOf({
    id: 'doors.lock-warden',
    checks: [locked],
    judge: (input) => {
      const sets = factsNamed<{ name: string; locked: boolean }>(input, 'doors.door')
      if (sets.length === 0) return [verdict(locked, 'unknown', '', 'no doors were seen')]
      const open = sets.flatMap(({ items }) => [...items.values()]).filter((door) => !door.locked)
      return open.length === 0 ? [verdict(locked, 'pass')] : open.map(({ name }) => verdict(locked, 'fail', name))
    },
    ...change,
  })

async function judgeAll(judges: readonly NumberedJudge[], concurrency = 2) {
  const errors: unknown[] = []
  const judging = startJudging({
    database: db.database,
    judges,
    load,
    concurrency,
    pollMs: 10,
    onError: (error) => errors.push(error),
  })
  while ((await judgingBacklog(db)).due > 0) await sleep(10)
  await judging.stop()
  assert.equal((await judgingBacklog(db)).due, 0)
  return { errors, judged: judging.judged }
}

async function findings(assetId: number) {
  const { rows } = await db.admin.query(
    'select place, status from holdfast.finding where asset_id = $1 order by place',
    [assetId],
  )
  return Object.fromEntries(rows.map(({ place, status }) => [place, status]))
}

test('what is due is judged once, and findings follow the facts', async () => {
  const judge = await db.judge(lockWarden())
  const tenantId = await db.tenant()
  const { assetId, publicId } = await db.asset(tenantId)
  const changed = () =>
    db.inTenant(tenantId, (tx) => markFactsChanged(tx, [judge.judge], { assetId, facts: ['doors.door', 'doors.key'] }))
  await changed()
  await judgeAll([judge])
  const list = await db.inTenant(tenantId, (tx) => readNotAssessed(tx, publicId))
  assert.deepEqual(
    list.map(({ reason }) => reason),
    ['no doors were seen'],
  )
  doors.set(assetId, [
    { name: 'front', locked: false },
    { name: 'back', locked: true },
  ])
  await changed()
  await changed()
  assert.equal((await judgeAll([judge])).judged, 1)
  assert.deepEqual(await findings(assetId), { front: 'new' })
  doors.set(assetId, [{ name: 'front', locked: true }])
  await changed()
  await judgeAll([judge])
  assert.deepEqual(await findings(assetId), { front: 'fixed' })
})

test('facts that no judge reads make nothing due', async () => {
  const judge = await db.judge(lockWarden())
  const tenantId = await db.tenant()
  const { assetId } = await db.asset(tenantId)
  await db.inTenant(tenantId, (tx) => markFactsChanged(tx, [judge.judge], { assetId, facts: ['doors.key'] }))
  assert.equal((await judgingBacklog(db)).due, 0)
})

test('a judge that throws or speaks of foreign checks spoils its own checks only', async () => {
  const broken = lockWarden({
    id: 'doors.broken',
    checks: [shut],
    judge: () => {
      throw new Error('out of order')
    },
  })
  const foreign = lockWarden({
    id: 'doors.foreign',
    checks: ['doors.no-key-is-lost'],
    judge: () => [verdict(shut, 'pass')],
  })
  const content = [lockWarden(), broken, foreign]
  const judges = await db.judges(content)
  const tenantId = await db.tenant()
  const { assetId, publicId } = await db.asset(tenantId)
  doors.set(assetId, [{ name: 'front', locked: false }])
  await db.inTenant(tenantId, (tx) =>
    markDue(tx, { assetIds: [assetId], judges: content.map(({ id }) => id), reason: 'asked' }),
  )
  const { errors } = await judgeAll(judges)
  assert.equal(errors.length, 2)
  assert.deepEqual(await findings(assetId), { front: 'new' })
  const list = await db.inTenant(tenantId, (tx) => readNotAssessed(tx, publicId))
  assert.deepEqual(
    list.map(({ check, outcome }) => [check, outcome]),
    [
      ['doors.every-window-is-shut', 'error'],
      ['doors.no-key-is-lost', 'error'],
    ],
  )
  assert.match(list[0]!.reason, /out of order/)
})

test('other content judges all assets of all tenants again, without anything being collected', async () => {
  const judge = await db.judge(lockWarden())
  const assets = []
  for (let n = 0; n < 3; n++) {
    const tenantId = await db.tenant()
    const asset = await db.asset(tenantId)
    doors.set(asset.assetId, [{ name: 'front', locked: true }])
    await db.inTenant(tenantId, (tx) =>
      markDue(tx, { assetIds: [asset.assetId], judges: [judge.judge.id], reason: 'asked' }),
    )
    assets.push(asset)
  }
  await judgeAll([judge])
  const strict = await db.judge(lockWarden({ version: 2, judge: () => [verdict(locked, 'fail', 'roof')] }))
  const marked = await db.database.asPlatform((tx) => markContentChanged(tx, [strict], ['doors.lock-warden']))
  assert.ok(marked >= 3)
  await judgeAll([strict])
  for (const { assetId } of assets) assert.deepEqual(await findings(assetId), { roof: 'new' })
  await assert.rejects(
    db.database.asTenant(1, (tx) => markContentChanged(tx, [strict], ['doors.lock-warden'])),
    /the platform as a whole/,
  )
})

test('a judge whose answer depends on the date is due again by itself', async () => {
  const judge = await db.judge(lockWarden({ everySeconds: 3600 }))
  const tenantId = await db.tenant()
  const { assetId } = await db.asset(tenantId)
  await db.inTenant(tenantId, (tx) => markDue(tx, { assetIds: [assetId], judges: [judge.judge.id], reason: 'asked' }))
  await judgeAll([judge])
  const due = () =>
    db.admin.query(
      `select reason, priority, due_at > now() + interval '59 minutes' and due_at < now() + interval '67 minutes' as later
         from holdfast.judgement_due where asset_id = $1`,
      [assetId],
    )
  assert.deepEqual((await due()).rows, [{ reason: 'date', priority: 1, later: true }])
  doors.set(assetId, [{ name: 'front', locked: false }])
  await db.inTenant(tenantId, (tx) => markFactsChanged(tx, [judge.judge], { assetId, facts: ['doors.door'] }))
  await judgeAll([judge])
  assert.deepEqual(await findings(assetId), { front: 'new' })
  assert.deepEqual((await due()).rows, [{ reason: 'date', priority: 1, later: true }])
})

test('what cannot be judged is put off, longer each time, and holds up nobody', async () => {
  const judge = await db.judge(lockWarden())
  const tenantId = await db.tenant()
  const bad = await db.asset(tenantId, 'bad')
  const good = await db.asset(tenantId, 'good')
  doors.set(good.assetId, [{ name: 'front', locked: false }])
  await db.inTenant(tenantId, (tx) =>
    markDue(tx, { assetIds: [bad.assetId, good.assetId], judges: [judge.judge.id], reason: 'asked' }),
  )
  const errors: unknown[] = []
  const judging = startJudging({
    database: db.database,
    judges: [judge],
    load: (tx, assetId) => (assetId === bad.assetId ? Promise.reject(new Error('torn page')) : load(tx, assetId)),
    pollMs: 10,
    onError: (error) => errors.push(error),
  })
  while ((await judgingBacklog(db)).due > 0) await sleep(10)
  await judging.stop()
  assert.deepEqual(
    errors.map((error) => (error as Error).message),
    ['torn page'],
  )
  assert.deepEqual(await findings(good.assetId), { front: 'new' })
  const { rows } = await db.admin.query(
    'select reason, attempts, due_at > now() as later from holdfast.judgement_due where asset_id = $1',
    [bad.assetId],
  )
  assert.deepEqual(rows, [{ reason: 'retry', attempts: 1, later: true }])
  await db.admin.query('delete from holdfast.judgement_due where asset_id = $1', [bad.assetId])
})

test('tenants take turns: one with many assets does not keep others waiting', async () => {
  const judge = await db.judge(lockWarden())
  const flood = await db.tenant('flood')
  const small = await db.tenant('small')
  const many: number[] = []
  for (let n = 0; n < 150; n++) many.push((await db.asset(flood, `host-${n}`)).assetId)
  const one = (await db.asset(small, 'only')).assetId
  const mark = (tenantId: number, assetIds: number[]) =>
    db.inTenant(tenantId, (tx) => markDue(tx, { assetIds, judges: [judge.judge.id], reason: 'facts' }))
  await mark(flood, many)
  await mark(small, [one])
  const order: number[] = []
  const judging = startJudging({
    database: db.database,
    judges: [judge],
    load: (tx, assetId) => {
      order.push(assetId)
      return load(tx, assetId)
    },
    concurrency: 1,
    pollMs: 10,
    onError: (error) => assert.fail(error as Error),
  })
  while ((await judgingBacklog(db)).due > 0) await sleep(10)
  await judging.stop()
  assert.equal(order.length, 151)
  assert.ok(order.indexOf(one) <= 20, `the small tenant came after ${order.indexOf(one)} assets`)
})

test('several workers judge each asset once', async () => {
  const judge = await db.judge(lockWarden())
  const tenantId = await db.tenant()
  const assetIds: number[] = []
  for (let n = 0; n < 40; n++) assetIds.push((await db.asset(tenantId, `host-${n}`)).assetId)
  for (const assetId of assetIds) doors.set(assetId, [{ name: 'front', locked: false }])
  await db.inTenant(tenantId, (tx) => markDue(tx, { assetIds, judges: [judge.judge.id], reason: 'facts' }))
  const [a, b] = await Promise.all([judgeAll([judge], 3), judgeAll([judge], 3)])
  assert.equal(a.judged + b.judged, 40)
  const { rows } = await db.admin.query(
    'select sum(tests)::int as tests from holdfast.assessment where tenant_id = $1',
    [tenantId],
  )
  assert.equal(rows[0].tests, 40)
})

test('the clock may be set back: judging goes on', async () => {
  const judge = await db.judge(lockWarden())
  const tenantId = await db.tenant()
  const { assetId } = await db.asset(tenantId)
  const judgeAt = async (now: string, locked: boolean) => {
    doors.set(assetId, [{ name: 'front', locked }])
    await db.inTenant(tenantId, (tx) => markDue(tx, { assetIds: [assetId], judges: [judge.judge.id], reason: 'facts' }))
    const judging = startJudging({
      database: db.database,
      judges: [judge],
      load,
      pollMs: 10,
      now: () => new Date(now),
      onError: (error) => assert.fail(error as Error),
    })
    while ((await judgingBacklog(db)).due > 0) await sleep(10)
    await judging.stop()
  }
  await judgeAt('2026-11-22T10:00:00.000Z', false)
  await judgeAt('2026-11-22T08:00:00.000Z', true)
  assert.deepEqual(await findings(assetId), { front: 'fixed' })
})
