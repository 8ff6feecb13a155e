import type { TenantTransaction } from '../../contract/index.ts'
import { tell } from '../../outbox/index.ts'

/** For how many days a tenant keeps what, where that is less than the installation does. */
export interface Retention {
  /** What happened: from the day on which it was received. */
  readonly events?: number | undefined
  /** What was: rows as of a time, and the history of facts. */
  readonly past?: number | undefined
  /** The audit log. */
  readonly audit?: number | undefined
}

/** What the installation keeps at most, in days; null for without end. The shortest that a tenant may say is beside it. */
export const retentionBounds = {
  events: { least: 1, most: 2600 },
  past: { least: 1, most: 731 },
  audit: { least: 366, most: null },
} as const

/** What the transaction's tenant decided; empty where nothing. */
export async function readRetention(tx: TenantTransaction): Promise<Retention> {
  const { rows } = await tx.query<{ retention: Retention | null }>(
    `select settings -> 'retention' as retention from tenant where id = $1`,
    [tx.tenantId],
  )
  return rows[0]?.retention ?? {}
}

/** Decides for how long the transaction's tenant keeps what; what is absent is kept as long as the installation does. */
export async function setRetention(tx: TenantTransaction, { events, past, audit }: Retention): Promise<void> {
  await tx.query('select tenant_retention_own($1)', [JSON.stringify({ events, past, audit })])
  await tell(tx, { topic: 'tenant.changed', body: { retention: true } })
}
