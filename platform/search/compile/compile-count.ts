import type { Plan } from '../language/meaning/plan.ts'
import { sidesWhere, sourceWhere } from './compile-where.ts'
import { type Fragment, join, param, render, type Statement, sql } from './fragment.ts'
import { findRollup } from './rollup.ts'
import { queryOf, type RowSource } from './row-source.ts'
import { looksAtRowsAlone } from './rows-alone.ts'

export interface CountOptions {
  readonly tenant: unknown
  /** Stop counting behind this many; exact when absent. */
  readonly cap?: number
}

/**
 * A statement that answers one row `{ count }`: how many rows a plan finds, never more than cap + 1 or its limit. Reads
 * maintained counts where they can tell.
 */
export function compileCount(plan: Plan, { tenant, cap }: CountOptions): Statement {
  const query = queryOf(plan, tenant)
  const most = Math.min(cap === undefined ? Number.POSITIVE_INFINITY : cap + 1, plan.limit ?? Number.POSITIVE_INFINITY)
  const rollup = findRollup(plan, plan.where, [], query)
  if (rollup) {
    const all = sql`select ${rollup.count} as count from ${rollup.from} where ${rollup.where}`
    if (!Number.isFinite(most)) return render(all)
    return render(sql`select least(count, ${param(most, 'bigint')}) as count from (${all}) as found`)
  }
  const sides = looksAtRowsAlone(plan) ? sidesWhere(plan, query) : []
  if (sides.length > 0) return render(countOfSides(sides, most))
  const { from, where } = sourceWhere(plan, query)
  if (!Number.isFinite(most)) return render(sql`select count(*) as count from ${from} where ${where}`)
  const some = sql`select 1 from ${from} where ${where} limit ${param(most, 'integer')}`
  return render(sql`select count(*) as count from (${some}) as found`)
}

/** Rows that lie in parts are counted without what is joined to them. */
function countOfSides(sides: readonly RowSource[], most: number): Fragment {
  const all = join(
    sides.map(({ from, where }) => sql`select 1 from ${from} where ${where}`),
    ' union all ',
  )
  if (!Number.isFinite(most)) return sql`select count(*) as count from (${all}) as found`
  return sql`select count(*) as count from (${all} limit ${param(most, 'integer')}) as found`
}
