import type { TenantTransaction } from '../../contract/index.ts'
import { takeInOrder } from '../../findings/index.ts'
import { memberOf } from '../store/member-of.ts'
import { type OpenedTickets, openTickets } from '../store/open-tickets.ts'
import { readTicketPolicy, type TicketLanguage, type TicketRule } from './ticket-policy.ts'

const dayMs = 86_400_000

/** Opens the tickets that the policy asks for, of these findings. Answers with what each rule did. */
export async function applyPolicy(
  tx: TenantTransaction,
  language: TicketLanguage,
  findingIds: readonly number[],
  now: number,
): Promise<readonly OpenedTickets[]> {
  const { rules } = await readTicketPolicy(tx)
  const done: OpenedTickets[] = []
  for (const { rule, rows } of await takeInOrder(tx, rules, findingIds, { ...language, now })) {
    const ids = rows.map(({ id }) => id)
    if (rule.action !== 'nothing' && ids.length > 0) done.push(await openBy(tx, rule, ids, now))
  }
  return done
}

async function openBy(
  tx: TenantTransaction,
  { id, action, grouping = 'finding', assignee, days }: TicketRule,
  findingIds: readonly number[],
  now: number,
): Promise<OpenedTickets> {
  // Somebody who left is nobody's assignee.
  const person = assignee === undefined ? undefined : await memberOf(tx, assignee)
  const end = days === undefined ? undefined : now + days * dayMs
  return openTickets(
    tx,
    {
      ...{ findingIds, grouping, by: `policy:${id}` },
      ...(person !== undefined && { assignee: person }),
      ...(action === 'open' && end !== undefined && { dueAt: new Date(end).toISOString() }),
      ...(action === 'ignore' && {
        standing: { kind: 'ignored', by: 'person', ...(end !== undefined && { until: end }) } as const,
      }),
    },
    now,
  )
}
