import { allOf } from '../../language/meaning/combine-predicates.ts'
import type { Entity } from '../../language/schema/entity.ts'
import { type Fragment, raw, sql } from '../fragment.ts'
import { findRollup } from '../rollup.ts'
import { entitySql, type Query } from '../row-source.ts'

const stretches = 128
const rowsOfStretch = 400

/** Some of an entity's rows, which stand for all. */
export interface Sample {
  /** Names the rows `sampled`. */
  readonly with: Fragment
  /** Reads them in place of the table. */
  readonly from: Fragment
  /** How many rows each of them stands for. */
  readonly times: Fragment
}

/** True where an entity has so many rows that it tells how some are taken. */
export function canSample(entity: Entity, query: Query): boolean {
  return query.asOf === null && entity.spec.sql?.sampled !== undefined
}

/**
 * Stretches of rows that follow each other by id, begun at even distances between the first id and the last: read by
 * the index of the key, wherever in the table they lie. What is told of them is told of all, times how many all are by
 * the maintained counts.
 */
export function sampleOf(entity: Entity, query: Query): Sample {
  const { sampled, id: key, tenant: owner } = entitySql(entity)
  if (!sampled) throw new TypeError(`${entity.name} do not tell how some of them are taken`)
  const all = findRollup({ entity }, allOf([]), [], query)
  if (!all) throw new TypeError(`${entity.name} have no maintained counts`)
  const [id, tenant, table] = [raw(key), raw(owner), raw(sampled.table)]
  const own = sql`from ${table} where ${tenant} = ${query.tenant}`
  const first = sql`(select ${id} ${own} order by ${id} limit 1)`
  const last = sql`(select ${id} ${own} order by ${id} desc limit 1)`
  const at = (n: string) => raw(`first + (last + 1 - first)::bigint * ${n} / ${stretches}`)
  const parts = sql`select ${at('n')} as begin, ${at('(n + 1)')} as "end"
    from (select ${first} as first, ${last} as last) as ends, generate_series(0, ${raw(String(stretches - 1))}) as n`
  const within = sql`${id} >= part.begin and ${id} < part."end"`
  const rows = sql`select * ${own} and ${within} order by ${id} limit ${raw(String(rowsOfStretch))}`
  return {
    with: sql`sampled as materialized (select each.* from (${parts}) as part cross join lateral (${rows}) as each)`,
    from: raw(sampled.from),
    times: sql`((select ${all.count} from ${all.from} where ${all.where})::numeric / greatest(1, (select count(*) from sampled)))`,
  }
}
