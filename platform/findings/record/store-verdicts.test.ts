import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { Verdict } from '../../contract/index.ts'
import { readAssessments, readFinding, readHistory, readNotAssessed, storeVerdicts } from '../index.ts'
import { at, checkOf, findingsDatabase, locked, shut, verdict, wardenOf } from '../testing/findings-database.ts'

const db = await findingsDatabase({ after })
const judge = await db.judge(wardenOf())

async function house() {
  const tenantId = await db.tenant()
  const asset = await db.asset(tenantId)
  const store = (hour: number, verdicts: readonly Verdict[], given: object = {}) =>
    db.inTenant(tenantId, (tx) => storeVerdicts(tx, { asset, judge, verdicts, testedAt: at(hour), ...given }))
  const findings = () =>
    db.inTenant(tenantId, async (tx) => {
      const { rows } = await tx.query<{ id: string; place: string; status: string; xmin: string }>(
        'select public_id as id, place, status, xmin::text from finding where tenant_id = $1 order by place',
        [tenantId],
      )
      return rows
    })
  const read = async (place: string) => {
    const { id } = (await findings()).find((finding) => finding.place === place)!
    return db.inTenant(tenantId, async (tx) => ({
      finding: (await readFinding(tx, id, at(1000)))!,
      history: (await readHistory(tx, id)).map(({ kind }) => kind).reverse(),
    }))
  }
  const told = async () =>
    (
      await db.inTenant(tenantId, (tx) => tx.query<{ topic: string }>('select topic from outbox order by seq'))
    ).rows.map(({ topic }) => topic)
  const statuses = async () => Object.fromEntries((await findings()).map(({ place, status }) => [place, status]))
  return { tenantId, asset, store, findings, read, told, statuses }
}

const fail = (place: string, summary?: string) => verdict(locked, 'fail', place, summary)
const fine = verdict(shut, 'pass')

test('a finding lives: opened, confirmed, fixed, reopened, with history, evidence and counts', async () => {
  const { store, read, statuses, told } = await house()
  assert.deepEqual(await store(0, [fail('front'), fine]), { outcome: 'stored', changes: { opened: 1 } })
  assert.deepEqual(await statuses(), { front: 'new' })
  await store(1, [fail('front'), fine])
  await store(2, [fail('front'), fine])
  assert.deepEqual(await store(3, [verdict(locked, 'pass', '', 'all 3 are locked'), fine]), {
    outcome: 'stored',
    changes: { fixed: 1 },
  })
  await store(4, [fail('front'), fine])
  const { finding, history } = await read('front')
  assert.deepEqual(history, ['opened', 'confirmed', 'fixed', 'reopened'])
  assert.equal(finding.status, 'reopened')
  assert.equal(finding.timesFound, 4)
  assert.deepEqual(
    [finding.firstFoundAt, finding.fixedAt, finding.reopenedAt, finding.lastFoundAt],
    [at(0), at(3), at(4), at(4)],
  )
  assert.equal(finding.evidence.summary, 'fail at front')
  assert.equal(finding.check.id, locked)
  assert.deepEqual(finding.judge, { id: 'doors.warden', version: 1, contentVersion: 1 })
  assert.deepEqual(await told(), [
    'finding.opened',
    'asset.assessed',
    'finding.changed',
    'finding.fixed',
    'finding.reopened',
  ])
})

test('the proof of a fix is kept', async () => {
  const { tenantId, store, findings } = await house()
  await store(0, [fail('front'), fine])
  await store(1, [verdict(locked, 'pass', '', 'all 3 are locked'), fine])
  const { id } = (await findings())[0]!
  const [fixed] = await db.inTenant(tenantId, (tx) => readHistory(tx, id))
  assert.deepEqual(fixed?.detail, { because: 'passed', proof: 'all 3 are locked' })
})

test('what did not change writes the assessment and nothing else', async () => {
  const { tenantId, store, findings, read } = await house()
  await store(0, [fail('front'), fail('back'), fine])
  await store(1, [fail('front'), fail('back'), fine])
  const before = await findings()
  const transitions = () =>
    db.admin.query('select count(*)::int from holdfast.finding_transition where tenant_id = $1', [tenantId])
  const told = (await transitions()).rows
  assert.deepEqual(await store(2, [fine, fail('back'), fail('front')]), { outcome: 'unchanged', changes: {} })
  assert.deepEqual(await findings(), before, 'not even rewritten')
  assert.deepEqual((await transitions()).rows, told)
  const { finding } = await read('front')
  assert.equal(finding.timesFound, 3)
  assert.equal(finding.lastTestedAt, at(2))
})

test('the same report twice, and a report that comes late, change nothing', async () => {
  const { store, findings } = await house()
  await store(5, [fail('front'), fine])
  const before = await findings()
  assert.equal((await store(5, [fail('front'), fine])).outcome, 'unchanged')
  assert.equal((await store(4, [verdict(locked, 'pass'), fine])).outcome, 'late')
  assert.deepEqual(await findings(), before)
})

test('not tested is not fixed, and is listed with the reason', async () => {
  const { tenantId, asset, store, statuses, read } = await house()
  await store(0, [fail('front'), fine])
  await store(1, [verdict(locked, 'unknown', '', 'the doors were not seen'), fine])
  assert.deepEqual(await statuses(), { front: 'new' })
  const { finding, history } = await read('front')
  assert.equal(finding.untestedSince, at(1))
  assert.equal(finding.lastTestedAt, at(0))
  assert.deepEqual(history, ['opened', 'untested'])
  const list = () => db.inTenant(tenantId, (tx) => readNotAssessed(tx, asset.publicId))
  assert.deepEqual(
    (await list()).map(({ check, outcome, reason, since }) => ({ check, outcome, reason, since })),
    [{ check: locked, outcome: 'unknown', reason: 'the doors were not seen', since: at(1) }],
  )
  await store(2, [fail('front'), fine])
  assert.deepEqual(await list(), [])
  assert.equal((await read('front')).finding.timesFound, 2)
})

test('a test from outside fixes nothing that was found inside', async () => {
  const { store, statuses } = await house()
  await store(0, [fail('front'), fine])
  await store(1, [verdict(locked, 'pass'), fine], { reach: 'outside' })
  assert.deepEqual(await statuses(), { front: 'new' })
  await store(2, [verdict(locked, 'pass'), fine])
  assert.deepEqual(await statuses(), { front: 'fixed' })
})

test('judging the same observation again confirms nothing; other content may still open and fix', async () => {
  const { store, statuses } = await house()
  await store(0, [fail('front'), fine], { observedAt: at(0) })
  await store(1, [fail('front'), fine], { observedAt: at(0) })
  assert.deepEqual(await statuses(), { front: 'new' })
  await store(2, [fail('back'), fine], { observedAt: at(0) })
  assert.deepEqual(await statuses(), { front: 'fixed', back: 'new' })
})

test('batches of one test add up, whatever their order', async () => {
  const parts = [[fail('front')], [fine], [verdict(locked, 'pass', 'back'), verdict(shut, 'fail', 'attic')]]
  const results = []
  for (const order of [
    [0, 1, 2],
    [2, 1, 0],
    [1, 2, 0],
    [2, 0, 1],
  ]) {
    const { tenantId, asset, store, statuses } = await house()
    await store(0, [fail('back'), fail('front'), verdict(shut, 'fail', 'attic')])
    for (const index of order) await store(1, parts[index]!)
    const [assessment] = await db.inTenant(tenantId, (tx) => readAssessments(tx, asset.publicId))
    results.push({ statuses: await statuses(), tests: assessment?.tests })
  }
  const expected = { statuses: { attic: 'active', back: 'fixed', front: 'active' }, tests: 2 }
  assert.deepEqual(results, [expected, expected, expected, expected])
})

test('a check that the content has no more withdraws its findings', async () => {
  const { tenantId, asset, store, read } = await house()
  await store(0, [verdict(locked, 'pass'), verdict(shut, 'fail', 'attic')])
  const shorter = await db.judge(wardenOf({ checks: [locked] }))
  await db.inTenant(tenantId, (tx) =>
    storeVerdicts(tx, { asset, judge: shorter, verdicts: [verdict(locked, 'pass')], testedAt: at(1) }),
  )
  assert.equal((await read('attic')).finding.status, 'fixed')
  await db.judge(wardenOf())
})

test('severity and evidence that change are told, and the words of a fix are kept fresh', async () => {
  const { store, read } = await house()
  await store(0, [{ ...fail('front'), fix: 'lock it' }, fine])
  await store(1, [{ ...fail('front'), fix: 'lock it twice' }, fine])
  assert.equal((await read('front')).finding.fix, 'lock it twice')
  await store(2, [verdict(locked, 'fail', 'front', 'wide open', 'critical'), fine])
  const { finding, history } = await read('front')
  assert.deepEqual([finding.severity, finding.evidence.summary, finding.fix], [5, 'wide open', null])
  assert.deepEqual(history, ['opened', 'confirmed', 'severity', 'evidence'])
})

test('what passed is known per check, and what does not apply', async () => {
  const { tenantId, asset, store } = await house()
  await store(0, [verdict(locked, 'pass', 'front'), verdict(shut, 'not-applicable')])
  const [assessment] = await db.inTenant(tenantId, (tx) => readAssessments(tx, asset.publicId))
  assert.deepEqual([assessment?.passed, assessment?.notApplicable], [[locked], [shut]])
})

test('hostile and endless texts are stored within bounds, and long places stay apart', async () => {
  const { store, findings, read } = await house()
  const long = 'x'.repeat(5000)
  const nasty = '<script>\u0000\ud800'
  await store(0, [fail(`${long}1`), fail(`${long}2`), verdict(locked, 'fail', nasty, nasty.repeat(500)), fine])
  assert.equal((await findings()).length, 3)
  const { finding } = await read('<script>␀\ufffd')
  assert.equal(finding.evidence.summary.length, 1000)
  assert.equal(
    (await store(1, [fail(`${long}1`), fail(`${long}2`), verdict(locked, 'fail', nasty, nasty.repeat(500)), fine]))
      .changes.opened,
    undefined,
  )
})

test('tests of one asset that come at the same time come one after another', async () => {
  const { store, read } = await house()
  await Promise.allSettled(Array.from({ length: 12 }, (_, hour) => store(hour, [fail('front'), fine])))
  await store(20, [fail('front'), fine])
  const { finding, history } = await read('front')
  assert.equal(finding.status, 'active')
  assert.equal(history.filter((kind) => kind === 'opened').length, 1)
})

test('a verdict of a foreign check is refused, and nothing is stored', async () => {
  const { store, findings } = await house()
  await assert.rejects(store(0, [verdict('doors.no-key-is-lost', 'fail')]), /not among the checks/)
  assert.deepEqual(await findings(), [])
})

test('a tenant sees its own findings only', async () => {
  const one = await house()
  const other = await house()
  await one.store(0, [fail('front'), fine])
  const { id } = (await one.findings())[0]!
  assert.equal(await db.inTenant(other.tenantId, (tx) => readFinding(tx, id, at(1))), undefined)
  assert.deepEqual(await db.inTenant(other.tenantId, (tx) => readHistory(tx, id)), [])
})

test('another severity of the check itself reaches its findings', async () => {
  const { tenantId, asset, store, read } = await house()
  await store(0, [fail('front'), fine])
  const milder = await db.judge(wardenOf(), [checkOf(locked, 'low'), checkOf(shut)])
  await db.inTenant(tenantId, (tx) =>
    storeVerdicts(tx, { asset, judge: milder, verdicts: [fail('front'), fine], testedAt: at(1), observedAt: at(0) }),
  )
  assert.equal((await read('front')).finding.severity, 2)
  await db.judge(wardenOf())
})
