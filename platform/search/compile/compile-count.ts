import type { Plan } from '../language/meaning/plan.ts'
import { sourceWhere } from './compile-where.ts'
import { param, render, type Statement, sql } from './fragment.ts'
import { queryOf } from './row-source.ts'

export interface CountOptions {
  readonly tenant: unknown
  /** Stop counting behind this many; exact when absent. */
  readonly cap?: number
}

/** A statement that answers one row `{ count }`: how many rows a plan finds, never more than cap + 1 or its limit. */
export function compileCount(plan: Plan, { tenant, cap }: CountOptions): Statement {
  const { from, where } = sourceWhere(plan, queryOf(plan, tenant))
  const most = Math.min(cap === undefined ? Number.POSITIVE_INFINITY : cap + 1, plan.limit ?? Number.POSITIVE_INFINITY)
  if (!Number.isFinite(most)) return render(sql`select count(*)::int as count from ${from} where ${where}`)
  const some = sql`select 1 from ${from} where ${where} limit ${param(most, 'integer')}`
  return render(sql`select count(*)::int as count from (${some}) as found`)
}
