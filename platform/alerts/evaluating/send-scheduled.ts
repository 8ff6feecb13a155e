import type { TenantTransaction } from '../../contract/index.ts'
import { mostItems } from '../../notify/index.ts'
import { compileCount, compileWhere, render } from '../../search/index.ts'
import { withinScope } from '../../store/index.ts'
import type { RuleQuery } from '../rules/rule-query.ts'
import type { Schedule } from '../rules/trigger.ts'
import { askRule } from './ask-rule.ts'
import { describeObjects } from './describe-objects.ts'
import type { DueRule } from './due-rule.ts'
import { nextTime } from './next-time.ts'
import { scopeOfRule } from './scope-of-rule.ts'
import { send } from './tell-items.ts'

/** Sends what matches now, where the schedule's condition holds, and says when it is next. A time that passed while nobody worked is made up for once. */
export async function sendScheduled(
  tx: TenantTransaction,
  rule: DueRule & { readonly trigger: Schedule },
  query: RuleQuery,
  now: number,
): Promise<void> {
  const { trigger, ruleId } = rule
  const { one, many } = query.plan.entity.spec
  const statement = compileCount(query.plan, { tenant: tx.tenantId })
  const scope = scopeOfRule(rule)
  const counted = await withinScope(tx, scope, () => tx.query<{ count: number }>(statement.text, statement.values))
  const total = Number(counted.rows[0]?.count ?? 0)
  const change = trigger.when === 'changed' ? await changeOf(tx, rule, query) : undefined
  const next = new Date(nextTime(trigger, now))
  await tx.query(
    'update alert_rule set next_at = $3, evaluated_at = now(), matching = $4, baselined = true where tenant_id = $1 and rule_id = $2',
    [tx.tenantId, ruleId, next, Math.min(total, 2_000_000_000)],
  )
  const sends =
    trigger.when === 'always' ||
    (trigger.when === 'at-least' && total >= trigger.count) ||
    (trigger.when === 'at-most' && total <= trigger.count) ||
    (change !== undefined && change.came + change.gone > 0)
  if (!sends || rule.muted) return
  const items = await withinScope(tx, scope, () => firstItems(tx, query))
  const changed = change ? `, ${change.came} new and ${change.gone} gone since last time` : ''
  await tx.query('update alert_rule set fired_at = now() where tenant_id = $1 and rule_id = $2', [tx.tenantId, ruleId])
  await send(tx, rule, query, {
    now,
    total,
    items,
    summary: `${total} ${total === 1 ? `${one} matches` : `${many} match`}${changed}`,
  })
}

/** How what matches differs from the last time. */
async function changeOf(tx: TenantTransaction, rule: DueRule, query: RuleQuery) {
  const { came, gone } = await askRule(tx, rule.ruleId, query, 'all', scopeOfRule(rule))
  return { came: came.length, gone }
}

async function firstItems(tx: TenantTransaction, query: RuleQuery) {
  const { from, id } = query.plan.entity.spec.sql!
  const where = render(compileWhere(query.plan, tx.tenantId))
  const { rows } = await tx.query<{ object: string }>(
    `select (${id})::text as object from ${from} where ${where.text} order by ${query.list.since} desc limit ${mostItems}`,
    where.values,
  )
  const described = await describeObjects(
    tx,
    query.list,
    rows.map(({ object }) => object),
  )
  return rows.flatMap(({ object }) => described.get(object) ?? [])
}
