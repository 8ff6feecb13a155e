import type { TenantTransaction } from '../../contract/index.ts'
import { problemOfRule } from '../../findings/index.ts'
import type { Entity } from '../../search/index.ts'
import type { Grouping } from '../grouping/group-findings.ts'
import { memberOf } from '../store/member-of.ts'
import { TicketError } from '../ticket-error.ts'

/** What policies are asked in. */
export interface TicketLanguage {
  /** Findings. */
  readonly entity: Entity
}

/** What becomes of findings that a query takes, when they are found or found again. Of several rules the first that takes a finding holds. */
export interface TicketRule {
  /** In kebab-case. */
  readonly id: string
  readonly name: string
  /** Over findings. */
  readonly query: string
  /** `ignore` opens the ticket as ignored. */
  readonly action: 'open' | 'ignore' | 'nothing'
  readonly grouping?: Grouping
  /** Public id of a person. */
  readonly assignee?: string
  /** Days until it is due, or until an ignored one opens again; by the times for fixing, and never, where absent. */
  readonly days?: number
}

export interface TicketPolicy {
  readonly rules: readonly TicketRule[]
  readonly changedBy: string | null
  readonly changedAt: string | null
}

export async function readTicketPolicy(tx: TenantTransaction): Promise<TicketPolicy> {
  const { rows } = await tx.query<TicketPolicy>(
    'select rules, changed_by as "changedBy", changed_at as "changedAt" from ticket_policy where tenant_id = $1',
    [tx.tenantId],
  )
  return rows[0] ?? { rules: [], changedBy: null, changedAt: null }
}

/** Makes these the rules; they are asked of what is found from now on. Throws TicketError where a rule cannot be. */
export async function writeTicketPolicy(
  tx: TenantTransaction,
  { entity }: TicketLanguage,
  rules: readonly TicketRule[],
  by: string,
): Promise<void> {
  const ids = new Set<string>()
  for (const [index, rule] of rules.entries()) {
    const { id, assignee } = rule
    if (ids.has(id)) throw new TicketError(`/rules/${index}/id`, `is taken twice: ${id}`)
    ids.add(id)
    const problem = problemOfRule(rule, entity)
    if (problem !== undefined) throw new TicketError(`/rules/${index}/query`, problem)
    if (assignee !== undefined && (await memberOf(tx, assignee)) === undefined)
      throw new TicketError(`/rules/${index}/assignee`, 'is nobody of this tenant')
  }
  if (rules.length === 0) {
    await tx.query('delete from ticket_policy where tenant_id = $1', [tx.tenantId])
    return
  }
  await tx.query(
    `insert into ticket_policy (tenant_id, rules, changed_by) values ($1, $2, $3)
     on conflict (tenant_id) do update set rules = excluded.rules, changed_by = excluded.changed_by, changed_at = now(), version = ticket_policy.version + 1`,
    [tx.tenantId, JSON.stringify(rules), by],
  )
}
