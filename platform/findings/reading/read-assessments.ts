import type { Instant, TenantTransaction } from '../../contract/index.ts'

/** When an asset was judged by whom, and what came of it beside findings. */
export interface AssetAssessment {
  readonly judge: string
  readonly testedAt: Instant
  readonly observedAt: Instant
  readonly tests: number
  readonly judgeVersion: number
  readonly contentVersion: number
  /** Ids of the checks that hold everywhere on the asset, and of those that do not apply to it. */
  readonly passed: readonly string[]
  readonly notApplicable: readonly string[]
}

export async function readAssessments(tx: TenantTransaction, asset: string): Promise<readonly AssetAssessment[]> {
  const ids = (column: string) =>
    `array(select c.id from check_definition c where c.check_no = any (s.${column}) order by c.id)`
  const { rows } = await tx.query<AssetAssessment>(
    `select s.judge, s.tested_at as "testedAt", s.observed_at as "observedAt", s.tests, b.judge_version as "judgeVersion",
            b.content_version as "contentVersion", ${ids('passed')} as passed, ${ids('not_applicable')} as "notApplicable"
       from assessment s
       join asset a on a.tenant_id = s.tenant_id and a.asset_id = s.asset_id
       join judge_basis b on b.basis_no = s.basis_no
      where s.tenant_id = $1 and a.public_id = $2 and s.tests > 0 order by s.judge`,
    [tx.tenantId, asset],
  )
  return rows
}

/** A check that could not be answered on an asset. */
export interface NotAssessedCheck {
  readonly check: string
  readonly title: string
  readonly severity: number
  /** Empty where it is the check as a whole. */
  readonly place: string
  readonly outcome: 'unknown' | 'error'
  readonly reason: string
  readonly since: Instant
}

/** What could not be assessed on an asset, with the reasons. */
export async function readNotAssessed(tx: TenantTransaction, asset: string): Promise<readonly NotAssessedCheck[]> {
  const { rows } = await tx.query<NotAssessedCheck>(
    `select c.id as check, c.title, c.severity, n.place, n.outcome, n.reason, n.since
       from not_assessed n
       join asset a on a.tenant_id = n.tenant_id and a.asset_id = n.asset_id
       join check_definition c on c.check_no = n.check_no
      where n.tenant_id = $1 and a.public_id = $2 order by c.severity desc, c.id, n.place`,
    [tx.tenantId, asset],
  )
  return rows
}
