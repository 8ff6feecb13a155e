import type { TenantTransaction } from '../../contract/index.ts'
import type { Database } from '../../store/index.ts'
import type { TagLanguage } from '../language/tag-language.ts'
import { tryLockMembers } from '../members/lock-members.ts'
import { type SystemTags, syncSystemTags } from '../system/sync-system-tags.ts'
import { evaluateAssets } from './evaluate-assets.ts'
import { evaluateTag, type TagToEvaluate } from './evaluate-tag.ts'

export interface TaggingContext {
  readonly database: Database
  readonly language: TagLanguage
  readonly system: SystemTags
  readonly now: () => number
  readonly onError: (error: unknown, about: { tenantId: number; tag?: number }) => void
}

/** Marks that are worked off at once; assets in which much changed have many. */
const marksAtOnce = 2000
const assetsAtOnce = 100
const slowestMs = 60_000
const putOffSeconds = 300

/**
 * Does one piece of what is to be tagged in a tenant, in one transaction: the program's own tags, then assets that
 * changed, then a tag whose query is to be asked of all. Answers false when nothing is left, or somebody else is at it. A
 * tag that fails is put off; any other failure is thrown, and what was marked stays marked.
 */
export async function tagNext(context: TaggingContext, tenantId: number): Promise<boolean> {
  let tag: TagToEvaluate | undefined
  try {
    return await context.database.asTenant(
      tenantId,
      async (transaction) => {
        const tx = transaction as unknown as TenantTransaction
        tag = undefined
        if (!(await tryLockMembers(tx))) return false
        await syncSystemTags(tx, context.system)
        if (await tagChangedAssets(context, tx)) return true
        tag = await nextTag(tx)
        if (!tag) return false
        await evaluateTag(tx, context.language, tag, context.now())
        return true
      },
      { idempotent: true, timeoutMs: slowestMs },
    )
  } catch (error) {
    if (!tag) throw error
    context.onError(error, { tenantId, tag: tag.tagId })
    await putOff(context, tenantId, tag, error)
    return true
  }
}

async function tagChangedAssets({ language, now }: TaggingContext, tx: TenantTransaction): Promise<boolean> {
  const { rows } = await tx.query<{ id: number; asset: number }>(
    `select due_id as id, asset_id as asset from tag_due where tenant_id = $1 order by due_id limit ${marksAtOnce}`,
    [tx.tenantId],
  )
  const assetIds = [...new Set(rows.map(({ asset }) => asset))].slice(0, assetsAtOnce)
  if (assetIds.length === 0) return false
  const taken = new Set(assetIds)
  // The marks that were seen, no others: what is marked meanwhile may be of facts that this transaction does not see.
  const marks = rows.filter(({ asset }) => taken.has(asset)).map(({ id }) => id)
  await tx.query('delete from tag_due where tenant_id = $1 and due_id = any ($2::bigint[])', [tx.tenantId, marks])
  await evaluateAssets(tx, language, assetIds, now())
  return true
}

async function nextTag(tx: TenantTransaction): Promise<TagToEvaluate | undefined> {
  const { rows } = await tx.query<TagToEvaluate>(
    `select tag_id as "tagId", query from tag
      where tenant_id = $1 and query is not null and due_at <= now() order by due_at limit 1`,
    [tx.tenantId],
  )
  return rows[0]
}

/** A tag whose query cannot be asked keeps the assets that it has, says why, and holds up nobody. */
async function putOff({ database }: TaggingContext, tenantId: number, { tagId }: TagToEvaluate, error: unknown) {
  const why = (error instanceof Error ? error.message : String(error)).replaceAll('\0', '').slice(0, 500)
  await database.asTenant(tenantId, (tx) =>
    tx.query(
      `update tag set problem = $3, due_at = now() + $4 * interval '1 second' where tenant_id = $1 and tag_id = $2`,
      [tenantId, tagId, why, putOffSeconds],
    ),
  )
}
