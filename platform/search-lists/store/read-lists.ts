import type { TenantTransaction } from '../../contract/index.ts'

export interface SearchList {
  /** lst_… */
  readonly id: string
  readonly name: string
  readonly description: string
  /** Ids of checks, and CVEs; null where a query says what is on it. */
  readonly ids: readonly string[] | null
  readonly query: string | null
  /** Checks that are on it and found something here. */
  readonly checks: number
  /** Their open findings. */
  readonly findings: number
  readonly createdBy: string
  readonly createdAt: string
  readonly updatedAt: string
  readonly version: number
}

/** All lists of the tenant by their names, or the one of this id. */
export async function readLists(tx: TenantTransaction, id?: string): Promise<readonly SearchList[]> {
  const { rows } = await tx.query<SearchList>(
    `select l.public_id as id, l.name, l.description, l.ids, l.query, l.created_by as "createdBy", l.created_at as "createdAt",
            l.updated_at as "updatedAt", l.version,
            (select count(*)::int from search_list_check m where m.tenant_id = l.tenant_id and m.list_id = l.list_id) as checks,
            (select coalesce(sum(n.findings), 0)::int from search_list_check m
               join finding_count n on n.tenant_id = m.tenant_id and n.check_no = m.check_no and n.status <> 'fixed' and n.disposition = 'none'
              where m.tenant_id = l.tenant_id and m.list_id = l.list_id) as findings
       from search_list l where l.tenant_id = $1 and ($2::text is null or l.public_id = $2) order by l.name_folded`,
    [tx.tenantId, id ?? null],
  )
  return rows
}
