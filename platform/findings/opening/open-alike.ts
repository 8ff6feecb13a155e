import { type NumberedJudge, type ReadyJudge, withOpenChecks } from '../../content/index.ts'
import type { TenantTransaction, Touched } from '../../contract/index.ts'
import type { Database } from '../../store/index.ts'
import type { AssetToJudge, LoadKnowledge } from '../judging/judge-asset.ts'
import { insertAlike } from './insert-alike.ts'
import { whatOpens } from './what-opens.ts'

export interface OpeningContext {
  readonly database: Database
  readonly load: LoadKnowledge
  readonly now: () => Date
}

/** Assets that are written to in one transaction. */
const chunk = 5000

/**
 * Opens on all of some assets that are alike what a change of content makes a judge find on the first of them, without judging each. They are judged by themselves
 * all the same, later, and that changes nothing then. Answers with the number of findings.
 */
export async function openAlike(
  { database, load, now }: OpeningContext,
  judge: { readonly before: ReadyJudge; readonly after: NumberedJudge },
  { tenantId, assetIds }: Pick<Touched, 'tenantId' | 'assetIds'>,
): Promise<number> {
  const at = now().toISOString()
  const found = await database.asTenant(tenantId, async (transaction) => {
    const tx = transaction as unknown as TenantTransaction
    const asset = await firstOf(tx, assetIds, judge.after.judge.id)
    if (!asset || !judge.after.judge.about.includes(asset.kind)) return undefined
    const verdicts = whatOpens(judge, asset, await load(tx, asset.assetId, judge.after.judge.reads), at)
    return { verdicts, numbered: await withOpenChecks(tx, judge.after, verdicts) }
  })
  if (!found || found.verdicts.length === 0) return 0
  let opened = 0
  for (let from = 0; from < assetIds.length; from += chunk) {
    const opens = { assetIds: assetIds.slice(from, from + chunk), verdicts: found.verdicts, at }
    opened += await database.asTenant(
      tenantId,
      (tx) => insertAlike(tx as unknown as TenantTransaction, found.numbered, opens),
      { idempotent: true, timeoutMs: 120_000 },
    )
  }
  return opened
}

/** The first that the judge has tested. */
async function firstOf(
  tx: TenantTransaction,
  assetIds: readonly number[],
  judge: string,
): Promise<AssetToJudge | undefined> {
  const { rows } = await tx.query<AssetToJudge>(
    `select a.asset_id as "assetId", a.public_id as "publicId", a.kind, a.name
       from asset a join assessment s on s.tenant_id = a.tenant_id and s.asset_id = a.asset_id and s.judge = $3 and s.tests > 0
      where a.tenant_id = $1 and a.asset_id = any ($2) and a.merged_into is null order by a.asset_id limit 1`,
    [tx.tenantId, assetIds, judge],
  )
  return rows[0]
}
