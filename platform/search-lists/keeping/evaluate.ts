import type { TenantTransaction } from '../../contract/index.ts'
import { compileWhere, render } from '../../search/index.ts'
import type { ListLanguage } from '../language/list-language.ts'
import { ListError } from '../list-error.ts'

export interface ListAsked {
  readonly listId: number
  readonly ids: readonly string[] | null
  readonly query: string | null
}

/**
 * Puts on a list what it asks for and takes off what it no longer does: of all checks, or of those given (internal ids). Answers with the number of checks that
 * came or went. A query that lost its meaning, since no app tells any more what it asks for, finds nothing.
 */
export async function evaluate(
  tx: TenantTransaction,
  language: ListLanguage,
  { listId, ids, query }: ListAsked,
  now: number,
  checks: readonly number[] | null = null,
): Promise<number> {
  const asked = understood(language, { ids, query }, now)
  const where = asked && render(compileWhere(asked, tx.tenantId), 4)
  const { from, id } = language.entity.spec.sql!
  const { rows } = await tx.query<{ changed: number }>(
    `with found as (
       select ${id} as check_no from ${from}
        where ($3::int[] is null or ${id} = any ($3::int[])) and ${where ? where.text : 'false'}),
     gone as (
       delete from search_list_check m
        where m.tenant_id = $1 and m.list_id = $2 and ($3::int[] is null or m.check_no = any ($3::int[]))
          and not exists (select from found f where f.check_no = m.check_no)
       returning 1),
     came as (
       insert into search_list_check (tenant_id, list_id, check_no) select $1, $2, f.check_no from found f
       on conflict do nothing returning 1),
     asked as (
       update search_list set evaluated_at = now() where tenant_id = $1 and list_id = $2 and $3::int[] is null)
     select ((select count(*) from gone) + (select count(*) from came))::int as changed`,
    [tx.tenantId, listId, checks, ...(where ? where.values : [])],
  )
  return rows[0]!.changed
}

function understood(language: ListLanguage, { ids, query }: Omit<ListAsked, 'listId'>, now: number) {
  try {
    return language.read(ids ? { ids } : { query: query! }, now).plan
  } catch (error) {
    if (error instanceof ListError) return undefined
    throw error
  }
}
