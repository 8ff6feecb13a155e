import type { TenantTransaction } from '../../contract/index.ts'
import { AlertError } from '../alert-error.ts'
import { send } from '../evaluating/tell-items.ts'
import { previewRule } from './preview-rule.ts'
import { readRuleQuery } from './rule-query.ts'
import { heldRule, type RuleWriter } from './write-rule.ts'

/** Sends what a rule would tell now through its channels, marked as a test. Answers with the public ids of the deliveries. Throws AlertError. */
export async function testRule(
  tx: TenantTransaction,
  id: string,
  { lists, caller, now }: RuleWriter,
): Promise<readonly string[]> {
  const rule = await heldRule(tx, id)
  const query = readRuleQuery(lists, rule.list, rule.query, now)
  if (!caller.permissions.has(query.list.permission))
    throw new AlertError('not-permitted', `To see what it watches takes the permission ${query.list.permission}.`)
  if (rule.channels.length === 0)
    throw new AlertError('invalid', 'It has no channel to send through. Give it one first.', { field: 'channels' })
  const { items, now: total } = await previewRule(tx, query)
  const { rows } = await tx.query<{ ruleId: number }>(
    'select rule_id as "ruleId" from alert_rule where tenant_id = $1 and public_id = $2',
    [tx.tenantId, id],
  )
  return send(tx, { ...rule, ruleId: rows[0]!.ruleId }, query, {
    now,
    total,
    items,
    summary: `a test; ${total} match now`,
    kind: 'test',
  })
}
