import type { NumberedJudge } from '../../content/index.ts'
import type { TenantTransaction } from '../../contract/index.ts'
import { type Database, isTransient } from '../../store/index.ts'
import { type AssetToJudge, type JudgedAssetReport, judgeAsset, type LoadKnowledge } from './judge-asset.ts'

export interface JudgingContext {
  readonly database: Database
  readonly judges: readonly NumberedJudge[]
  readonly load: LoadKnowledge
  readonly now: () => Date
  /** A judge threw, or the verdicts of an asset could not be stored; it is tried again later. */
  readonly onError: (error: unknown, about: { tenantId: number; asset?: string; judge?: string }) => void
}

interface Due {
  readonly asset_id: number
  readonly judge: string
  readonly attempts: number
}

/** How judging ended, of one judge or of the asset as a whole. */
interface Failed {
  readonly judge?: string
  readonly error?: unknown
}

const shortestRetryMs = 5000
const longestRetryMs = 3_600_000

/**
 * Judges one asset of the tenant for which something is due, in one transaction: taking it, judging, storing, and saying when it is due again. Answers false
 * when nothing is due. An asset that cannot be judged is put off, so that it never holds up the others.
 */
export async function judgeNext(context: JudgingContext, tenantId: number): Promise<boolean> {
  const { database, onError } = context
  let taken: readonly Due[] = []
  let asset: AssetToJudge | undefined
  try {
    const reports = await database.asTenant(
      tenantId,
      async (transaction) => {
        const tx = transaction as unknown as TenantTransaction
        taken = (await tx.query<Due>('select asset_id, judge, attempts from judgement_take()')).rows
        if (taken.length === 0) return undefined
        const work = async () => {
          asset = await readAsset(tx, taken[0]!.asset_id)
          return asset ? await judgeTaken(context, tx, asset, taken) : await forget(tx, taken)
        }
        return transaction.savepoint(work).catch(async (error): Promise<readonly Failed[]> => {
          if (isTransient(error)) throw error
          // While it is still taken, so that nobody else tries the same in between.
          await putOff(tx, taken)
          return [{ error }]
        })
      },
      { idempotent: true },
    )
    const about = { tenantId, ...(asset && { asset: asset.publicId }) }
    for (const { judge, error } of reports ?? [])
      if (error !== undefined) onError(error, { ...about, ...(judge !== undefined && { judge }) })
    return reports !== undefined
  } catch (error) {
    if (taken.length === 0) throw error
    onError(error, { tenantId, ...(asset && { asset: asset.publicId }) })
    await database.asTenant(tenantId, (tx) => putOff(tx as unknown as TenantTransaction, taken))
    return true
  }
}

async function judgeTaken(
  { judges, load, now }: JudgingContext,
  tx: TenantTransaction,
  asset: AssetToJudge,
  taken: readonly Due[],
): Promise<readonly JudgedAssetReport[]> {
  const wanted = new Set(taken.map(({ judge }) => judge))
  const mine = judges.filter(({ judge }) => wanted.has(judge.id))
  const reports = await judgeAsset(tx, asset, mine, load, now().toISOString())
  const again = mine.flatMap(({ judge }) =>
    judge.everySeconds === undefined
      ? []
      : [{ judge: judge.id, seconds: judge.everySeconds + jitter(asset, judge.everySeconds) }],
  )
  await tx.query(
    `delete from judgement_due where tenant_id = $1 and asset_id = $2 and judge = any ($3) and not judge = any ($4)`,
    [tx.tenantId, asset.assetId, [...wanted], again.map(({ judge }) => judge)],
  )
  if (again.length > 0)
    await tx.query(
      `update judgement_due d set reason = 'date', priority = 1, attempts = 0, due_at = now() + g.seconds * interval '1 second'
         from unnest($3::text[], $4::float8[]) as g (judge, seconds)
        where d.tenant_id = $1 and d.asset_id = $2 and d.judge = g.judge`,
      [tx.tenantId, asset.assetId, again.map(({ judge }) => judge), again.map(({ seconds }) => seconds)],
    )
  return reports
}

/** Up to a tenth of the time, by asset, so that not all are due at the same moment. */
function jitter({ assetId }: AssetToJudge, seconds: number): number {
  return (seconds / 10) * ((assetId % 97) / 97)
}

async function readAsset(tx: TenantTransaction, assetId: number): Promise<AssetToJudge | undefined> {
  const { rows } = await tx.query<AssetToJudge>(
    `select asset_id as "assetId", public_id as "publicId", kind, name from asset
      where tenant_id = $1 and asset_id = $2 and merged_into is null`,
    [tx.tenantId, assetId],
  )
  return rows[0]
}

/** The asset became part of another one, which is judged by itself. */
async function forget(tx: TenantTransaction, taken: readonly Due[]): Promise<readonly JudgedAssetReport[]> {
  await tx.query('delete from judgement_due where tenant_id = $1 and asset_id = $2', [tx.tenantId, taken[0]!.asset_id])
  return []
}

async function putOff(tx: TenantTransaction, taken: readonly Due[]): Promise<void> {
  const attempts = Math.max(...taken.map((due) => due.attempts)) + 1
  const pauseMs = Math.min(longestRetryMs, shortestRetryMs * 2 ** Math.min(attempts - 1, 12))
  await tx.query(
    `update judgement_due set reason = 'retry', attempts = least($4, 1000), due_at = now() + $5 * interval '1 millisecond'
      where tenant_id = $1 and asset_id = $2 and judge = any ($3)`,
    [tx.tenantId, taken[0]!.asset_id, taken.map(({ judge }) => judge), attempts, pauseMs],
  )
}
