import type { Evidence, TenantTransaction } from '../../contract/index.ts'
import type { Disposition } from '../life-cycle/disposition.ts'
import type { FindingState, Test } from '../life-cycle/finding-state.ts'

/** A finding as it is stored. */
export interface StoredFinding {
  readonly findingId: number
  readonly publicId: string
  readonly check: string
  readonly place: string
  readonly disposition: Disposition
  readonly evidence: Evidence
  readonly fix: string | null
  readonly state: FindingState
}

type Nullable<T> = { [K in keyof T]-?: undefined extends T[K] ? Exclude<T[K], undefined> | null : T[K] }
type Row = Nullable<Omit<FindingState, 'evidence' | 'beforeFix'>> &
  Omit<StoredFinding, 'state'> & { digest: string; before: FindingState['beforeFix'] | null }

/**
 * The findings of an asset that a batch of a judge's verdicts can move: all that are not fixed, and fixed ones at places that fail now. A fix
 * of this very test comes with what it replaced.
 */
export async function loadFindings(
  tx: TenantTransaction,
  assetId: number,
  judge: string,
  failing: readonly { readonly checkNo: number; readonly place: string }[],
  test: Test,
): Promise<readonly StoredFinding[]> {
  const { rows } = await tx.query<Row>(
    `select f.finding_id as "findingId", f.public_id as "publicId", c.id as check, f.place, f.disposition, d.evidence, d.fix,
            f.status, f.status_at as "statusAt", f.severity, d.evidence_digest as digest, d.reach, f.first_found_at as "firstFoundAt",
            f.fixed_at as "fixedAt", d.reopened_at as "reopenedAt", d.times_fixed as "timesFixed", d.times_reopened as "timesReopened",
            f.flaps, d.counting_from as "countingFrom", d.found_before as "foundBefore", d.found_until as "foundUntil",
            d.untested_since as "untestedSince",
            case when $6 and f.status = 'fixed' and f.fixed_at = $7 then
              (select t.detail -> 'before' from finding_transition t
                where t.tenant_id = f.tenant_id and t.finding_id = f.finding_id and t.kind = 'fixed'
                order by t.transition_id desc limit 1) end as before
       from finding f
       join finding_detail d on d.tenant_id = f.tenant_id and d.finding_id = f.finding_id
       join check_definition c on c.check_no = f.check_no
      where f.tenant_id = $1 and f.asset_id = $2 and c.judge = $3
        and (f.status <> 'fixed' or (f.check_no, f.place) in (select * from unnest($4::int[], $5::text[])))`,
    [
      tx.tenantId,
      assetId,
      judge,
      failing.map(({ checkNo }) => checkNo),
      failing.map(({ place }) => place),
      test.continued,
      test.testedAt,
    ],
  )
  return rows.map(({ findingId, publicId, check, place, disposition, evidence, fix, digest, before, ...rest }) => {
    const present = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== null))
    const state = { ...present, evidence: digest, ...(before && { beforeFix: before }) } as unknown as FindingState
    return { findingId, publicId, check, place, disposition, evidence, fix, state }
  })
}
