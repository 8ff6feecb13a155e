import type { Caller, TenantTransaction } from '../../contract/index.ts'
import { tell } from '../../outbox/index.ts'
import { newPublicId } from '../../store/index.ts'
import { AlertError } from '../alert-error.ts'
import { nextTime } from '../evaluating/next-time.ts'
import type { AlertLists } from './alert-list.ts'
import { type Rule, readRules } from './read-rules.ts'
import { readRuleQuery } from './rule-query.ts'
import { readTrigger, type Trigger, type TriggerText } from './trigger.ts'

const mostRules = 200

/** What one says of a rule. */
export interface RuleContent {
  readonly name: string
  readonly description: string
  readonly list: string
  readonly query: string
  readonly trigger: TriggerText
  readonly collectMinutes: number
  readonly enabled: boolean
  /** Public ids. */
  readonly channels: readonly string[]
}

/** Who writes, in a transaction that sees what they may see: the rule is theirs from then on, and sees the same. */
export interface RuleWriter {
  readonly lists: AlertLists
  readonly caller: Caller
  readonly now: number
}

/** Makes a rule. What matches already is not told, only what begins to. Throws AlertError. */
export async function createRule(
  tx: TenantTransaction,
  content: RuleContent,
  writer: RuleWriter,
): Promise<{ readonly id: string }> {
  const { rows } = await tx.query<{ n: number }>('select count(*)::int as n from alert_rule where tenant_id = $1', [
    tx.tenantId,
  ])
  if (rows[0]!.n >= mostRules)
    throw new AlertError('too-many', `There are ${mostRules} alerts already. Remove one first.`)
  const { query, trigger } = understood(content, writer)
  const id = newPublicId('alr')
  const made = await tx.query(
    `insert into alert_rule (tenant_id, public_id, name, description, list, query, trigger, collect_minutes, enabled, owner, timed, due_at, next_at,
                             created_by, updated_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, case when $12 then now() end, $13, $10, $10) on conflict (tenant_id, name_folded) do nothing`,
    [
      ...[tx.tenantId, id, content.name, content.description, content.list, query.text, JSON.stringify(trigger)],
      ...[content.collectMinutes, content.enabled, writer.caller.id, query.timed],
      ...[looksFirst(trigger), firstTime(trigger, writer.now)],
    ],
  )
  if (made.rowCount === 0) throw taken(content.name)
  await setChannels(tx, id, content.channels)
  await beginAtHead(tx)
  await tell(tx, { topic: 'alert.changed', body: { alert: id } })
  return { id }
}

/** Changes a rule, which is the writer's from then on. With another query it begins anew: what matches already is not told. Throws AlertError. */
export async function changeRule(
  tx: TenantTransaction,
  id: string,
  change: Partial<RuleContent>,
  writer: RuleWriter,
): Promise<void> {
  const rule = await heldRule(tx, id)
  const content: RuleContent = {
    ...rule,
    channels: rule.channels.map((channel) => channel.id),
    trigger: textOf(rule.trigger),
    ...change,
  }
  const { query, trigger } = understood(content, writer)
  const { rows } = await tx.query(
    'select from alert_rule where tenant_id = $1 and name_folded = lower($2 collate "C") and public_id <> $3',
    [tx.tenantId, content.name, id],
  )
  if (rows.length > 0) throw taken(content.name)
  const other =
    content.list !== rule.list ||
    query.text !== rule.query ||
    (trigger.kind === 'schedule') !== (rule.trigger.kind === 'schedule')
  // Whoever sees less than who had it before must not hear of what began to match before their eyes.
  const anew = other || (content.enabled && !rule.enabled) || writer.caller.id !== rule.owner.id
  await tx.query(
    `update alert_rule set name = $3, description = $4, list = $5, query = $6, trigger = $7, collect_minutes = $8, enabled = $9, owner = $10,
            scope_id = holdfast_scope_id(), timed = $11, next_at = $12, due_at = case when $13 then now() end, baselined = baselined and not $14, matching = case when $14 then 0 else matching end, problem = null, problem_since = null,
            collect_until = case when $14 then null else collect_until end, updated_by = $10, updated_at = now(), version = version + 1
      where tenant_id = $1 and public_id = $2`,
    [
      ...[tx.tenantId, id, content.name, content.description, content.list, query.text, JSON.stringify(trigger)],
      ...[content.collectMinutes, content.enabled, writer.caller.id, query.timed, firstTime(trigger, writer.now)],
      ...[looksFirst(trigger), anew],
    ],
  )
  if (anew) {
    const mine = '(select rule_id from alert_rule where tenant_id = $1 and public_id = $2)'
    await tx.query(`delete from alert_match where tenant_id = $1 and rule_id = ${mine}`, [tx.tenantId, id])
    await tx.query(
      `update alert_item set state = 'dropped' where tenant_id = $1 and rule_id = ${mine} and state = 'waiting'`,
      [tx.tenantId, id],
    )
  }
  if (change.channels) await setChannels(tx, id, change.channels)
  await beginAtHead(tx)
  await tell(tx, { topic: 'alert.changed', body: { alert: id } })
}

/** Removes a rule with all that it knows; what is on its way still arrives. Throws AlertError. */
export async function removeRule(tx: TenantTransaction, id: string): Promise<void> {
  const rule = await heldRule(tx, id)
  await tx.query('delete from alert_rule where tenant_id = $1 and public_id = $2', [tx.tenantId, rule.id])
  await tell(tx, { topic: 'alert.changed', body: { alert: id } })
}

/** Lets a rule be silent until a moment, or speak again: null. What begins to match meanwhile is noted and never told. Throws AlertError. */
export async function muteRule(tx: TenantTransaction, id: string, until: string | null): Promise<void> {
  await heldRule(tx, id)
  await tx.query(
    'update alert_rule set muted_until = $3, version = version + 1 where tenant_id = $1 and public_id = $2',
    [tx.tenantId, id, until],
  )
  await tell(tx, { topic: 'alert.changed', body: { alert: id } })
}

/** Lets a rule be silent about one object, as messages name it. `until` null is for good; `off` ends it. Throws AlertError. */
export async function muteObject(
  tx: TenantTransaction,
  id: string,
  mute: { readonly object: string; readonly until: string | null; readonly off: boolean },
  by: string,
): Promise<void> {
  await heldRule(tx, id)
  const mine = '(select rule_id from alert_rule where tenant_id = $1 and public_id = $2)'
  if (mute.off) {
    await tx.query(`delete from alert_mute where tenant_id = $1 and rule_id = ${mine} and object = $3`, [
      tx.tenantId,
      id,
      mute.object,
    ])
    return
  }
  const { rows } = await tx.query<{ n: number }>(
    `select count(*)::int as n from alert_mute where tenant_id = $1 and rule_id = ${mine}`,
    [tx.tenantId, id],
  )
  if (rows[0]!.n >= 1000)
    throw new AlertError('too-many', 'A thousand objects are muted: write what they have in common into the query.')
  await tx.query(
    `insert into alert_mute (tenant_id, rule_id, object, until, muted_by)
     select $1, rule_id, $3, $4, $5 from alert_rule where tenant_id = $1 and public_id = $2
     on conflict (tenant_id, rule_id, object) do update set until = excluded.until, muted_by = excluded.muted_by, muted_at = now()`,
    [tx.tenantId, id, mute.object, mute.until, by],
  )
}

/** A rule that nobody else changes until the transaction ends. Throws AlertError. */
export async function heldRule(tx: TenantTransaction, id: string): Promise<Rule> {
  await tx.query('select from alert_rule where tenant_id = $1 and public_id = $2 for update', [tx.tenantId, id])
  const [rule] = await readRules(tx, id)
  if (!rule) throw new AlertError('not-found', 'There is no such alert.')
  return rule
}

function understood(content: RuleContent, { lists, caller, now }: RuleWriter) {
  const query = readRuleQuery(lists, content.list, content.query, now)
  if (!caller.permissions.has(query.list.permission))
    throw new AlertError('not-permitted', `To watch this list takes the permission ${query.list.permission}.`)
  return { query, trigger: readTrigger(content.trigger) }
}

async function setChannels(tx: TenantTransaction, id: string, channels: readonly string[]): Promise<void> {
  const mine = '(select rule_id from alert_rule where tenant_id = $1 and public_id = $2)'
  await tx.query(`delete from alert_channel where tenant_id = $1 and rule_id = ${mine}`, [tx.tenantId, id])
  const wanted = [...new Set(channels)]
  const { rowCount } = await tx.query(
    `insert into alert_channel (tenant_id, rule_id, channel_id)
     select $1, ${mine}, channel_id from notify_channel where tenant_id = $1 and kind <> 'notice' and public_id = any ($3::text[])`,
    [tx.tenantId, id, wanted],
  )
  if (rowCount !== wanted.length) throw new AlertError('invalid', 'There is no such channel.', { field: 'channels' })
}

/** Changes are followed from here on; what is there already is looked at as a whole. */
async function beginAtHead(tx: TenantTransaction): Promise<void> {
  await tx.query(
    `insert into alert_head (tenant_id, seq)
     values ($1, coalesce((select seq from outbox_head where tenant_id = $1), 0)) on conflict do nothing`,
    [tx.tenantId],
  )
}

function firstTime(trigger: Trigger, now: number): Date | null {
  return trigger.kind === 'schedule' ? new Date(nextTime(trigger, now)) : null
}

/** What only sends at times needs no look before, but for what changed since. */
function looksFirst(trigger: Trigger): boolean {
  return trigger.kind !== 'schedule' || trigger.when === 'changed'
}

/** What is kept, as it could have been said. */
function textOf(trigger: Trigger): TriggerText {
  return trigger.kind === 'schedule' ? { ...trigger, days: [...trigger.days] } : { ...trigger }
}

function taken(name: string): AlertError {
  return new AlertError('name-taken', `There is an alert named “${name}” already. Take another name.`, {
    field: 'name',
  })
}
