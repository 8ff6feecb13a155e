import type { TenantTransaction } from '../../contract/index.ts'
import type { KeptSelection } from '../../findings/index.ts'
import { compileIds, type Entity, type Plan, type Statement } from '../../search/index.ts'
import { invalidParameter, readQuery } from '../search/read-query.ts'

export type AskedSelection = Omit<KeptSelection, 'now' | 'upTo'>

/** What a change of many understands a selection as. Throws Problem 422, also for a query that has groups or a limit: neither says which rows are meant. */
export function planSelection(entity: Entity, { q, zone }: AskedSelection, now: number): Plan {
  const plan = readQuery(entity, { q, zone }, now)
  if (plan.groupBy.length > 0 || plan.count) throw invalidParameter('q', 'asks for groups or a number, not for rows')
  if (plan.limit !== null) throw invalidParameter('q', 'has a limit, which does not say which rows are meant')
  if (plan.asOf !== null) throw invalidParameter('q', 'asks for the past, which cannot be changed')
  return plan
}

/** The internal ids of a selection: all, or the next so many. */
export function chosenIds(
  plan: Plan,
  tenant: number,
  selection: Pick<KeptSelection, 'upTo' | 'only' | 'except'>,
  next?: { readonly after: number; readonly size: number },
): Statement {
  const { upTo, only, except } = selection
  const among = { column: 'f.public_id', ...(only && { only }), ...(except && { except }) }
  return compileIds(plan, { tenant, upTo, among, ...(next && { next }) })
}

/** What a decision about chosen findings would do. */
export interface DecisionPreview {
  /** Findings that were chosen. */
  readonly matching: number
  /** Of these, what would be decided about: neither fixed nor decided about before. */
  readonly open: number
  readonly decided: number
  readonly fixed: number
  /** Of what would be decided about. */
  readonly severities: Readonly<Record<'critical' | 'high' | 'medium' | 'low' | 'info', number>>
  readonly assets: number
  readonly checks: number
  /** The assets that have most of it. */
  readonly most: readonly { readonly id: string; readonly name: string; readonly findings: number }[]
}

/** Counts exactly what a decision would do, in one statement. */
export async function previewDecision(
  tx: TenantTransaction,
  plan: Plan,
  selection: Pick<KeptSelection, 'upTo' | 'only' | 'except'>,
): Promise<DecisionPreview> {
  const { text, values } = chosenIds(plan, tx.tenantId, selection)
  const tenant = `$${values.length + 1}::int`
  const { rows } = await tx.query<DecisionPreview>(
    `with chosen as (
       select f.asset_id, f.check_no, f.severity, f.status = 'fixed' as fixed, f.disposition <> 'none' as decided
         from (${text}) chosen join finding f on f.tenant_id = ${tenant} and f.finding_id = chosen.id),
     open as (select * from chosen where not fixed and not decided),
     most as (
       select o.asset_id, count(*)::int as findings from open o group by 1 order by 2 desc, 1 limit 5)
     select (select count(*)::int from chosen) as matching, (select count(*)::int from open) as open,
            (select count(*)::int from chosen where decided and not fixed) as decided,
            (select count(*)::int from chosen where fixed) as fixed,
            (select count(distinct asset_id)::int from open) as assets,
            (select count(distinct check_no)::int from open) as checks,
            (select jsonb_build_object(
               'critical', count(*) filter (where severity = 5), 'high', count(*) filter (where severity = 4),
               'medium', count(*) filter (where severity = 3), 'low', count(*) filter (where severity = 2),
               'info', count(*) filter (where severity = 1)) from open) as severities,
            coalesce((select jsonb_agg(jsonb_build_object('id', a.public_id, 'name', a.name, 'findings', m.findings)
                                       order by m.findings desc, a.name)
                        from most m join asset a on a.tenant_id = ${tenant} and a.asset_id = m.asset_id), '[]') as most`,
    [...values, tx.tenantId],
  )
  return rows[0]!
}
