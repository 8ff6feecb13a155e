import type { Plan } from '../language/meaning/plan.ts'
import { sourceWhere } from './compile-where.ts'
import { type Fragment, param, raw, render, type Statement, sql } from './fragment.ts'
import { entitySql, queryOf } from './row-source.ts'

export interface IdsOptions {
  readonly tenant: unknown
  /** Only ids up to this one. */
  readonly upTo: number
  /** The next so many ids above one, in order; all of them, in any order, when absent. */
  readonly next?: { readonly after: number; readonly size: number }
  /** Narrows by the texts of a column, both written by the app: only these, or all but these. */
  readonly among?: { readonly column: string; readonly only?: readonly string[]; readonly except?: readonly string[] }
}

/**
 * A statement that answers ids of a plan's rows as `{ id }`, for changing all rows of a query set by set. Sorting, limit and groups of the plan play no part.
 */
export function compileIds(plan: Plan, { tenant, upTo, next, among }: IdsOptions): Statement {
  const { id, idType } = entitySql(plan.entity)
  const { from, where } = sourceWhere(plan, queryOf(plan, tenant))
  const type = idType ?? 'bigint'
  const after = next ? sql` and ${raw(id)} > ${param(next.after, type)}` : raw('')
  const order = next ? sql` order by ${raw(id)} limit ${param(next.size, 'integer')}` : raw('')
  const place = sql`${raw(id)} <= ${param(upTo, type)}${after}${named(among)}`
  return render(sql`select ${raw(id)} as id from ${from} where ${where} and ${place}${order}`)
}

function named(among: IdsOptions['among']): Fragment {
  if (!among) return raw('')
  const column = raw(among.column)
  const only = among.only ? sql` and ${column} = any (${param(among.only, 'text[]')})` : raw('')
  const except = among.except ? sql` and ${column} <> all (${param(among.except, 'text[]')})` : raw('')
  return sql`${only}${except}`
}
