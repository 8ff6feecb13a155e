import type { Check, Evidence, Instant, TenantTransaction } from '../../contract/index.ts'
import type { Disposition, ReasonClass } from '../life-cycle/disposition.ts'
import type { FindingState, Reach, Status } from '../life-cycle/finding-state.ts'
import { lastFoundAt, later, timesFound } from '../life-cycle/finding-state.ts'
import { isFlapping } from '../life-cycle/flapping.ts'

/** One finding with all that is known of it. */
export interface Finding {
  readonly id: string
  readonly asset: { readonly id: string; readonly name: string; readonly kind: string }
  readonly check: Check
  readonly app: string
  readonly place: string
  /** 1 (info) to 5 (critical). */
  readonly severity: number
  readonly status: Status
  readonly statusAt: Instant
  readonly disposition: Disposition
  /** The exception that decides the disposition. */
  readonly exception: FindingException | null
  readonly evidence: Evidence
  readonly fix: string | null
  readonly reach: Reach
  readonly firstFoundAt: Instant
  readonly lastFoundAt: Instant
  readonly lastTestedAt: Instant
  /** Since when no test has looked at it; null while it is tested. */
  readonly untestedSince: Instant | null
  /** When what was judged last had been observed. */
  readonly observedAt: Instant
  readonly fixedAt: Instant | null
  readonly reopenedAt: Instant | null
  readonly timesFound: number
  readonly timesFixed: number
  readonly timesReopened: number
  readonly flapping: boolean
  readonly judge: { readonly id: string; readonly version: number; readonly contentVersion: number }
  readonly changedAt: Instant
}

export interface FindingException {
  readonly id: string
  readonly reason: ReasonClass
  readonly justification: string
  readonly endsAt: Instant | null
}

interface Row extends Omit<Finding, 'lastFoundAt' | 'lastTestedAt' | 'timesFound' | 'flapping'> {
  readonly state: Pick<FindingState, 'countingFrom' | 'foundBefore' | 'foundUntil' | 'firstFoundAt'>
  readonly testedAt: Instant
  readonly tests: number
  readonly flaps: number
  readonly countingFrom: number | null
  readonly foundBefore: number
  readonly foundUntil: Instant | null
}

/** Reads a finding by its public id; undefined when the tenant has none of that id. */
export async function readFinding(tx: TenantTransaction, id: string, now: Instant): Promise<Finding | undefined> {
  const { rows } = await tx.query<Row>(
    `select f.public_id as id, json_build_object('id', a.public_id, 'name', a.name, 'kind', a.kind) as asset,
            c.definition as check, c.app, f.place, f.severity, f.status, f.status_at as "statusAt", f.disposition,
            case when x.exception_id is not null then
              (select to_json(e) from (select x.public_id as id, x.reason, x.justification) e) end as exception,
            x.ends_at as "exceptionEndsAt",
            d.evidence, d.fix, d.reach, f.first_found_at as "firstFoundAt", d.untested_since as "untestedSince",
            f.fixed_at as "fixedAt", d.reopened_at as "reopenedAt", d.times_fixed as "timesFixed", d.times_reopened as "timesReopened",
            f.flaps, d.counting_from as "countingFrom", d.found_before as "foundBefore", d.found_until as "foundUntil",
            s.tested_at as "testedAt", s.tests, s.observed_at as "observedAt", f.changed_at as "changedAt",
            json_build_object('id', b.judge, 'version', b.judge_version, 'contentVersion', b.content_version) as judge
       from finding f
       join finding_detail d on d.tenant_id = f.tenant_id and d.finding_id = f.finding_id
       join asset a on a.tenant_id = f.tenant_id and a.asset_id = f.asset_id
       join check_definition c on c.check_no = f.check_no
       join judge_basis b on b.basis_no = d.basis_no
       join assessment s on s.tenant_id = f.tenant_id and s.asset_id = f.asset_id and s.judge = c.judge
       left join exception x on x.tenant_id = f.tenant_id and x.exception_id = f.exception_id
      where f.tenant_id = $1 and f.public_id = $2`,
    [tx.tenantId, id],
  )
  return rows[0] && shape(rows[0] as Row & { exceptionEndsAt: Instant | null }, now)
}

function shape(row: Row & { exceptionEndsAt: Instant | null }, now: Instant): Finding {
  const { testedAt, tests, flaps, countingFrom, foundBefore, foundUntil, exceptionEndsAt, exception, ...rest } = row
  const state = {
    foundBefore,
    firstFoundAt: row.firstFoundAt,
    ...(countingFrom !== null && { countingFrom }),
    ...(foundUntil !== null && { foundUntil }),
  } as FindingState
  const found = lastFoundAt(state, testedAt)
  return {
    ...rest,
    exception: exception && { ...exception, endsAt: exceptionEndsAt },
    lastFoundAt: found,
    lastTestedAt: row.untestedSince === null ? later(testedAt, found) : found,
    timesFound: timesFound(state, tests),
    flapping: isFlapping({ flaps, ...(row.reopenedAt && { reopenedAt: row.reopenedAt }) }, now),
  }
}

/** One step in the life of a finding, newest first in lists. */
export interface FindingStep {
  readonly at: Instant
  readonly kind: string
  readonly status: Status
  readonly disposition: Disposition
  readonly exception: string | null
  readonly contentVersion: number | null
  readonly detail: Readonly<Record<string, unknown>>
}

/** The history of a finding, newest first, at most `most` steps. */
export async function readHistory(tx: TenantTransaction, id: string, most = 200): Promise<readonly FindingStep[]> {
  const { rows } = await tx.query<FindingStep>(
    `select t.at, t.kind, t.status, t.disposition, x.public_id as exception, b.content_version as "contentVersion",
            t.detail - 'before' as detail
       from finding f
       join finding_transition t on t.tenant_id = f.tenant_id and t.finding_id = f.finding_id
       left join exception x on x.tenant_id = t.tenant_id and x.exception_id = t.exception_id
       left join judge_basis b on b.basis_no = t.basis_no
      where f.tenant_id = $1 and f.public_id = $2 order by t.transition_id desc limit $3`,
    [tx.tenantId, id, most],
  )
  return rows
}
