import type { TenantTransaction } from '../../contract/index.ts'
import { tell } from '../../outbox/index.ts'

const runsKept = 50

/**
 * Notes the start of the program that a source speaks from. True when an earlier start comes back after a later one was heard:
 * no machine does that by itself, so two of them have the same key (a copied disk, a snapshot brought back). What comes within
 * `graceMs` after the later start was under way then.
 */
export async function isClone(
  tx: TenantTransaction,
  source: { readonly sourceId: number; readonly source: string },
  run: string,
  { at, graceMs }: { readonly at: string; readonly graceMs: number },
): Promise<boolean> {
  // The source's row is the lock: two starts heard at once must get an order.
  await tx.query('select from source where tenant_id = $1 and source_id = $2 for no key update', [
    tx.tenantId,
    source.sourceId,
  ])
  const { rows } = await tx.query<{ run: string; late: boolean | null }>(
    `select run, followed_at < $4::timestamptz - $5 * interval '1 ms' as late from source_run
      where tenant_id = $1 and source_id = $2 and run = $3`,
    [tx.tenantId, source.sourceId, run, at, graceMs],
  )
  if (rows[0]) {
    if (rows[0].late !== true) return false
    await tx.query('update source set clone_seen_at = $3 where tenant_id = $1 and source_id = $2', [
      tx.tenantId,
      source.sourceId,
      at,
    ])
    await tell(tx, { topic: 'source.cloned', body: { source: source.source } })
    return true
  }
  await tx.query(
    'update source_run set followed_at = $3 where tenant_id = $1 and source_id = $2 and followed_at is null',
    [tx.tenantId, source.sourceId, at],
  )
  await tx.query('insert into source_run (tenant_id, source_id, run, first_seen_at) values ($1, $2, $3, $4)', [
    tx.tenantId,
    source.sourceId,
    run,
    at,
  ])
  await tx.query(
    `delete from source_run where tenant_id = $1 and source_id = $2 and run in (
       select run from source_run where tenant_id = $1 and source_id = $2 order by first_seen_at desc offset ${runsKept})`,
    [tx.tenantId, source.sourceId],
  )
  return false
}
