import type { Scalar } from '../../language/meaning/plan.ts'
import type { Token } from '../../language/schema/entity.ts'
import { writeAddress } from '../../language/values/address.ts'
import { type Cell, foldedOf, textOf } from '../column.ts'
import { type Fragment, join, param, raw, sql } from '../fragment.ts'

/** A facet on its way: rows of `value`, `folded` and `count`, in any order and number. */
export interface CountedToken {
  readonly token: Token
  /** What the query chooses on this very token: shown even when rare. */
  readonly own: readonly Scalar[]
  readonly counted: Fragment
}

/** The columns `value` and `folded` of a facet. */
export function facetColumns(cell: Cell): Fragment {
  return sql`${facetValue(cell)} as value, ${facetFolded(cell)} as folded`
}

/** Of each facet the chosen values and the `top` others with the most rows, as rows of `facet` (its index), `value`, `picked` and `count`. */
export function firstValues(facets: readonly CountedToken[], top: number): Fragment {
  const each = facets.map(({ token, own, counted }, index) => {
    const chosen = param(
      own.map((value) => writtenValue(token, value)),
      'text[]',
    )
    const picked = own.length === 0 ? raw('false') : sql`folded = any(${chosen})`
    const room = param(top + own.length, 'integer')
    return sql`(select ${raw(String(index))} as facet, value, ${picked} as picked, count from (${counted}) as counted
      where value is not null and count > 0 order by picked desc, count desc, value limit ${room})`
  })
  return sql`select * from (${join(each, ' union all ')}) as facets order by facet, picked desc, count desc, value`
}

function facetValue(cell: Cell): Fragment {
  return cell.token.type === 'ip' ? sql`host(${cell.value})` : textOf(cell)
}

/** What a chosen value is compared with: a text in small letters, anything else as it is written. */
function facetFolded(cell: Cell): Fragment {
  return isText(cell.token) ? foldedOf(cell, []) : facetValue(cell)
}

function isText({ type }: Token): boolean {
  return type === 'text' || type === 'keyword'
}

function writtenValue(token: Token, value: Scalar): string {
  if (token.type === 'ip') return writeAddress(String(value))
  return isText(token) ? String(value).replace(/[A-Z]+/g, (letters) => letters.toLowerCase()) : String(value)
}
