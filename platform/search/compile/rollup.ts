import { allOf, anyOf, notOf } from '../language/meaning/combine-predicates.ts'
import { foldPredicate } from '../language/meaning/fold-predicate.ts'
import type { Plan, Predicate } from '../language/meaning/plan.ts'
import type { Token } from '../language/schema/entity.ts'
import type { RollupSql } from '../language/schema/sql-spec.ts'
import { elsewhere } from './column.ts'
import { compilePredicate } from './compile-where.ts'
import { type Fragment, raw, sql } from './fragment.ts'
import { entitySql, type Query, type RowSource } from './row-source.ts'

/** A source of maintained counts that answers instead of the rows. */
export interface Rollup extends RowSource {
  readonly tokens: readonly Token[]
  /** Adds up to the number of rows. */
  readonly count: Fragment
}

/**
 * The first roll-up of the entity that knows all that the condition and the tokens look at; undefined when there is
 * none, and for the past. Those that count values and not rows are for facets and completion, of one token.
 */
export function findRollup(
  plan: Pick<Plan, 'entity'>,
  where: Predicate,
  tokens: readonly Token[],
  query: Query,
  valuesOnly = false,
): Rollup | undefined {
  if (query.asOf !== null) return undefined
  for (const rollup of entitySql(plan.entity).rollups ?? []) {
    const moved = moveTo(where, rollup)
    const columns = tokens.map((token) => tokenIn(token, rollup))
    if (moved === undefined || columns.includes(undefined)) continue
    if (rollup.valuesOnly && !valuesOnly) continue
    const own = sql`${raw(rollup.tenant)} = ${query.tenant}`
    const condition = sql`${own} and ${compilePredicate(plan.entity, moved, query)}`
    return {
      from: raw(rollup.from),
      where: condition,
      tokens: columns as readonly Token[],
      count: raw(`coalesce(sum(${rollup.count}), 0)::bigint`),
    }
  }
  return undefined
}

function tokenIn(token: Token, { columns }: RollupSql): Token | undefined {
  const column = columns[token.fullName]
  if (column === undefined || token.group || token.many) return undefined
  return elsewhere(token, column)
}

/** The same condition on the columns of a roll-up; undefined when it looks at anything else. */
function moveTo(where: Predicate, rollup: RollupSql): Predicate | undefined {
  return foldPredicate<undefined, Predicate | undefined>(where, undefined, {
    leave: (node, children) => {
      if (children.includes(undefined)) return undefined
      const inner = children as readonly Predicate[]
      switch (node.kind) {
        case 'all':
          return allOf(inner)
        case 'any':
          return anyOf(inner)
        case 'not':
          return notOf(inner[0]!)
        case 'meaning':
          return inner[0]
        case 'constant':
          return node
        case 'equal':
        case 'like':
        case 'present': {
          const token = tokenIn(node.token, rollup)
          return token && { ...node, token }
        }
        case 'between': {
          const token = node.token.type === 'version' ? undefined : tokenIn(node.token, rollup)
          return token && { ...node, token }
        }
        default:
          return undefined
      }
    },
  })
}
