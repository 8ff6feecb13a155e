import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { refreshOpenChecks } from '../../content/index.ts'
import type { Judge, Verdict } from '../../contract/index.ts'
import { judgingBacklog, markDue, markSomeDue, requestException, startJudging } from '../index.ts'
import { checkOf, findingsDatabase, shut, verdict, wardenOf } from '../testing/findings-database.ts'

const db = await findingsDatabase({ after })

/** What the judge says next. */
let says: readonly Verdict[] = []
let words = 'first words'
const feedWarden = (change: Partial<Judge> = {}): Judge =>
  wardenOf({
    id: 'doors.feed-warden',
    checks: [shut],
    open: {
      coveredBy: shut,
      wordsOf: (id) => (id.startsWith('doors.cve-') ? { ...checkOf(id), title: `${id}: ${words}` } : undefined),
    },
    judge: () => says,
    ...change,
  })
const ready = await db.judge(feedWarden())

async function judge(tenantId: number, assetId: number, verdicts: readonly Verdict[]) {
  says = verdicts
  const errors: unknown[] = []
  await db.inTenant(tenantId, (tx) =>
    markDue(tx, { assetIds: [assetId], judges: ['doors.feed-warden'], reason: 'asked' }),
  )
  const judging = startJudging({
    database: db.database,
    judges: [ready],
    load: async () => ({ facts: [], problems: [] }),
    pollMs: 10,
    onError: (error) => errors.push(error),
  })
  while ((await judgingBacklog(db)).due > 0) await new Promise((done) => setTimeout(done, 10))
  await judging.stop()
  return errors
}

async function findings(tenantId: number) {
  const { rows } = await db.admin.query(
    `select c.id, f.place, f.status, d.untested_since is not null as untested from holdfast.finding f
       join holdfast.finding_detail d using (tenant_id, finding_id) join holdfast.check_definition c using (check_no)
      where f.tenant_id = $1 order by c.id, f.place`,
    [tenantId],
  )
  return rows.map(({ id, place, status, untested }) => `${id} ${place} ${status}${untested ? ' untested' : ''}`)
}

test('findings of checks that no list names live and end as all others do', async () => {
  const tenantId = await db.tenant()
  const { assetId } = await db.asset(tenantId)
  const one = verdict('doors.cve-1', 'fail', 'deb/openssl')
  const two = verdict('doors.cve-2', 'fail', 'npm/left-pad')
  assert.deepEqual(await judge(tenantId, assetId, [verdict(shut, 'pass'), one, two]), [])
  assert.deepEqual(await findings(tenantId), ['doors.cve-1 deb/openssl new', 'doors.cve-2 npm/left-pad new'])
  // Nobody knows of deb packages any more: not tested, and so not fixed. What was tested and is not named is fixed.
  await judge(tenantId, assetId, [verdict(shut, 'unknown', 'deb')])
  assert.deepEqual(await findings(tenantId), ['doors.cve-1 deb/openssl new untested', 'doors.cve-2 npm/left-pad fixed'])
  await judge(tenantId, assetId, [verdict(shut, 'pass'), verdict('doors.cve-1', 'fail', 'deb/libssl3')])
  assert.deepEqual(await findings(tenantId), [
    'doors.cve-1 deb/libssl3 new',
    'doors.cve-1 deb/openssl fixed',
    'doors.cve-2 npm/left-pad fixed',
  ])
})

test('a judge that says nothing of what it looked at fixes nothing', async () => {
  const tenantId = await db.tenant()
  const { assetId } = await db.asset(tenantId)
  await judge(tenantId, assetId, [verdict(shut, 'pass'), verdict('doors.cve-3', 'fail', 'deb/bash')])
  await judge(tenantId, assetId, [])
  assert.deepEqual(await findings(tenantId), ['doors.cve-3 deb/bash new untested'])
})

test('words follow the feed, and names that it does not know spoil the batch only', async () => {
  const tenantId = await db.tenant()
  const { assetId } = await db.asset(tenantId)
  const fails = [verdict(shut, 'pass'), verdict('doors.cve-4', 'fail', 'deb/bash')]
  await judge(tenantId, assetId, fails)
  words = 'second words'
  await judge(tenantId, assetId, [...fails, verdict('doors.cve-5', 'fail', 'deb/bash')])
  const { rows } = await db.admin.query(
    "select title, from_feed from holdfast.check_definition where id in ('doors.cve-4', 'doors.cve-5') order by id",
  )
  assert.deepEqual(rows, [
    { title: 'doors.cve-4: second words', from_feed: true },
    { title: 'doors.cve-5: second words', from_feed: true },
  ])
  const errors = await judge(tenantId, assetId, [verdict('doors.unheard-of', 'fail', 'deb/bash')])
  assert.match(String(errors[0]), /does not answer this check/)
  assert.deepEqual(await findings(tenantId), [
    'doors.cve-4 deb/bash active untested',
    'doors.cve-5 deb/bash new untested',
  ])
})

test('a check from a feed outlives a new start, and other tenants cannot learn of it', async () => {
  const tenantId = await db.tenant()
  const other = await db.tenant()
  const { assetId } = await db.asset(tenantId)
  await judge(tenantId, assetId, [verdict(shut, 'pass'), verdict('doors.cve-6', 'fail', 'deb/bash')])
  await db.judge(feedWarden({ version: 2 }))
  const { rows } = await db.admin.query("select retired_at from holdfast.check_definition where id = 'doors.cve-6'")
  assert.deepEqual(rows, [{ retired_at: null }])
  const ask = (tenant: number, check: string) =>
    db.inTenant(tenant, (tx) =>
      requestException(
        tx,
        { scope: { check }, reason: 'false-positive', justification: 'Behind a wall.' },
        'usr_1',
        new Date().toISOString(),
      ),
    )
  assert.match((await ask(tenantId, 'doors.cve-6')).id, /^exc_/)
  await assert.rejects(ask(other, 'doors.cve-6'), /There is no such check/)
  await assert.rejects(ask(other, 'doors.cve-999'), /There is no such check/)
})

test('words of all checks that were ever met follow the feeds, and what concerns some assets marks those', async () => {
  const tenantId = await db.tenant()
  const { assetId } = await db.asset(tenantId)
  const idle = await db.asset(tenantId, 'idle')
  await judge(tenantId, assetId, [verdict(shut, 'pass'), verdict('doors.cve-7', 'fail', 'deb/bash')])
  words = 'third words'
  await db.database.asPlatform((tx) => refreshOpenChecks(tx, [ready]))
  const { rows } = await db.admin.query("select title from holdfast.check_definition where id = 'doors.cve-7'")
  assert.deepEqual(rows, [{ title: 'doors.cve-7: third words' }])
  const marked = await db.database.asPlatform((tx) =>
    markSomeDue(
      tx,
      ['doors.feed-warden'],
      [
        { tenantId, assetIds: [assetId], alike: false },
        { tenantId: tenantId + 1000, assetIds: [assetId], alike: true },
      ],
    ),
  )
  assert.equal(marked, 1)
  const due = await db.admin.query(
    'select asset_id, due_at > now() as later from holdfast.judgement_due where tenant_id = $1',
    [tenantId],
  )
  assert.deepEqual(due.rows, [{ asset_id: assetId, later: true }])
  assert.notEqual(idle.assetId, assetId)
})
