import type { TenantTransaction } from '../../contract/index.ts'
import { tell } from '../../outbox/index.ts'
import { AlertError } from '../alert-error.ts'
import { ownerProblem } from '../rules/rule-owner.ts'
import { type RuleQuery, readRuleQuery } from '../rules/rule-query.ts'
import type { Trigger } from '../rules/trigger.ts'
import type { AlertingContext } from './alerting-context.ts'
import type { Holders } from './holders.ts'
import { tellOwners } from './tell-owners.ts'

/** A rule as evaluation needs it. */
export interface DueRule {
  readonly ruleId: number
  readonly id: string
  readonly name: string
  readonly list: string
  readonly query: string
  readonly trigger: Trigger
  readonly collectMinutes: number
  readonly owner: string
  /** What its owner saw when they saved it: internal id of their scope; null for everything. */
  readonly scopeId: number | null
  readonly problem: string | null
  readonly baselined: boolean
  readonly muted: boolean
}

const columns = `rule_id as "ruleId", public_id as id, name, list, query, trigger, collect_minutes as "collectMinutes", owner, scope_id as "scopeId", problem, baselined,
  coalesce(muted_until > now(), false) as muted`

/** Enabled rules that meet a condition over `alert_rule`, held until the transaction ends. */
export async function heldRules(tx: TenantTransaction, condition: string, most: number): Promise<readonly DueRule[]> {
  const { rows } = await tx.query<DueRule>(
    `select ${columns} from alert_rule where tenant_id = $1 and enabled and ${condition} order by rule_id limit ${most} for update`,
    [tx.tenantId],
  )
  return rows
}

/** The query of a rule that may be asked now. Where it may not, the rule says why and rests; undefined then. */
export async function askable(
  tx: TenantTransaction,
  { lists, now }: AlertingContext,
  holders: Holders,
  rule: DueRule,
): Promise<RuleQuery | undefined> {
  let problem: string | undefined
  try {
    const query = readRuleQuery(lists, rule.list, rule.query, now())
    const holder = holders.get(rule.owner)
    const within = holder !== undefined && holders.sees(rule)
    problem = ownerProblem(holder, { owner: rule.owner, within }, query.list.permission)
    if (problem === undefined) {
      if (rule.problem !== null) await setProblem(tx, rule, null)
      return query
    }
  } catch (error) {
    if (!(error instanceof AlertError)) throw error
    problem = error.message
  }
  if (problem !== rule.problem) await setProblem(tx, rule, problem)
  if (rule.problem === null) await tellOwners(tx, rule, problem, now())
  return undefined
}

export async function setProblem(tx: TenantTransaction, rule: DueRule, problem: string | null): Promise<void> {
  await tx.query(
    `update alert_rule set problem = $3, problem_since = case when $3::text is null then null else coalesce(problem_since, now()) end
      where tenant_id = $1 and rule_id = $2`,
    [tx.tenantId, rule.ruleId, problem?.slice(0, 1000) ?? null],
  )
  await tell(tx, { topic: 'alert.changed', body: { alert: rule.id } })
}
