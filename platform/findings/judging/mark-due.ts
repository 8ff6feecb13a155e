import type { NumberedJudge } from '../../content/index.ts'
import type { Judge, TenantTransaction, Touched } from '../../contract/index.ts'
import type { Transaction } from '../../store/index.ts'

/** Why an asset is to be judged. What changed goes before what is only looked at anew. */
export type DueReason = 'facts' | 'asked' | 'date' | 'content'

const priorities: Readonly<Record<DueReason, number>> = { facts: 0, asked: 0, date: 1, content: 2 }

/** Marks assets as due for judges, now. What is due already stays due. Cheap enough to be part of storing facts. */
export async function markDue(
  tx: TenantTransaction,
  due: { readonly assetIds: readonly number[]; readonly judges: readonly string[]; readonly reason: DueReason },
): Promise<void> {
  if (due.assetIds.length === 0 || due.judges.length === 0) return
  await tx.query(
    `insert into judgement_due as d (tenant_id, asset_id, judge, reason, priority, due_at)
     select $1, asset_id, judge, $4, $5, date_trunc('milliseconds', now()) from unnest($2::bigint[]) asset_id, unnest($3::text[]) judge
      order by asset_id, judge
     on conflict (tenant_id, asset_id, judge) do update
       set reason = excluded.reason, priority = least(d.priority, excluded.priority), due_at = least(d.due_at, excluded.due_at)
       where d.due_at > excluded.due_at or d.priority > excluded.priority`,
    [tx.tenantId, due.assetIds, due.judges, due.reason, priorities[due.reason]],
  )
}

/** The judges that read any of these facts. */
export function judgesReading(judges: readonly Judge[], facts: readonly string[]): readonly string[] {
  const changed = new Set(facts)
  return judges.filter(({ reads }) => reads.some((fact) => changed.has(fact))).map(({ id }) => id)
}

/** Facts of an asset changed: whoever reads them judges it again. */
export async function markFactsChanged(
  tx: TenantTransaction,
  judges: readonly Judge[],
  change: { readonly assetId: number; readonly facts: readonly string[] },
): Promise<void> {
  const reading = judgesReading(judges, change.facts)
  await markDue(tx, { assetIds: [change.assetId], judges: reading, reason: 'facts' })
}

/** By then every worker judges by the new content. */
const shortPause = '5 seconds'
/** What is opened on many assets at once is written before any of them is looked at by itself: whoever writes it marks them again when it is done. */
const longPause = '2 minutes'

/** Inside asPlatform: these assets, of whichever tenants, are judged again by judges whose content changed. Answers with their number. */
export async function markSomeDue(
  tx: Transaction,
  judges: readonly string[],
  touched: readonly Touched[],
): Promise<number> {
  let marked = 0
  for (const judge of judges)
    for (const alike of [false, true]) {
      const some = touched.filter((each) => each.alike === alike)
      const tenants = some.flatMap(({ tenantId, assetIds }) => assetIds.map(() => tenantId))
      const assets = some.flatMap(({ assetIds }) => assetIds)
      const row = await tx.first<{ n: number }>('select judgement_some_due_in($1, $2, $3, $4) as n', [
        ...[judge, tenants, assets],
        alike ? longPause : shortPause,
      ])
      marked += row?.n ?? 0
    }
  return marked
}

/** Inside asPlatform, with what syncContent answered: all assets are judged again by judges whose content changed. Answers with their number. */
export async function markContentChanged(
  tx: Transaction,
  judges: readonly Pick<NumberedJudge, 'judge'>[],
  changed: readonly string[],
): Promise<number> {
  let marked = 0
  for (const { judge } of judges.filter(({ judge }) => changed.includes(judge.id))) {
    const row = await tx.first<{ n: number }>('select judgement_content_changed($1, $2) as n', [judge.id, judge.about])
    marked += row?.n ?? 0
  }
  return marked
}
