import type { TenantTransaction, Upkeep } from '../../contract/index.ts'
import { tell } from '../../outbox/index.ts'
import { tryHoldTenant } from '../../store/index.ts'
import type { ListLanguage } from '../language/list-language.ts'
import { evaluate, type ListAsked } from './evaluate.ts'

const checksAtOnce = 5000

/** Keeps what is on the search lists: of a check that finds something for the first time at once, of all when what is said of checks changed, and once a day. */
export function keepLists(language: ListLanguage): Upkeep {
  return {
    id: 'search-lists.checks',
    async due(tx) {
      const { rows } = await tx.query<{ tenant_id: number }>('select tenant_id from search_list_tenants()')
      return rows.map(({ tenant_id }) => tenant_id)
    },
    async next(tx, now) {
      // One at a time in a tenant, and nobody changes a list meanwhile.
      if (!(await tryHoldTenant(tx, 'search-lists'))) return false
      const checks = await takeMarked(tx)
      const lists = await listsFor(tx, checks.length > 0)
      if (checks.length === 0 && lists.length === 0) return false
      let changed = 0
      for (const list of lists) changed += await evaluate(tx, language, list, now, checks.length > 0 ? checks : null)
      if (changed > 0) await tell(tx, { topic: 'search-lists.changed', body: { checks: changed } })
      return true
    },
  }
}

/** Checks that were marked, known from now on. Only the marks that are seen are taken away: a later one may be of what this transaction does not see. */
async function takeMarked(tx: TenantTransaction): Promise<readonly number[]> {
  const { rows } = await tx.query<{ check: number }>(
    `with taken as (
       delete from search_list_mark m
        where m.tenant_id = $1
          and m.mark_id in (select mark_id from search_list_mark where tenant_id = $1 order by mark_id limit ${checksAtOnce})
        returning m.check_no),
     known as (
       insert into search_list_known (tenant_id, check_no) select distinct $1::int, check_no from taken on conflict do nothing)
     select distinct check_no as check from taken`,
    [tx.tenantId],
  )
  return rows.map(({ check }) => check)
}

/** All lists, or the next one that is due as a whole. */
async function listsFor(tx: TenantTransaction, all: boolean): Promise<readonly ListAsked[]> {
  const { rows } = await tx.query<ListAsked>(
    `select list_id as "listId", ids, query from search_list
      where tenant_id = $1 and ($2 or search_list_is_due(evaluated_at, updated_at)) order by list_id ${all ? '' : 'limit 1'}`,
    [tx.tenantId, all],
  )
  return rows
}
