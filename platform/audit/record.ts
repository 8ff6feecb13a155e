import type { TenantTransaction } from '../contract/index.ts'
import { type AuditEntry, entryText } from './entry-text.ts'

/** Where an entry stands in its tenant's chain. */
export interface Recorded {
  readonly seq: number
  readonly at: string
  /** Hexadecimal. */
  readonly hash: string
}

/**
 * Adds an entry to the audit log, in the transaction that does what it tells: both happen, or neither. Call it late, since others of the tenant that write
 * wait from here to the end of the transaction.
 */
export async function recordAudit(tx: TenantTransaction, entry: AuditEntry): Promise<Recorded> {
  const { entry: text, actor, action, target } = chainedEntry(entry)
  const { rows } = await tx.query<{ seq: number; at: string; hash: string }>(
    `select seq, at, encode(hash, 'hex') as hash from audit_append($1, $2, $3, $4)`,
    [text, actor, action, target],
  )
  return rows[0]!
}

/** An entry as `audit_append` takes it. */
export function chainedEntry(entry: AuditEntry): { entry: string; actor: string; action: string; target: string } {
  const { actor, action, target } = entry
  return {
    entry: entryText(entry),
    actor: column(`${actor.kind}:${actor.id}`),
    action: column(action),
    target: column(target),
  }
}

/** PostgreSQL has no NUL in text; the chained entry has it escaped. */
function column(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\ufffd').slice(0, 500)
}
