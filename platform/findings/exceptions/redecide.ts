import type { Instant, TenantTransaction } from '../../contract/index.ts'
import { tell } from '../../outbox/index.ts'

/** More than this many are told as one number. */
const mostEach = 200

/**
 * Decides anew which exception holds for each of the findings, writes it into their history, and tells followers `finding.disposition` (or `finding.many`).
 * Answers with the number of findings whose disposition or deciding exception is another now.
 */
export async function redecide(
  tx: TenantTransaction,
  findingIds: readonly number[],
  at: Instant,
  why: { readonly because: 'evidence' | 'approved' | 'started' | 'expired' | 'revoked'; readonly actor?: string },
): Promise<number> {
  if (findingIds.length === 0) return 0
  const { rows } = await tx.query<{ finding: string; asset: string; disposition: string; before: string }>(
    `with moved as materialized (select * from finding_redecide($2, $3)),
     written as (
       insert into finding_transition (tenant_id, finding_id, at, kind, status, disposition, exception_id, detail)
       select $1, m.finding_id, $3, 'disposition', f.status, m.after, m.exception_id,
              jsonb_strip_nulls(jsonb_build_object('from', m.before, 'to', m.after, 'because', $4::text, 'actor', $5::text))
         from moved m join finding f on f.tenant_id = $1 and f.finding_id = m.finding_id)
     select f.public_id as finding, a.public_id as asset, m.before, m.after as disposition
       from moved m
       join finding f on f.tenant_id = $1 and f.finding_id = m.finding_id
       join asset a on a.tenant_id = $1 and a.asset_id = f.asset_id`,
    [tx.tenantId, findingIds, at, why.because, why.actor ?? null],
  )
  if (rows.length > mostEach) await tell(tx, { topic: 'finding.many', body: { findings: rows.length } })
  else await tell(tx, ...rows.map((row) => ({ topic: 'finding.disposition', body: row })))
  return rows.length
}
