import type { TenantTransaction } from '../../contract/index.ts'
import { compileWhere, plan, render } from '../../search/index.ts'
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
  for (const { rule, ids } of await takenBy(tx, language, rules, findingIds, now))
    if (rule.action !== 'nothing' && ids.length > 0) done.push(await openBy(tx, rule, ids, now))
  return done
}

/** Which findings each rule takes: the first that takes one holds. A rule that lost its meaning takes nothing. */
export async function takenBy(
  tx: TenantTransaction,
  { entity }: TicketLanguage,
  rules: readonly TicketRule[],
  findingIds: readonly number[],
  now: number,
): Promise<readonly { readonly rule: TicketRule; readonly ids: readonly number[] }[]> {
  const left = new Set(findingIds)
  const taken: { rule: TicketRule; ids: readonly number[] }[] = []
  for (const rule of rules) {
    if (left.size === 0) break
    const checked = plan(rule.query, entity, { now, zone: 'UTC' })
    if (!checked.ok) continue
    const { from, id } = checked.plan.entity.spec.sql!
    const where = render(compileWhere(checked.plan, tx.tenantId))
    const { rows } = await tx.query<{ id: number }>(
      `select ${id} as id from ${from} where ${where.text} and ${id} = any ($${where.values.length + 1}::bigint[]) order by 1`,
      [...where.values, [...left]],
    )
    const ids = rows.map((row) => row.id)
    for (const each of ids) left.delete(each)
    taken.push({ rule, ids })
  }
  return taken
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
