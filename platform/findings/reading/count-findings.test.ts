import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import fc from 'fast-check'
import type { Severity, Verdict } from '../../contract/index.ts'
import { compactCounts, countFindings, makeException, revokeException, storeVerdicts } from '../index.ts'
import { at, findingsDatabase, locked, shut, verdict, wardenOf } from '../testing/findings-database.ts'

const db = await findingsDatabase({ after })
const judge = await db.judge(wardenOf())

/** What the kept counts say and what counting says, of a tenant. */
async function compare(tenantId: number) {
  const kept = await db.inTenant(tenantId, countFindings)
  const { rows: counted } = await db.admin.query(
    `select c.app, c.id as check, c.category, f.severity, f.status, f.disposition, count(*)::int as findings
       from holdfast.finding f join holdfast.check_definition c using (check_no) where f.tenant_id = $1
      group by 1, 2, 3, 4, 5, 6 order by c.id, f.severity desc, f.status, f.disposition`,
    [tenantId],
  )
  assert.deepEqual(kept, counted)
  const { rows: wrong } = await db.admin.query(
    `select * from (
       select asset_id, count(*) filter (where open and severity = 5)::int as critical, count(*) filter (where open and severity = 4)::int as high,
              count(*) filter (where open and severity = 3)::int as medium, count(*) filter (where open and severity = 2)::int as low,
              count(*) filter (where open and severity = 1)::int as info, count(*) filter (where not open)::int as excepted
         from (select *, disposition = 'none' as open from holdfast.finding where tenant_id = $1 and status <> 'fixed') f group by 1) real
      full join (select asset_id, critical, high, medium, low, info, excepted from holdfast.asset_findings
                  where tenant_id = $1 and (critical, high, medium, low, info, excepted) <> (0, 0, 0, 0, 0, 0)) kept using (asset_id)
      where (real.critical, real.high, real.medium, real.low, real.info, real.excepted)
            is distinct from (kept.critical, kept.high, kept.medium, kept.low, kept.info, kept.excepted)`,
    [tenantId],
  )
  assert.deepEqual(wrong, [])
  const { rows: lost } = await db.admin.query(
    `select * from (select asset_id, count(*)::int as findings from holdfast.finding where tenant_id = $1 group by 1) real
       full join (select asset_id, findings from holdfast.asset_findings where tenant_id = $1 and findings <> 0) kept using (asset_id)
      where real.findings is distinct from kept.findings`,
    [tenantId],
  )
  assert.deepEqual(lost, [])
}

const place = fc.constantFrom('a', 'b', 'c', 'd')
const severity = fc.constantFrom<Severity>('critical', 'high', 'medium', 'low', 'info')
const step = fc.oneof(
  fc.record({
    do: fc.constant('judge' as const),
    asset: fc.nat(1),
    fails: fc.uniqueArray(fc.record({ place, severity, check: fc.constantFrom(locked, shut) }), {
      selector: (fail) => `${fail.check} ${fail.place}`,
    }),
  }),
  fc.record({ do: fc.constant('except' as const), asset: fc.nat(1), check: fc.constantFrom(locked, shut) }),
  fc.record({ do: fc.constant('revoke' as const), which: fc.nat(10) }),
  fc.constant({ do: 'compact' as const }),
)

test('kept counts equal counted ones, whatever happens', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 12 }), async (steps) => {
      const tenantId = await db.tenant()
      const assets = [await db.asset(tenantId, 'one'), await db.asset(tenantId, 'two')]
      const exceptions: string[] = []
      for (const [hour, given] of steps.entries()) {
        await db.inTenant(tenantId, async (tx) => {
          if (given.do === 'judge') {
            const fails = given.fails.map((fail) => verdict(fail.check, 'fail', fail.place, 'open', fail.severity))
            const passes = [locked, shut].map((check) => verdict(check, 'pass', 'elsewhere'))
            const verdicts: Verdict[] = [...fails, ...passes]
            await storeVerdicts(tx, { asset: assets[given.asset]!, judge, verdicts, testedAt: at(hour) })
          } else if (given.do === 'except') {
            const scope = { asset: assets[given.asset]!.publicId, check: given.check }
            const request = { scope, reason: 'false-positive', justification: 'It is not.' } as const
            exceptions.push((await makeException(tx, request, 'per_ada', at(hour))).id)
          } else if (given.do === 'revoke') {
            const id = exceptions.splice(given.which % (exceptions.length || 1), 1)[0]
            if (id) await revokeException(tx, { id, by: 'per_ada' }, at(hour))
          } else {
            await compactCounts(tx)
          }
        })
      }
      await compare(tenantId)
    }),
    { numRuns: 25 },
  )
})

test('writers and compaction at the same time lose no count', async () => {
  const tenantId = await db.tenant()
  const assets: Awaited<ReturnType<typeof db.asset>>[] = []
  for (let n = 0; n < 6; n++) assets.push(await db.asset(tenantId, `host-${n}`))
  const write = async (asset: (typeof assets)[number]) => {
    for (let hour = 0; hour < 6; hour++)
      await db.inTenant(tenantId, (tx) =>
        storeVerdicts(tx, {
          asset,
          judge,
          testedAt: at(hour),
          verdicts: [verdict(locked, hour % 3 === 2 ? 'pass' : 'fail', 'door'), verdict(shut, 'fail', `attic ${hour}`)],
        }),
      )
  }
  const compact = async () => {
    for (let n = 0; n < 12; n++) await db.inTenant(tenantId, compactCounts)
  }
  await Promise.all([...assets.map(write), compact(), compact()])
  await compare(tenantId)
  assert.ok((await db.inTenant(tenantId, compactCounts)) >= 0)
  await compare(tenantId)
  const { rows } = await db.admin.query('select count(*)::int as n from holdfast.finding_count where tenant_id = $1', [
    tenantId,
  ])
  assert.ok(rows[0].n <= 10, `${rows[0].n} rows are left after compaction`)
})

test('an asset that is removed takes its findings out of the counts', async () => {
  const tenantId = await db.tenant()
  const asset = await db.asset(tenantId)
  await db.inTenant(tenantId, (tx) =>
    storeVerdicts(tx, {
      asset,
      judge,
      testedAt: at(0),
      verdicts: [verdict(locked, 'fail', 'door'), verdict(shut, 'pass')],
    }),
  )
  await db.inTenant(tenantId, (tx) => tx.query('delete from asset where tenant_id = $1', [tenantId]))
  await compare(tenantId)
  assert.deepEqual(await db.inTenant(tenantId, countFindings), [])
})
