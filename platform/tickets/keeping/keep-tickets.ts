import type { TenantTransaction, Upkeep } from '../../contract/index.ts'
import { tryHoldTenant } from '../../store/index.ts'
import { applyPolicy } from '../policy/apply-policy.ts'
import type { TicketLanguage } from '../policy/ticket-policy.ts'
import { tellOverdue } from '../telling/tell-assignee.ts'
import { followTickets } from './follow-tickets.ts'

const ticketsAtOnce = 500
const findingsAtOnce = 2000

/** Keeps tickets true to their findings, and opens those that the policy asks for. */
export function keepTickets(language: TicketLanguage): Upkeep {
  return {
    id: 'tickets.follow',
    async due(tx) {
      const { rows } = await tx.query<{ tenant_id: number }>(
        'select tenant_id from ticket_tenants() union select tenant_id from ticket_overdue_tenants()',
      )
      return rows.map(({ tenant_id }) => tenant_id)
    },
    async next(tx, now) {
      // One at a time in a tenant, so that what was read earlier is not written later.
      if (!(await tryHoldTenant(tx, 'tickets'))) return false
      const numbers = await takeTickets(tx)
      if (numbers.length > 0) {
        await followTickets(tx, numbers, now)
        return true
      }
      const overdue = await takeOverdue(tx, now)
      for (const [assignee, mine] of Map.groupBy(overdue, (one) => one.assignee))
        if (assignee !== null) await tellOverdue(tx, { numbers: mine.map(({ number }) => number), assignee }, now)
      if (overdue.length > 0) return true
      const candidates = await takeCandidates(tx)
      if (candidates.length === 0) return false
      await applyPolicy(tx, language, candidates, now)
      return true
    },
  }
}

/** Tickets that were marked, or whose time has come. Only the marks that are seen are taken away. */
async function takeTickets(tx: TenantTransaction): Promise<readonly number[]> {
  const { rows } = await tx.query<{ number: number }>(
    `with taken as (
       delete from ticket_mark m
        where m.tenant_id = $1 and m.mark_id in (select mark_id from ticket_mark where tenant_id = $1 order by mark_id limit ${ticketsAtOnce})
       returning m.number)
     select distinct number from taken
     union
     (select number from ticket
       where tenant_id = $1 and ((standing = 'resolved' and looked_at < now() - interval '5 minutes') or (standing = 'ignored' and ignored_until < now()))
       order by looked_at limit ${ticketsAtOnce})`,
    [tx.tenantId],
  )
  return rows.map(({ number }) => number)
}

/** Tickets whose time is over, which nobody was told of yet. */
async function takeOverdue(
  tx: TenantTransaction,
  now: number,
): Promise<readonly { readonly number: number; readonly assignee: number | null }[]> {
  const { rows } = await tx.query<{ number: number; assignee: number | null }>(
    `update ticket t set told_due_at = due_at
      where t.tenant_id = $1 and t.number in (
          select number from ticket
           where tenant_id = $1 and standing = 'open' and told_due_at is distinct from due_at and due_at < $2
           order by due_at limit ${ticketsAtOnce})
      returning number, assignee`,
    [tx.tenantId, new Date(now).toISOString()],
  )
  return rows
}

/** Findings that the policy is to be asked of; not before search lists, which it can ask for, were asked about their checks. */
async function takeCandidates(tx: TenantTransaction): Promise<readonly number[]> {
  const { rows } = await tx.query<{ id: number }>(
    `delete from ticket_candidate c
      where c.tenant_id = $1 and c.candidate_id in (
          select candidate_id from ticket_candidate w join finding f on f.tenant_id = w.tenant_id and f.finding_id = w.finding_id
           where w.tenant_id = $1 and not exists (select from search_list_mark k where k.tenant_id = $1 and k.check_no = f.check_no)
           order by candidate_id limit ${findingsAtOnce})
      returning c.finding_id as id`,
    [tx.tenantId],
  )
  return [...new Set(rows.map(({ id }) => id))]
}
