import type { Instant, TenantTransaction } from '../../contract/index.ts'
import type { Reach, Test } from '../life-cycle/finding-state.ts'

/** What the store knows of the tests of one asset by one judge. */
export interface Assessment {
  readonly basisNo: number
  readonly tests: number
  readonly testedAt: Instant
  readonly previousAt: Instant | null
  readonly observedAt: Instant
  readonly fresh: boolean
  readonly verdictsDigest: string
  readonly settled: boolean
}

/** Reads the assessment and holds it: tests of one asset by one judge come one after another. Makes it when it is the first. */
export async function holdAssessment(
  tx: TenantTransaction,
  assetId: number,
  judge: string,
  basisNo: number,
): Promise<Assessment> {
  const read = () =>
    tx.query<Assessment>(
      `select basis_no as "basisNo", tests, tested_at as "testedAt", previous_at as "previousAt", observed_at as "observedAt",
              fresh, verdicts_digest as "verdictsDigest", settled
         from assessment where tenant_id = $1 and asset_id = $2 and judge = $3 for update`,
      [tx.tenantId, assetId, judge],
    )
  const { rows } = await read()
  if (rows[0]) return rows[0]
  await tx.query(
    `insert into assessment (tenant_id, asset_id, judge, basis_no) values ($1, $2, $3, $4)
     on conflict (tenant_id, asset_id, judge) do nothing`,
    [tx.tenantId, assetId, judge, basisNo],
  )
  return (await read()).rows[0]!
}

/** The test that a batch belongs to; undefined for one that comes late, after a newer test. */
export function testOf(
  last: Assessment,
  batch: { readonly testedAt: Instant; readonly observedAt: Instant; readonly reach: Reach },
): Test | undefined {
  const { testedAt, observedAt, reach } = batch
  const isFirst = last.tests === 0
  if (!isFirst && testedAt < last.testedAt) return undefined
  const continued = !isFirst && testedAt === last.testedAt
  const previousAt = continued ? last.previousAt : isFirst ? null : last.testedAt
  return {
    number: continued ? last.tests : last.tests + 1,
    testedAt,
    ...(previousAt && { previousAt }),
    continued,
    fresh: continued ? last.fresh : isFirst || observedAt > last.observedAt,
    reach,
  }
}

export interface AssessmentUpdate {
  readonly assetId: number
  readonly judge: string
  readonly basisNo: number
  readonly test: Test
  readonly observedAt: Instant
  readonly verdictsDigest: string
  readonly settled: boolean
  /** Numbers of the checks that hold everywhere, and of those that do not apply. */
  readonly passed: readonly number[]
  readonly notApplicable: readonly number[]
  /** Numbers of the checks that the batch speaks of: of the others an earlier batch of the test may have spoken. */
  readonly answered: readonly number[]
}

export async function writeAssessment(tx: TenantTransaction, update: AssessmentUpdate): Promise<void> {
  const { test } = update
  await tx.query(
    `update assessment set basis_no = $4, tests = $5, tested_at = $6, previous_at = $7, observed_at = greatest(observed_at, $8),
            fresh = $9, reach = $10, verdicts_digest = $11, settled = $12,
            passed = case when $16 then array(select unnest(passed) except select unnest($15::int[])) else '{}' end || $13::int[],
            not_applicable = case when $16 then array(select unnest(not_applicable) except select unnest($15::int[])) else '{}' end || $14::int[]
      where tenant_id = $1 and asset_id = $2 and judge = $3`,
    [
      tx.tenantId,
      update.assetId,
      update.judge,
      update.basisNo,
      test.number,
      test.testedAt,
      test.previousAt ?? null,
      update.observedAt,
      test.fresh,
      test.reach,
      update.verdictsDigest,
      update.settled,
      update.passed,
      update.notApplicable,
      update.answered,
      test.continued,
    ],
  )
}

/** The same verdicts as last time: one row moves. */
export async function touchAssessment(
  tx: TenantTransaction,
  assetId: number,
  judge: string,
  test: Test,
  observedAt: Instant,
): Promise<void> {
  await tx.query(
    `update assessment set tests = $4, tested_at = $5, previous_at = $6, observed_at = greatest(observed_at, $7), fresh = $8, reach = $9
      where tenant_id = $1 and asset_id = $2 and judge = $3`,
    [
      tx.tenantId,
      assetId,
      judge,
      test.number,
      test.testedAt,
      test.previousAt ?? null,
      observedAt,
      test.fresh,
      test.reach,
    ],
  )
}
