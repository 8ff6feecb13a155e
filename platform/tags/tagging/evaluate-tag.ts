import type { TenantTransaction } from '../../contract/index.ts'
import { compileWhere, render } from '../../search/index.ts'
import type { TagLanguage } from '../language/tag-language.ts'
import { afterChange } from '../members/after-change.ts'

/** How often the answer of a query that depends on the clock is asked for. */
export const timedEverySeconds = 600

export interface TagToEvaluate {
  readonly tagId: number
  readonly query: string
}

/**
 * Asks the query of a tag of all assets of the tenant, in one statement, and gives and takes the tag accordingly. The
 * caller holds the lock. Answers with the number of assets that changed. Throws TagError where the query means nothing
 * any more.
 */
export async function evaluateTag(
  tx: TenantTransaction,
  language: TagLanguage,
  { tagId, query }: TagToEvaluate,
  now: number,
): Promise<number> {
  const begun = performance.now()
  const { plan, timed } = language.read(query, now)
  const { from, id } = plan.entity.spec.sql!
  const where = render(compileWhere(plan, tx.tenantId))
  const values = [...where.values, tx.tenantId, tagId]
  const [tenant, tag] = [`$${values.length - 1}::int`, `$${values.length}::bigint`]
  const { rows } = await tx.query<{ id: number }>(
    `with found as materialized (select ${id} as asset_id from ${from} where ${where.text}),
     gone as (
       delete from asset_tag t where t.tenant_id = ${tenant} and t.tag_id = ${tag}
          and not exists (select from found f where f.asset_id = t.asset_id)
       returning t.asset_id
     ), came as (
       insert into asset_tag (tenant_id, asset_id, tag_id, since)
       select ${tenant}, f.asset_id, ${tag}, now() from found f
        where not exists (select from asset_tag t where t.tenant_id = ${tenant} and t.tag_id = ${tag} and t.asset_id = f.asset_id)
       returning asset_id
     )
     select asset_id as id from gone union all select asset_id from came`,
    values,
  )
  await tx.query(
    `update tag set evaluated_at = now(), evaluated_ms = $3, problem = null, timed = $4,
            due_at = case when $4 then now() + $5 * interval '1 second' end
      where tenant_id = $1 and tag_id = $2 and query = $6`,
    // Where the query was changed meanwhile, the tag stays due.
    [tx.tenantId, tagId, Math.round(performance.now() - begun), timed, timedEverySeconds, query],
  )
  const assetIds = rows.map(({ id }) => id)
  await afterChange(tx, { assetIds, tagIds: [tagId] })
  return assetIds.length
}
