import { digestOf, type NumberedJudge } from '../../content/index.ts'
import { type Instant, severityLevel, type TenantTransaction, type Verdict } from '../../contract/index.ts'
import { tell } from '../../outbox/index.ts'
import { newPublicId } from '../../store/index.ts'
import { bindOpened } from '../exceptions/bind.ts'
import { redecide } from '../exceptions/redecide.ts'

/**
 * Opens the same findings on many assets in a constant number of statements: on those that the judge tested before, and where there is no such finding yet. Each was found
 * once, after the latest test and before the next. Exceptions are bound, and followers told of a number (`finding.many`). Answers with that number.
 */
export async function insertAlike(
  tx: TenantTransaction,
  judge: NumberedJudge,
  opens: { readonly assetIds: readonly number[]; readonly verdicts: readonly Verdict[]; readonly at: Instant },
): Promise<number> {
  const { assetIds, verdicts, at } = opens
  const { rows } = await tx.query<{ id: number }>(
    `with held as materialized (
       -- Tests of one asset by one judge come one after another: whoever judges it now is waited for.
       select s.asset_id, s.tests, s.reach from assessment s join asset a on a.tenant_id = s.tenant_id and a.asset_id = s.asset_id
        where s.tenant_id = $1 and s.judge = $2 and s.asset_id = any ($3) and s.tests > 0
          and a.merged_into is null and a.kind = any ($4)
        order by s.asset_id for update of s),
     given as materialized (
       select * from jsonb_to_recordset($5::jsonb)
         as g (check_no int, place text, severity smallint, evidence jsonb, evidence_digest text, fix text)),
     numbered as (
       select h.asset_id, g.check_no, g.place, g.severity, row_number() over () as n from held h cross join given g),
     made as (
       insert into finding (tenant_id, public_id, asset_id, check_no, place, severity, status, status_at, first_found_at, changed_at)
         select $1, i.public_id, asset_id, check_no, place, severity, 'new', $6, $6, $6
           from numbered join unnest($7::text[]) with ordinality as i (public_id, n) using (n)
          order by asset_id, check_no, place
       on conflict (tenant_id, asset_id, check_no, place) do nothing
       returning finding_id, asset_id, check_no, place),
     detailed as (
       insert into finding_detail (tenant_id, finding_id, evidence, evidence_digest, fix, basis_no, reach, counting_from, found_before)
         select $1, m.finding_id, g.evidence, g.evidence_digest, g.fix, $8, h.reach, h.tests + 1, 1
           from made m join given g using (check_no, place) join held h using (asset_id)),
     told as (
       insert into finding_transition (tenant_id, finding_id, at, kind, status, disposition, basis_no, detail)
         select $1, m.finding_id, $6, 'opened', 'new', 'none', $8, jsonb_build_object('severity', g.severity, 'evidence', g.evidence)
           from made m join given g using (check_no, place))
     select finding_id as id from made`,
    [
      tx.tenantId,
      judge.judge.id,
      assetIds,
      judge.judge.about,
      JSON.stringify(verdicts.map((verdict) => given(judge, verdict))),
      at,
      Array.from({ length: assetIds.length * verdicts.length }, () => newPublicId('fnd')),
      judge.basisNo,
    ],
  )
  if (rows.length === 0) return 0
  await applyExceptions(
    tx,
    rows.map(({ id }) => id),
    at,
  )
  await tell(tx, { topic: 'finding.many', body: { findings: rows.length } })
  return rows.length
}

function given(judge: NumberedJudge, { check, place, severity, because, fix }: Verdict) {
  return {
    check_no: judge.checkNumbers.get(check)!,
    place,
    severity: severityLevel(severity ?? judge.checks.get(check)?.severity ?? 'info'),
    evidence: because,
    evidence_digest: digestOf(because),
    fix: fix ?? null,
  }
}

async function applyExceptions(tx: TenantTransaction, findingIds: readonly number[], at: Instant): Promise<void> {
  const { rows } = await tx.query(
    `select from exception where tenant_id = $1 and state = 'approved' and started and selection is null limit 1`,
    [tx.tenantId],
  )
  if (rows.length === 0) return
  await redecide(tx, await bindOpened(tx, findingIds, at), at, { because: 'evidence' })
}
