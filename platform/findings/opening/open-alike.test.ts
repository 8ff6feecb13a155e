import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { NumberedJudge } from '../../content/index.ts'
import type { Judge, Verdict } from '../../contract/index.ts'
import { makeException, openAlike, readFinding } from '../index.ts'
import { judgeAsset } from '../judging/judge-asset.ts'
import { checkOf, findingsDatabase, shut, verdict, wardenOf } from '../testing/findings-database.ts'

const db = await findingsDatabase({ after })

/** Finds what its content says. */
const judge: Judge = wardenOf({
  id: 'doors.feed-warden',
  checks: [shut],
  open: { coveredBy: shut, wordsOf: (id) => (id.startsWith('doors.cve-') ? checkOf(id) : undefined) },
  judge: ({ content }) => [verdict(shut, 'pass'), ...(content as readonly Verdict[])],
} as Partial<Judge>)
const ready = await db.judge(judge)
const by = (content: readonly Verdict[]): NumberedJudge => ({ ...ready, content })

const old = verdict('doors.cve-1', 'fail', 'deb/bash')
const fresh = verdict('doors.cve-2', 'fail', 'deb/openssl')
const load = async () => ({ facts: [], problems: [] })
let clock = Date.parse('2026-11-20T10:00:00.000Z')
const now = () => {
  clock += 60_000
  return new Date(clock)
}

async function judgeNow(tenantId: number, asset: { assetId: number; publicId: string }, content: readonly Verdict[]) {
  const about = { ...asset, kind: 'host' as const, name: 'x' }
  await db.inTenant(tenantId, (tx) => judgeAsset(tx, about, [by(content)], load, now().toISOString()))
}

const open = (tenantId: number, assetIds: readonly number[]) =>
  openAlike(
    { database: db.database, load, now },
    { before: by([old]), after: by([old, fresh]) },
    { tenantId, assetIds },
  )

async function told(tenantId: number) {
  const { rows } = await db.admin.query(
    `select a.name, c.id, f.status, t.kind from holdfast.finding f join holdfast.asset a using (tenant_id, asset_id)
       join holdfast.check_definition c using (check_no) join holdfast.finding_transition t using (tenant_id, finding_id)
      where f.tenant_id = $1 order by a.asset_id, c.id, t.transition_id`,
    [tenantId],
  )
  return rows.map(({ name, id, status, kind }) => `${name} ${id} ${status} ${kind}`)
}

test('what a change finds on one is opened on all that were tested, once, and judging each of them changes nothing', async () => {
  const tenantId = await db.tenant()
  const assets = [await db.asset(tenantId, 'a'), await db.asset(tenantId, 'b'), await db.asset(tenantId, 'c')]
  const [a, b] = assets as [(typeof assets)[0], (typeof assets)[0]]
  for (const each of [a, b]) await judgeNow(tenantId, each, [old])
  const ids = assets.map(({ assetId }) => assetId)
  assert.equal(await open(tenantId, ids), 2, 'one was never tested')
  assert.equal(await open(tenantId, ids), 0, 'the same again')
  const before = [
    'a doors.cve-1 new opened',
    'a doors.cve-2 new opened',
    'b doors.cve-1 new opened',
    'b doors.cve-2 new opened',
  ]
  assert.deepEqual(await told(tenantId), before)
  const { rows } = await db.admin.query(
    `select public_id from holdfast.finding f join holdfast.check_definition c using (check_no)
      where f.tenant_id = $1 and c.id = 'doors.cve-2' and asset_id = $2`,
    [tenantId, a.assetId],
  )
  const read = () => db.inTenant(tenantId, (tx) => readFinding(tx, rows[0].public_id, now().toISOString()))
  const opened = (await read())!
  assert.equal(opened.timesFound, 1)
  assert.equal(opened.lastFoundAt, opened.firstFoundAt)
  assert.equal(opened.lastTestedAt, opened.firstFoundAt)
  for (const each of [a, b]) await judgeNow(tenantId, each, [old, fresh])
  // A second test confirms what the first one found; nothing else changes, and no evidence least of all.
  assert.deepEqual(
    await told(tenantId),
    before.flatMap((line) => {
      const active = line.replace(' new ', ' active ')
      return [active, active.replace('opened', 'confirmed')]
    }),
  )
  const tested = (await read())!
  assert.equal(tested.timesFound, 2)
  assert.ok(tested.lastFoundAt > tested.firstFoundAt)
  await judgeNow(tenantId, a, [old])
  assert.equal((await read())!.status, 'fixed')
  assert.equal(await open(tenantId, ids), 0, 'what was fixed is for the judge to open again')
})

test('a finding that ends before it was ever tested was found once, when it was opened', async () => {
  const tenantId = await db.tenant()
  const asset = await db.asset(tenantId, 'a')
  await judgeNow(tenantId, asset, [old])
  await open(tenantId, [asset.assetId])
  await judgeNow(tenantId, asset, [old])
  const { rows } = await db.admin.query(
    `select f.status, d.found_before, d.found_until = f.first_found_at as "atOpening" from holdfast.finding f
       join holdfast.finding_detail d using (tenant_id, finding_id) join holdfast.check_definition c using (check_no)
      where f.tenant_id = $1 and c.id = 'doors.cve-2'`,
    [tenantId],
  )
  assert.deepEqual(rows, [{ status: 'fixed', found_before: 1, atOpening: true }])
})

test('an exception for the check holds for what is opened at once', async () => {
  const tenantId = await db.tenant()
  const [a, b] = [await db.asset(tenantId, 'a'), await db.asset(tenantId, 'b')]
  await judgeNow(tenantId, a, [old, fresh])
  await judgeNow(tenantId, b, [old])
  const request = { scope: { check: 'doors.cve-2' }, reason: 'risk-accepted', justification: 'It is inside.' } as const
  await db.inTenant(tenantId, (tx) =>
    makeException(tx, { ...request, endsAt: '2027-01-01T00:00:00.000Z' }, 'per_ada', now().toISOString()),
  )
  assert.equal(await open(tenantId, [a.assetId, b.assetId]), 1)
  const { rows } = await db.admin.query(
    `select f.asset_id, f.disposition, n.critical + n.high + n.medium + n.low + n.info as open, n.excepted
       from holdfast.finding f join holdfast.check_definition c using (check_no) join holdfast.asset_findings n using (tenant_id, asset_id)
      where f.tenant_id = $1 and c.id = 'doors.cve-2' order by f.asset_id`,
    [tenantId],
  )
  assert.deepEqual(rows, [
    { asset_id: a.assetId, disposition: 'accepted', open: 1, excepted: 1 },
    { asset_id: b.assetId, disposition: 'accepted', open: 1, excepted: 1 },
  ])
})
