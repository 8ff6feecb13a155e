import type { TenantTransaction } from '@holdfast/platform/contract'
import { ownChecksScope } from '../../engine/reported/reports.ts'

/** What all reports of one name say now. */
export interface KnownReport {
  readonly name: string
  readonly assets: number
  readonly findings: number
  /** When the newest of it was observed. */
  readonly observedAt: string
  /** When the oldest of it was: assets that a newer report did not name are as they were then. */
  readonly oldestAt: string
}

/** From the few sources that are imports to what they say: the facts of a tenant are many more. */
const reported = `
  from source s join asset_source x on x.tenant_id = s.tenant_id and x.source_id = s.source_id
  join fact_set f on f.tenant_id = x.tenant_id and f.asset_id = x.asset_id and f.fact = 'vulnerabilities.reported' and f.source_id = s.source_id`

/** All reports; what checks of the tenant's own find is none. */
export async function listReports(tx: TenantTransaction): Promise<readonly KnownReport[]> {
  const { rows } = await tx.query<KnownReport>(
    `select f.scope as name, count(distinct f.asset_id)::int as assets, sum(f.item_count)::int as findings,
            max(f.observed_at) as "observedAt", min(f.observed_at) as "oldestAt"
       ${reported} where s.tenant_id = $1 and s.kind = 'import' and f.item_count > 0 and f.scope <> $2
      group by f.scope order by f.scope`,
    [tx.tenantId, ownChecksScope],
  )
  return rows
}

/** Public ids and kinds of the assets of which a report of this name says anything, and when the newest of it was observed. */
export async function assetsOfReport(
  tx: TenantTransaction,
  name: string,
): Promise<
  readonly { readonly id: string; readonly kind: string; readonly name: string; readonly observedAt: string }[]
> {
  const { rows } = await tx.query<{ id: string; kind: string; name: string; observedAt: string }>(
    `select a.public_id as id, a.kind, a.name, f.observed_at as "observedAt"
       ${reported} join asset a on a.tenant_id = f.tenant_id and a.asset_id = f.asset_id and a.merged_into is null
      where s.tenant_id = $1 and s.kind = 'import' and f.scope = $2 order by a.asset_id`,
    [tx.tenantId, name],
  )
  return rows
}
