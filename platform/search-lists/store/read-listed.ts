import type { TenantTransaction } from '../../contract/index.ts'
import { compileWhere, render } from '../../search/index.ts'
import type { ListQuery } from '../language/list-language.ts'

export interface ListedCheck {
  /** Id of the check. */
  readonly id: string
  readonly title: string
  /** 1 (info) to 5 (critical). */
  readonly severity: number
  /** Open findings of it. */
  readonly findings: number
}

export interface ListPreview {
  readonly total: number
  /** The first of them, worst first. */
  readonly checks: readonly ListedCheck[]
}

const open = `(select coalesce(sum(n.findings), 0)::int from finding_count n
  where n.tenant_id = $1 and n.check_no = c.check_no and n.status <> 'fixed' and n.disposition = 'none')`

/** What is on a list, worst first, behind the check `after`. */
export async function readListed(
  tx: TenantTransaction,
  id: string,
  {
    after,
    limit,
  }: { readonly after?: { readonly severity: number; readonly id: string } | undefined; readonly limit: number },
): Promise<readonly ListedCheck[]> {
  const { rows } = await tx.query<ListedCheck>(
    `select c.id, c.title, c.severity, ${open} as findings
       from search_list_check m join search_list l on l.tenant_id = m.tenant_id and l.list_id = m.list_id
       join check_definition c on c.check_no = m.check_no
      where m.tenant_id = $1 and l.public_id = $2
        and ($3::smallint is null or c.severity < $3 or (c.severity = $3 and c.id > $4))
      order by c.severity desc, c.id limit $5`,
    [tx.tenantId, id, after?.severity ?? null, after?.id ?? null, limit],
  )
  return rows
}

/** What would be on a list that asks this. */
export async function previewList(tx: TenantTransaction, { plan }: ListQuery, most: number): Promise<ListPreview> {
  const where = render(compileWhere(plan, tx.tenantId), 2)
  const { rows } = await tx.query<ListedCheck & { total: number }>(
    `select c.id, c.title, c.severity, ${open} as findings, count(*) over ()::int as total
       from ${plan.entity.spec.sql!.from} where ${where.text} order by c.severity desc, c.id limit ${most}`,
    [tx.tenantId, ...where.values],
  )
  return { total: rows[0]?.total ?? 0, checks: rows.map(({ total: _, ...check }) => check) }
}
