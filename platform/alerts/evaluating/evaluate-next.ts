import type { TenantTransaction } from '../../contract/index.ts'
import { readMessages, tell } from '../../outbox/index.ts'
import { tryHoldTenant } from '../../store/index.ts'
import { AlertError } from '../alert-error.ts'
import type { RuleQuery } from '../rules/rule-query.ts'
import type { Schedule } from '../rules/trigger.ts'
import { type AlertingContext, otherwiseEverySeconds, timedEverySeconds } from './alerting-context.ts'
import { askRule } from './ask-rule.ts'
import { askable, type DueRule, heldRules, setProblem } from './due-rule.ts'
import { type Holders, lookUpHolders } from './holders.ts'
import { scopeOfRule } from './scope-of-rule.ts'
import { sendScheduled } from './send-scheduled.ts'
import { noteItems, tellWaiting } from './tell-items.ts'
import { type Touched, touchedBy } from './touched.ts'

const messagesAtOnce = 2000
/** Of more assets than this it is cheaper to ask everything at once. */
const mostAssets = 1000
const slowestMs = 120_000
const putOffSeconds = 300
const mostRules = 200

/**
 * Does one piece of what is to be watched in a tenant, in one transaction: what was told since the last time, then one rule that is to be asked of
 * everything, or sends at a time, or has collected long enough. Answers false when nothing is left, or somebody else is at it.
 */
export async function evaluateNext(context: AlertingContext, tenantId: number): Promise<boolean> {
  const { database } = context
  const holders = await lookUpHolders(database, tenantId)
  let at: DueRule | undefined
  try {
    return await database.asTenant(
      tenantId,
      async (transaction) => {
        const tx = transaction as unknown as TenantTransaction
        at = undefined
        // One evaluates a tenant's rules at a time: what came and what went is told in its order, and once.
        if (!(await tryHoldTenant(tx, 'alerts'))) return false
        const begin = (rule: DueRule) => {
          if (!holders.knows(rule)) throw new OwnersChanged()
          at = rule
        }
        const work: Work = { context, tx, holders, begin }
        return (await followOutbox(work)) || (await askNext(work))
      },
      { idempotent: true, timeoutMs: slowestMs },
    )
  } catch (error) {
    if (error instanceof OwnersChanged) return true
    if (!at) throw error
    context.onError(error, { tenantId, rule: at.id })
    await putOff(context, tenantId, at, error)
    return true
  }
}

/** A rule came, or changed hands, after it was looked who may see what: look again. */
class OwnersChanged extends Error {
  override readonly name = 'OwnersChanged'
}

interface Work {
  readonly context: AlertingContext
  readonly tx: TenantTransaction
  readonly holders: Holders
  begin(rule: DueRule): void
}

async function followOutbox(work: Work): Promise<boolean> {
  const { tx } = work
  const { rows } = await tx.query<{ seq: number }>('select seq from alert_head where tenant_id = $1', [tx.tenantId])
  if (!rows[0]) return false
  const read = await readMessages(tx, rows[0].seq, messagesAtOnce)
  if (!read.anew && read.messages.length === 0) return false
  await tx.query('update alert_head set seq = $2 where tenant_id = $1', [tx.tenantId, read.seq])
  const touched = touchedBy(read.messages)
  if (read.anew || touched.everything || touched.assets.size > mostAssets) {
    // Soon, not now: each in a transaction of its own.
    await tx.query(
      `update alert_rule set due_at = now() where tenant_id = $1 and enabled and trigger ->> 'kind' <> 'schedule'`,
      [tx.tenantId],
    )
    return true
  }
  await askTouched(work, touched)
  return true
}

async function askTouched(work: Work, touched: Touched): Promise<void> {
  const { tx, context } = work
  const assetIds = await internalIds(tx, [...touched.assets])
  const rules = await heldRules(tx, `baselined and problem is null and trigger ->> 'kind' <> 'schedule'`, mostRules)
  for (const rule of rules) {
    const list = Object.hasOwn(context.lists, rule.list) ? context.lists[rule.list] : undefined
    const whole = list?.topics?.some((begin) => [...touched.topics].some((topic) => topic.startsWith(begin)))
    if (!whole && (assetIds.length === 0 || !list?.asset)) continue
    work.begin(rule)
    await ask(work, rule, whole ? 'all' : assetIds)
  }
}

async function askNext(work: Work): Promise<boolean> {
  const { tx, context, holders } = work
  const [rule] = await heldRules(tx, 'least(due_at, next_at, collect_until) <= now()', 1)
  if (!rule) return false
  work.begin(rule)
  if (rule.trigger.kind !== 'schedule') {
    await ask(work, rule, 'all')
    return true
  }
  const query = await askable(tx, context, holders, rule)
  if (!query) await later(tx, rule)
  else if (rule.baselined || rule.trigger.when !== 'changed')
    await sendScheduled(tx, rule as DueRule & { trigger: Schedule }, query, context.now())
  else await remember(work, rule, query)
  return true
}

/** Asks a rule and tells what follows. The first time it is only noted what matches already. */
async function ask(work: Work, rule: DueRule, assetIds: readonly number[] | 'all'): Promise<void> {
  const { tx, context, holders } = work
  const query = await askable(tx, context, holders, rule)
  if (!query) {
    await later(tx, rule)
    return
  }
  const { came, gone } = await askRule(tx, rule.ruleId, query, assetIds, scopeOfRule(rule))
  if (rule.baselined) {
    await noteItems(tx, rule, query.list, came, 'began')
    if (assetIds === 'all') await remind(tx, rule, query.list)
    await tellWaiting(tx, rule, query, context.now())
  }
  await tx.query(
    `update alert_rule set baselined = true, evaluated_at = now(),
            matching = matching + $4, due_at = case when $3 then now() + $5 * interval '1 second' else due_at end
      where tenant_id = $1 and rule_id = $2`,
    [
      ...[tx.tenantId, rule.ruleId, assetIds === 'all', came.length - gone],
      query.timed || (rule.trigger.kind === 'each' && rule.trigger.remind) ? timedEverySeconds : otherwiseEverySeconds,
    ],
  )
  await begun(tx, rule)
}

/** Screens look again when it is known what matches. */
async function begun(tx: TenantTransaction, rule: DueRule): Promise<void> {
  if (!rule.baselined) await tell(tx, { topic: 'alert.changed', body: { alert: rule.id } })
}

/** The first time of a rule that sends what changed: there is nothing to compare with yet. */
async function remember({ tx }: Work, rule: DueRule, query: RuleQuery): Promise<void> {
  const { came } = await askRule(tx, rule.ruleId, query, 'all', scopeOfRule(rule))
  await tx.query(
    'update alert_rule set baselined = true, due_at = null, evaluated_at = now(), matching = $3 where tenant_id = $1 and rule_id = $2',
    [tx.tenantId, rule.ruleId, came.length],
  )
  await begun(tx, rule)
}

/** What matches since more than a day, and was last told more than a day ago. */
async function remind(tx: TenantTransaction, rule: DueRule, list: Parameters<typeof noteItems>[2]): Promise<void> {
  if (rule.trigger.kind !== 'each' || !rule.trigger.remind) return
  const { rows } = await tx.query<{ object: string }>(
    `update alert_match set told_at = now()
      where tenant_id = $1 and rule_id = $2 and told_at <= now() - interval '1 day' returning object`,
    [tx.tenantId, rule.ruleId],
  )
  await noteItems(
    tx,
    rule,
    list,
    rows.map(({ object }) => object),
    'still',
  )
}

async function internalIds(tx: TenantTransaction, ids: readonly string[]): Promise<readonly number[]> {
  if (ids.length === 0) return []
  const { rows } = await tx.query<{ id: number }>(
    'select asset_id as id from asset where tenant_id = $1 and public_id = any ($2::text[])',
    [tx.tenantId, ids],
  )
  return rows.map(({ id }) => id)
}

/** A rule that cannot be asked is looked at again soon: who it belongs to may be back. */
async function later(tx: TenantTransaction, rule: DueRule): Promise<void> {
  const soon = `now() + ${putOffSeconds} * interval '1 second'`
  await tx.query(
    `update alert_rule set due_at = case when trigger ->> 'kind' = 'schedule' then null else ${soon} end,
            next_at = case when trigger ->> 'kind' = 'schedule' then ${soon} end,
            collect_until = case when collect_until is not null then greatest(collect_until, ${soon}) end
      where tenant_id = $1 and rule_id = $2`,
    [tx.tenantId, rule.ruleId],
  )
}

/** A rule that fails says why, rests, and holds up no other. What it missed it finds when all is asked again. */
async function putOff({ database }: AlertingContext, tenantId: number, rule: DueRule, error: unknown): Promise<void> {
  const why = error instanceof AlertError ? error.message : 'It could not be asked; it is tried again in some minutes.'
  await database.asTenant(tenantId, async (transaction) => {
    const tx = transaction as unknown as TenantTransaction
    await setProblem(tx, rule, why)
    await later(tx, rule)
  })
}
