import type { TenantTransaction } from '@holdfast/platform/contract'
import type { Told } from '../../engine/vex/told-of.ts'

/** Open findings that nothing was decided about, of which a statement says that they are none. */
export interface ToldFinding {
  readonly index: number
  readonly id: number
  readonly publicId: string
}

/** More than this many findings of one document are not taken at once. */
export const mostTold = 50_000

/**
 * The findings that statements are about, each once and by the first of them. Where something else lies at the place of a finding, of which the
 * statement says nothing, the finding stays. Of all findings, or among those given (internal ids). One more than `mostTold` at most.
 */
export async function findingsTold(
  tx: TenantTransaction,
  told: readonly Told[],
  among: readonly number[] | null = null,
): Promise<readonly ToldFinding[]> {
  if (told.length === 0) return []
  const { rows } = await tx.query<ToldFinding>(
    `with told as (
       select index, name, place, array(select jsonb_array_elements_text(software)::int) as software,
              array(select jsonb_array_elements_text(others)::int) as others
         from jsonb_to_recordset($2) as t (index int, name text, place text, software jsonb, others jsonb))
     select distinct on (f.finding_id) t.index, f.finding_id as id, f.public_id as "publicId"
       from told t
       join vulnerabilities_cve v on v.name = t.name
       join finding f on f.tenant_id = $1 and f.check_no = v.check_no and f.status <> 'fixed' and f.disposition = 'none'
        and ($3::bigint[] is null or f.finding_id = any ($3::bigint[]))
        and (f.place = t.place or starts_with(f.place, t.place || ' in '))
       join inventory_asset_software h on h.tenant_id = $1 and h.asset_id = f.asset_id
        and h.software && t.software and not h.software && t.others
      order by f.finding_id, t.index
      limit ${mostTold + 1}`,
    [tx.tenantId, JSON.stringify(told.map(({ check, ...one }) => ({ ...one, name: check }))), among],
  )
  return rows
}
