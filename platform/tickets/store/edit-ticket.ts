import type { TenantTransaction } from '../../contract/index.ts'
import { tell } from '../../outbox/index.ts'
import { act } from '../course/act.ts'
import type { Action } from '../course/ticket-state.ts'
import { TicketError } from '../ticket-error.ts'
import { memberOf } from './member-of.ts'
import { courseColumns, stateOf, type TicketRow } from './ticket-row.ts'
import { addEntry, writeState } from './write-state.ts'

export interface TicketEdit {
  readonly action?: Action
  /** Public id of a person; null for nobody. */
  readonly assignee?: string | null
  readonly dueAt?: string | null
  readonly comment?: string
}

/** Changes a ticket; false where there is none. Throws TicketError with the place of what cannot be; then nothing may be kept. */
export async function editTicket(
  tx: TenantTransaction,
  number: number,
  { action, assignee, dueAt, comment }: TicketEdit,
  by: string,
  now: number,
): Promise<boolean> {
  const { rows } = await tx.query<TicketRow>(
    `select ${courseColumns} from ticket t where t.tenant_id = $1 and t.number = $2 for no key update`,
    [tx.tenantId, number],
  )
  const [row] = rows
  if (!row) return false
  const at = new Date(now).toISOString()
  if (action !== undefined) await writeState(tx, number, act(stateOf(row), action, now), by)
  if (assignee !== undefined) {
    const person = assignee === null ? null : await memberOf(tx, assignee)
    if (person === undefined) throw new TicketError('/assignee', 'is nobody of this tenant')
    await change(tx, number, 'assignee = $3::int', person)
    await addEntry(tx, number, { at, by, kind: 'assigned', detail: { to: assignee } })
  }
  if (dueAt !== undefined) {
    await change(tx, number, 'due_at = $3::timestamptz', dueAt)
    await addEntry(tx, number, { at, by, kind: 'due', detail: { at: dueAt } })
  }
  if (comment !== undefined) await addEntry(tx, number, { at, by, kind: 'comment', detail: { words: comment } })
  await tell(tx, { topic: 'ticket.changed', body: { ticket: number } })
  return true
}

async function change(tx: TenantTransaction, number: number, what: string, value: unknown): Promise<void> {
  await tx.query(`update ticket set ${what}, version = version + 1 where tenant_id = $1 and number = $2`, [
    tx.tenantId,
    number,
    value,
  ])
}
