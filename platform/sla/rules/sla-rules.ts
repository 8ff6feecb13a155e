import type { SlaRule, TenantTransaction } from '../../contract/index.ts'
import { problemOfRule } from '../../findings/index.ts'
import type { Entity } from '../../search/index.ts'
import { spanOfDay } from '../clock/business-days.ts'
import { SlaError } from '../sla-error.ts'
import defaultRules from './default-rules.json' with { type: 'json' }

/** What rules are asked in, and those that hold where a tenant made none: of apps first, then by severity. */
export interface SlaLanguage {
  readonly entity: Entity
  readonly usual: readonly SlaRule[]
}

export function slaLanguage(entity: Entity, ofApps: readonly SlaRule[]): SlaLanguage {
  return { entity, usual: [...ofApps, ...defaultRules] }
}

export interface SlaPolicy {
  readonly rules: readonly SlaRule[]
  /** The tenant said nothing of its own. */
  readonly isUsual: boolean
  readonly changedBy: string | null
  readonly changedAt: string | null
}

export async function readPolicy(tx: TenantTransaction, { usual }: SlaLanguage): Promise<SlaPolicy> {
  const { rows } = await tx.query<{ rules: readonly SlaRule[]; changedBy: string; changedAt: string }>(
    'select rules, changed_by as "changedBy", changed_at as "changedAt" from sla_policy where tenant_id = $1',
    [tx.tenantId],
  )
  if (!rows[0]) return { rules: usual, isUsual: true, changedBy: null, changedAt: null }
  return { ...rows[0], isUsual: false }
}

/** Makes these the rules of the tenant; all findings are reckoned anew. Throws SlaError where a rule cannot be. */
export async function writePolicy(
  tx: TenantTransaction,
  language: SlaLanguage,
  rules: readonly SlaRule[],
  by: string,
): Promise<void> {
  checkRules(rules, language.entity)
  await tx.query(
    `insert into sla_policy (tenant_id, rules, changed_by) values ($1, $2, $3)
     on conflict (tenant_id) do update set rules = excluded.rules, changed_by = excluded.changed_by, changed_at = now(), version = sla_policy.version + 1`,
    [tx.tenantId, JSON.stringify(rules), by],
  )
  await reckonAll(tx)
}

/** The rules of the program hold again. */
export async function resetPolicy(tx: TenantTransaction): Promise<void> {
  await tx.query('delete from sla_policy where tenant_id = $1', [tx.tenantId])
  await reckonAll(tx)
}

async function reckonAll(tx: TenantTransaction): Promise<void> {
  await tx.query(
    `insert into sla_sweep (tenant_id, after_finding) values ($1, 0)
     on conflict (tenant_id) do update set after_finding = 0, ended_at = null`,
    [tx.tenantId],
  )
}

/** Throws SlaError for the first rule that cannot be. */
export function checkRules(rules: readonly SlaRule[], entity: Entity): void {
  const ids = new Set<string>()
  for (const [index, rule] of rules.entries()) {
    const { id, start = [], dueBy, calendar } = rule
    if (ids.has(id)) throw new SlaError(`/${index}/id`, `is taken twice: ${id}`)
    ids.add(id)
    const problem = problemOfRule(rule, entity)
    if (problem !== undefined) throw new SlaError(`/${index}/query`, problem)
    for (const [place, name] of start.entries())
      if (!isDate(entity, name)) throw new SlaError(`/${index}/start/${place}`, `${name} is no date of findings`)
    if (dueBy !== undefined && !isDate(entity, dueBy))
      throw new SlaError(`/${index}/dueBy`, `${dueBy} is no date of findings`)
    if (calendar !== undefined && !isZone(calendar.zone))
      throw new SlaError(`/${index}/calendar/zone`, `${calendar.zone} is no time zone that is known`)
  }
}

/** The column of a date token, in the terms of the entity's table. */
export function dateColumn(entity: Entity, name: string): string | undefined {
  const token = entity.spec.tokens.find((one) => one.name === name)
  return token?.type === 'date' && 'sql' in token ? (token.sql as { column?: string } | undefined)?.column : undefined
}

function isDate(entity: Entity, name: string): boolean {
  return dateColumn(entity, name) !== undefined
}

function isZone(zone: string): boolean {
  try {
    spanOfDay(zone, 0)
    return true
  } catch {
    return false
  }
}
