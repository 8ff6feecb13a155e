import type { Plan } from '../language/meaning/plan.ts'
import { namedColumn } from './compile-page.ts'
import { sourceWhere } from './compile-where.ts'
import { join, param, raw, render, type Statement, sql } from './fragment.ts'
import { queryOf } from './row-source.ts'
import { orderBy, sortKeys } from './sort-keys.ts'

export interface RowsOptions {
  readonly tenant: unknown
  /** Name in the result → expression, both written by the app: `{ name: 'a.name' }`. */
  readonly select: Readonly<Record<string, string>>
}

/** All rows of a plan in the order of its pages, for reading through a cursor. Its `limit`, if any, holds. */
export function compileRows(plan: Plan, { tenant, select }: RowsOptions): Statement {
  const query = queryOf(plan, tenant)
  const { from, where } = sourceWhere(plan, query)
  const columns = join(Object.entries(select).map(namedColumn(query)), ', ')
  const most = plan.limit === null ? raw('') : sql` limit ${param(plan.limit, 'bigint')}`
  return render(sql`select ${columns} from ${from} where ${where} order by ${orderBy(sortKeys(plan), false)}${most}`)
}
