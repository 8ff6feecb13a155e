import type { TenantTransaction } from '../../contract/index.ts'
import { tell } from '../../outbox/index.ts'
import { act } from '../course/act.ts'
import type { Action } from '../course/ticket-state.ts'
import { tellAssigned } from '../telling/tell-assignee.ts'
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

/**
 * Changes tickets, all or none, and tells who gets some of them. Answers with the first number that is none; undefined where all are. Throws TicketError
 * with the place of what cannot be; then nothing may be kept.
 */
export async function editTickets(
  tx: TenantTransaction,
  numbers: readonly number[],
  edit: TicketEdit,
  by: string,
  now: number,
): Promise<number | undefined> {
  const { assignee } = edit
  const person = assignee == null ? null : await memberOf(tx, assignee)
  if (person === undefined) throw new TicketError('/assignee', 'is nobody of this tenant')
  const given: number[] = []
  // In one order, so that two who change the same ones do not wait for each other.
  for (const number of [...numbers].sort((a, b) => a - b)) {
    const row = await lockedRow(tx, number)
    if (!row) return number
    await editOne(tx, number, row, edit, person, by, now)
    if (row.assignee !== person) given.push(number)
  }
  if (person !== null) await tellAssigned(tx, { numbers: given, assignee: person }, by, now)
  return undefined
}

type LockedRow = TicketRow & { readonly assignee: number | null }

async function lockedRow(tx: TenantTransaction, number: number): Promise<LockedRow | undefined> {
  const { rows } = await tx.query<LockedRow>(
    `select ${courseColumns}, t.assignee from ticket t where t.tenant_id = $1 and t.number = $2 for no key update`,
    [tx.tenantId, number],
  )
  return rows[0]
}

async function editOne(
  tx: TenantTransaction,
  number: number,
  row: LockedRow,
  { action, assignee, dueAt, comment }: TicketEdit,
  person: number | null,
  by: string,
  now: number,
): Promise<void> {
  const at = new Date(now).toISOString()
  if (action !== undefined) await writeState(tx, number, act(stateOf(row), action, now), by)
  if (assignee !== undefined && row.assignee !== person) {
    await change(tx, number, 'assignee = $3::int', person)
    await addEntry(tx, number, { at, by, kind: 'assigned', detail: { to: assignee } })
  }
  if (dueAt !== undefined) {
    await change(tx, number, 'due_at = $3::timestamptz', dueAt)
    await addEntry(tx, number, { at, by, kind: 'due', detail: { at: dueAt } })
  }
  if (comment !== undefined) await addEntry(tx, number, { at, by, kind: 'comment', detail: { words: comment } })
  await tell(tx, { topic: 'ticket.changed', body: { ticket: number } })
}

async function change(tx: TenantTransaction, number: number, what: string, value: unknown): Promise<void> {
  await tx.query(`update ticket set ${what}, version = version + 1 where tenant_id = $1 and number = $2`, [
    tx.tenantId,
    number,
    value,
  ])
}
