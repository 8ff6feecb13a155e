import type { Instant, TenantTransaction } from '../../contract/index.ts'
import { tell } from '../../outbox/index.ts'
import { compileIds, type Entity, echo, format, leavesOf, type Plan, plan } from '../../search/index.ts'
import { newPublicId } from '../../store/index.ts'
import { FleetError } from '../fleet-error.ts'

export interface NewRule {
  readonly name: string
  readonly query: string
  readonly action: 'mark-stale' | 'purge'
  readonly undoDays: number
  readonly keepArchive: boolean
  readonly uninstall: boolean
  readonly enabled: boolean
}

/** A rule as people see it. */
export interface Rule extends NewRule {
  readonly id: string
  readonly version: number
  readonly ranAt: Instant | null
  /** Assets that it found when it was last asked. */
  readonly found: number | null
  readonly problem: string | null
  /** Assets that it calls stale now. */
  readonly stale: number
  readonly createdBy: string
  readonly createdAt: Instant
}

const mostRules = 200

/** Understands the query of a rule. Throws FleetError. */
export function readRuleQuery(entity: Entity, query: string, action: Rule['action'], now: number): Plan {
  const checked = plan(query, entity, { now, zone: 'UTC' })
  if (!checked.ok)
    throw new FleetError('invalid', checked.problems[0]?.message ?? 'The query is not understood.', 'query')
  const { groupBy, count, sort, limit, asOf, where } = checked.plan
  if (groupBy.length > 0 || count || sort.length > 0 || limit !== null || asOf !== null)
    throw new FleetError(
      'invalid',
      'A rule asks which assets meet conditions: leave out group by, count, sort, limit and as of.',
      'query',
    )
  const leaves = leavesOf(where)
  if (leaves.length === 0)
    throw new FleetError('invalid', 'Say which assets the rule is for: an empty query finds all of them.', 'query')
  const isTime = leaves.every((leaf) => leaf.kind === 'apart' || leaf.token.type === 'date')
  if (action === 'purge' && isTime)
    throw new FleetError(
      'invalid',
      'Time alone purges nothing: a sensor that is broken would empty the list. Add a second condition, such as tags, kind or agent.key.',
      'query',
    )
  return checked.plan
}

/** The query in words, and as it is written canonically. */
export function tellRuleQuery(understood: Plan): { readonly canonical: string; readonly words: string } {
  return { canonical: format(understood.query), words: echo(understood) }
}

/** Internal ids of the assets that a rule's query finds now. */
export async function foundBy(tx: TenantTransaction, understood: Plan): Promise<readonly number[]> {
  const { text, values } = compileIds(understood, { tenant: tx.tenantId, upTo: Number.MAX_SAFE_INTEGER })
  const { rows } = await tx.query<{ id: number }>(text, values)
  return rows.map(({ id }) => id)
}

export async function createRule(tx: TenantTransaction, rule: NewRule, by: string): Promise<string> {
  const { rows } = await tx.query<{ n: number }>('select count(*)::int as n from fleet_rule where tenant_id = $1', [
    tx.tenantId,
  ])
  if ((rows[0]?.n ?? 0) >= mostRules) throw new FleetError('too-many', `A tenant has ${mostRules} rules at most.`)
  const id = newPublicId('rul')
  await tx.query(
    `insert into fleet_rule (tenant_id, public_id, name, query, action, undo_days, keep_archive, uninstall, enabled, created_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      tx.tenantId,
      id,
      rule.name,
      rule.query,
      rule.action,
      rule.undoDays,
      rule.keepArchive,
      rule.uninstall,
      rule.enabled,
      by,
    ],
  )
  await tell(tx, { topic: 'asset-rule.changed', body: { rule: id } })
  return id
}

/** Throws FleetError `not-found`. */
export async function changeRule(tx: TenantTransaction, id: string, change: Partial<NewRule>): Promise<void> {
  const { rowCount } = await tx.query(
    `update fleet_rule set version = version + 1, name = coalesce($3, name), query = coalesce($4, query), action = coalesce($5, action),
            undo_days = coalesce($6, undo_days), keep_archive = coalesce($7, keep_archive), uninstall = coalesce($8, uninstall), enabled = coalesce($9, enabled)
      where tenant_id = $1 and public_id = $2`,
    [
      ...[tx.tenantId, id, change.name ?? null, change.query ?? null, change.action ?? null],
      ...[change.undoDays ?? null, change.keepArchive ?? null, change.uninstall ?? null, change.enabled ?? null],
    ],
  )
  if (rowCount === 0) throw new FleetError('not-found', 'There is no such rule.')
  if (change.enabled === false || change.action === 'purge')
    await tx.query(
      'delete from fleet_stale s using fleet_rule r where r.tenant_id = $1 and r.public_id = $2 and s.tenant_id = $1 and s.rule_id = r.rule_id',
      [tx.tenantId, id],
    )
  await tell(tx, { topic: 'asset-rule.changed', body: { rule: id } })
}

/** Removes a rule; what it called stale is so no more, what it purged stays purged. Throws FleetError `not-found`. */
export async function removeRule(tx: TenantTransaction, id: string): Promise<void> {
  const { rowCount } = await tx.query('delete from fleet_rule where tenant_id = $1 and public_id = $2', [
    tx.tenantId,
    id,
  ])
  if (rowCount === 0) throw new FleetError('not-found', 'There is no such rule.')
  await tell(tx, { topic: 'asset-rule.changed', body: { rule: id } })
}

/** All rules by their names, or the one with this public id. */
export async function readRules(tx: TenantTransaction, id?: string): Promise<readonly Rule[]> {
  const { rows } = await tx.query<Rule>(
    `select public_id as id, version, name, query, action, undo_days as "undoDays", keep_archive as "keepArchive", uninstall, enabled,
            ran_at as "ranAt", found, problem, created_by as "createdBy", created_at as "createdAt",
            (select count(*)::int from fleet_stale s where s.tenant_id = $1 and s.rule_id = r.rule_id) as stale
       from fleet_rule r where tenant_id = $1 and ($2::text is null or public_id = $2) order by lower(name collate "C"), rule_id`,
    [tx.tenantId, id ?? null],
  )
  return rows
}
