import type { TenantTransaction } from '../../contract/index.ts'
import { tell } from '../../outbox/index.ts'
import type { TicketStep } from '../course/ticket-state.ts'

/** Writes where a ticket stands now, and why, into it and its history; followers hear `ticket.changed`. */
export async function writeState(
  tx: TenantTransaction,
  number: number,
  { state, because }: TicketStep,
  by: string | null,
): Promise<void> {
  const { standing, since, timesReopened } = state
  const ignoredBy = standing.kind === 'ignored' ? standing.by : null
  const until = standing.kind === 'ignored' && standing.by === 'person' ? standing.until : undefined
  const at = new Date(since).toISOString()
  await tx.query(
    `update ticket set standing = $3, ignored_by = $4, ignored_until = $5, standing_since = $6, times_reopened = $7, version = version + 1
      where tenant_id = $1 and number = $2`,
    [
      ...[tx.tenantId, number, standing.kind, ignoredBy],
      ...[until === undefined ? null : new Date(until).toISOString(), at, timesReopened],
    ],
  )
  await addEntry(tx, number, { at, by, kind: 'standing', detail: { standing: standing.kind, because } })
  await tell(tx, { topic: 'ticket.changed', body: { ticket: number } })
}

export type EntryKind = 'opened' | 'added' | 'standing' | 'assigned' | 'due' | 'comment'

export interface Entry {
  readonly at: string
  /** Public id of a person; null for what evidence did. */
  readonly by: string | null
  readonly kind: EntryKind
  readonly detail: Readonly<Record<string, unknown>>
}

export async function addEntry(tx: TenantTransaction, number: number, { at, by, kind, detail }: Entry): Promise<void> {
  await tx.query('insert into ticket_entry (tenant_id, number, at, by, kind, detail) values ($1, $2, $3, $4, $5, $6)', [
    tx.tenantId,
    number,
    at,
    by,
    kind,
    JSON.stringify(detail),
  ])
}
