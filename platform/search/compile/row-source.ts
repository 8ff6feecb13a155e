import type { Plan } from '../language/meaning/plan.ts'
import type { Entity, Group } from '../language/schema/entity.ts'
import type { HistorySql } from '../language/schema/sql-spec.ts'
import { type Fragment, join, type Parameter, param, raw, sql, whereUsed } from './fragment.ts'

/** What every part of one statement shares. */
export interface Query {
  readonly tenant: Parameter
  /** Null for the present. */
  readonly asOf: Parameter | null
}

/** A table to read from, and the condition that names the tenant and the moment. */
export interface RowSource {
  readonly from: Fragment
  readonly where: Fragment
}

/** What the statements of a plan share for this tenant. Throws when the entity says nothing about its tables. */
export function queryOf({ entity, asOf }: Plan, tenant: unknown): Query {
  const type = entitySql(entity).tenantType ?? 'integer'
  const moment = asOf === null ? null : param(new Date(asOf).toISOString(), 'timestamptz')
  return { tenant: param(tenant, type), asOf: moment }
}

/** Where an entity's rows are. Throws when it was declared without. */
export function entitySql(entity: Entity): NonNullable<Entity['spec']['sql']> {
  if (!entity.spec.sql) throw new TypeError(`${entity.name} say nothing about their tables`)
  return entity.spec.sql
}

/** The rows of the entity. */
export function entitySource(entity: Entity, query: Query): RowSource {
  return sourceOf(entitySql(entity), query)
}

/** The rows of the entity in parts that have none in common, without what is joined to them; none where it tells of no such. */
export function entitySides(entity: Entity, query: Query): readonly RowSource[] {
  const { tenant, history } = entitySql(entity)
  const sides = history?.sides
  if (query.asOf === null || !sides) return []
  const own = sql`${raw(tenant)} = ${query.tenant}`
  const where = sides.where ? sql`${own} and ${withMoment(sides.where, query)}` : own
  return sides.from.map((from) => ({ from: withMoment(from, query), where }))
}

/** The elements of a group, of all owners. Throws when the group says nothing about its table. */
export function groupSource(group: Group, query: Query): RowSource & { readonly key: Fragment } {
  if (!group.sql) throw new TypeError(`${group.fullName} says nothing about its table`)
  return { ...sourceOf(group.sql, query), key: raw(group.sql.key) }
}

interface Source {
  readonly from: string
  readonly tenant: string
  readonly history?: HistorySql
}

function sourceOf({ from, tenant, history }: Source, query: Query): RowSource {
  const own = sql`${raw(tenant)} = ${query.tenant}`
  if (query.asOf === null) return { from: raw(from), where: own }
  // The check has refused `as of` where no history is kept.
  const { from: past, joins = [], since, until } = history!
  const began = since ? [sql`${raw(since)} <= ${query.asOf}`] : []
  const lasted = until ? [sql`(${raw(until)} is null or ${raw(until)} > ${query.asOf})`] : []
  const joined = joins.map(({ alias, join: text }) => whereUsed(alias, sql` ${withMoment(text, query)}`))
  return {
    from: join([withMoment(past, query), ...joined], ''),
    where: join([own, ...began, ...lasted], ' and '),
  }
}

/** SQL that an app declared, with the time of the query where it says `:moment`. */
export function withMoment(text: string, { asOf }: Query): Fragment {
  const pieces = text.split(/:moment\b/)
  if (pieces.length === 1) return raw(text)
  if (asOf === null) throw new TypeError(`"${text.slice(0, 80)}" is about the past, and the query about the present`)
  return join(
    pieces.map((piece, index) => (index === 0 ? raw(piece) : sql`${asOf}${raw(piece)}`)),
    '',
  )
}
