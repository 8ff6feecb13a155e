import type { TenantTransaction } from '../contract/index.ts'
import { type Database, ownKeptDays } from '../store/index.ts'
import { recordAudit } from './record.ts'

const atOnce = 5000
const leastDays = 366

/** What an entry says of those that were let go: the last of them. */
export interface Forgotten {
  readonly seq: number
  readonly hash: string
}

/**
 * Lets entries go that are older than their tenant keeps its log (`settings.retention.audit`), of tenants that are not held. The chain itself tells first up to
 * where, so that its beginning can be proved. Answers with their number. Runs once a day.
 */
export async function forgetEntries(database: Database, now: number): Promise<number> {
  let gone = 0
  for (const { id, days } of await ownKeptDays(database, 'audit')) {
    const until = new Date(now - Math.max(days, leastDays) * 86_400_000).toISOString()
    for (;;) {
      const last = await database.asTenant(id, (tx) => tellForgotten(tx as unknown as TenantTransaction, until))
      if (!last) break
      const row = await database.asMaintenance((tx) =>
        tx.first<{ n: number }>(`select audit_forget($1, $2, decode($3, 'hex')) as n`, [id, last.seq, last.hash]),
      )
      gone += row!.n
      if (row!.n < atOnce) break
    }
  }
  return gone
}

async function tellForgotten(tx: TenantTransaction, until: string): Promise<Forgotten | undefined> {
  const { rows } = await tx.query<Forgotten>(
    `with first as (select seq, at, hash from audit_entry where tenant_id = $1 order by seq limit ${atOnce}),
          ends as (select min(seq) as seq from first where at >= $2)
     select f.seq, encode(f.hash, 'hex') as hash from first f, ends e
      where (e.seq is null or f.seq < e.seq) and f.seq < (select seq from audit_head where tenant_id = $1) order by f.seq desc limit 1`,
    [tx.tenantId, until],
  )
  const last = rows[0]
  if (last)
    await recordAudit(tx, {
      actor: { kind: 'system', id: 'audit' },
      action: 'audit:forget',
      target: '',
      after: { seq: last.seq, hash: last.hash },
    })
  return last
}
