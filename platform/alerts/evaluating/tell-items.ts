import type { TenantTransaction } from '../../contract/index.ts'
import { enqueue, type MessageItem, mostItems } from '../../notify/index.ts'
import { tell } from '../../outbox/index.ts'
import { withinScope } from '../../store/index.ts'
import type { AlertList } from '../rules/alert-list.ts'
import type { RuleQuery } from '../rules/rule-query.ts'
import { describeObjects } from './describe-objects.ts'
import type { DueRule } from './due-rule.ts'
import { scopeOfRule } from './scope-of-rule.ts'

/** Of objects that come at once this many are described as they are at that moment. */
const mostDescribed = 200

/** Notes what a rule has to tell: objects that began to match, or match still. Muted ones are noted and never told. */
export async function noteItems(
  tx: TenantTransaction,
  rule: DueRule,
  list: AlertList,
  objects: readonly string[],
  kind: 'began' | 'still',
): Promise<void> {
  if (objects.length === 0) return
  const described = await withinScope(tx, scopeOfRule(rule), () =>
    describeObjects(tx, list, objects.slice(0, mostDescribed)),
  )
  const muted = await mutedObjects(tx, rule)
  const state = (object: string) => (rule.muted || muted.has(described.get(object)?.id ?? '') ? 'muted' : 'waiting')
  await tx.query(
    `insert into alert_item (tenant_id, rule_id, object, kind, item, state)
     select $1, $2, i.object, $3, i.item::jsonb, i.state
       from unnest($4::text[], $5::text[], $6::text[]) with ordinality as i (object, item, state, place) order by i.place`,
    [
      ...[tx.tenantId, rule.ruleId, kind, objects],
      objects.map((object) => (described.has(object) ? JSON.stringify(described.get(object)) : null)),
      objects.map(state),
    ],
  )
}

/** Tells what waits, as the rule's trigger has it: at once, when enough came within the time, or when it was collected for long enough. */
export async function tellWaiting(tx: TenantTransaction, rule: DueRule, query: RuleQuery, now: number): Promise<void> {
  const { trigger, collectMinutes, ruleId } = rule
  if (trigger.kind === 'count') {
    await tx.query(
      `update alert_item set state = 'dropped'
        where tenant_id = $1 and rule_id = $2 and state = 'waiting' and at <= now() - $3 * interval '1 minute'`,
      [tx.tenantId, ruleId, trigger.withinMinutes],
    )
    const waiting = await countWaiting(tx, ruleId)
    if (waiting >= trigger.atLeast)
      await tellNow(tx, rule, query, now, (n) => `${n} within ${trigger.withinMinutes} minutes: `)
    return
  }
  if (collectMinutes === 0) {
    await tellNow(tx, rule, query, now)
    return
  }
  const { rows } = await tx.query<{ over: boolean }>(
    `update alert_rule set collect_until = coalesce(collect_until, now() + $3 * interval '1 minute')
      where tenant_id = $1 and rule_id = $2
        and exists (select from alert_item i where i.tenant_id = $1 and i.rule_id = $2 and i.state = 'waiting')
     returning collect_until <= now() as over`,
    [tx.tenantId, ruleId, collectMinutes],
  )
  if (rows[0]?.over) await tellNow(tx, rule, query, now)
}

async function tellNow(
  tx: TenantTransaction,
  rule: DueRule,
  query: RuleQuery,
  now: number,
  before: (n: number) => string = () => '',
): Promise<void> {
  const { rows } = await tx.query<{ item: MessageItem | null; object: string; kind: 'began' | 'still' }>(
    `update alert_item set state = 'told' where tenant_id = $1 and rule_id = $2 and state = 'waiting'
     returning item, object, kind, item_id`,
    [tx.tenantId, rule.ruleId],
  )
  await tx.query(
    `update alert_rule set collect_until = null, fired_at = case when $3 > 0 then now() else fired_at end
      where tenant_id = $1 and rule_id = $2`,
    [tx.tenantId, rule.ruleId, rows.length],
  )
  if (rows.length === 0) return
  const { one, many } = query.plan.entity.spec
  const began = rows.filter(({ kind }) => kind === 'began').length
  const still = rows.length - began
  const said = [
    ...(began > 0 ? [`${began} ${began === 1 ? one : many} began to match`] : []),
    ...(still > 0 ? [`${still} ${still === 1 ? `${one} still matches` : `${many} still match`}`] : []),
  ].join(', ')
  const items = rows.flatMap(({ item }) => (item ? [item] : [])).slice(0, mostItems)
  await send(tx, rule, query, { now, total: rows.length, items, summary: `${before(rows.length)}${said}` })
}

/** Puts a message of a rule on its way through all its channels. */
export async function send(
  tx: TenantTransaction,
  rule: { readonly ruleId: number; readonly id: string; readonly name: string },
  { text, list }: RuleQuery,
  told: {
    readonly now: number
    readonly total: number
    readonly items: readonly MessageItem[]
    readonly summary: string
    readonly kind?: 'message' | 'test'
  },
): Promise<readonly string[]> {
  const { rows: tenants } = await tx.query<{ id: string; name: string }>(
    'select public_id as id, name from tenant where id = $1',
    [tx.tenantId],
  )
  const { rows } = await tx.query<{ id: number }>(
    'select channel_id as id from alert_channel where tenant_id = $1 and rule_id = $2 order by channel_id',
    [tx.tenantId, rule.ruleId],
  )
  const { now, total, items, summary, kind = 'message' } = told
  const body = {
    schemaVersion: 1,
    type: kind === 'test' ? 'test' : 'alert',
    tenant: tenants[0]!,
    alert: { id: rule.id, name: rule.name, query: text, list: list.name },
    at: new Date(now).toISOString(),
    summary: `${rule.name}: ${summary}`,
    total,
    items,
    path: list.path(text),
  } as const
  await tell(tx, { topic: 'alert.fired', body: { alert: rule.id, total } })
  if (rows.length === 0) return []
  const channelIds = rows.map(({ id }) => id)
  return (await enqueue(tx, { origin: rule.id, body, channelIds, kind, now })).deliveries
}

async function mutedObjects(tx: TenantTransaction, { ruleId }: DueRule): Promise<ReadonlySet<string>> {
  const { rows } = await tx.query<{ object: string }>(
    'select object from alert_mute where tenant_id = $1 and rule_id = $2 and (until is null or until > now()) limit 1000',
    [tx.tenantId, ruleId],
  )
  return new Set(rows.map(({ object }) => object))
}

async function countWaiting(tx: TenantTransaction, ruleId: number): Promise<number> {
  const { rows } = await tx.query<{ n: number }>(
    `select count(*)::int as n from alert_item where tenant_id = $1 and rule_id = $2 and state = 'waiting'`,
    [tx.tenantId, ruleId],
  )
  return rows[0]!.n
}
