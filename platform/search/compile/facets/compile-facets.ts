import type { Plan, Predicate, Scalar } from '../../language/meaning/plan.ts'
import type { Token } from '../../language/schema/entity.ts'
import { hasPast } from '../../language/schema/has-past.ts'
import { column, elsewhere } from '../column.ts'
import { compileCount } from '../compile-count.ts'
import { readKey } from '../compile-groups.ts'
import { sourceWhere } from '../compile-where.ts'
import { type Fragment, raw, render, type Statement, sql } from '../fragment.ts'
import { joinTokens } from '../joined-groups.ts'
import { withoutOwn } from '../own-conditions.ts'
import { findRollup, type Rollup } from '../rollup.ts'
import { entitySql, type Query, queryOf } from '../row-source.ts'
import { type CountedToken, facetColumns, firstValues } from './facet-values.ts'
import { mostInOneScan, oneScan } from './one-scan.ts'
import { canSample } from './sample.ts'

export interface FacetsOptions {
  readonly tenant: unknown
  /** Full names of tokens; all that are declared as facets when absent. */
  readonly tokens?: readonly string[]
  /** Most frequent values of each; chosen values come in addition. Ten when absent. */
  readonly top?: number
}

/** One value of a facet, as written in a query, and how many rows would be found with it. */
export interface FacetValue {
  readonly value: string
  readonly count: number
}

export interface Facet {
  readonly token: string
  readonly values: readonly FacetValue[]
}

/** Answers some of the facets. */
export interface FacetStatement extends Statement {
  readonly tokens: readonly string[]
  /** Read from counts that are maintained, so it costs nothing; otherwise counted. */
  readonly maintained: boolean
  /** Makes facets of what the database answered; one without a value is among them. */
  read(rows: readonly Record<string, unknown>[]): readonly Facet[]
  /** Where rows may be many: tells how many are counted, up to one more than `cap`, and answers the same about, from some of them. */
  readonly about?: { count(cap: number): Statement; readonly statement: Statement }
}

interface Wanted {
  readonly token: Token
  /** What the query chooses on it. */
  readonly own: readonly Scalar[]
}

/**
 * Statements that answer the facets of a list: the values with the most rows among what the query finds, not regarding
 * what the query chooses on that very token. A facet whose elements no owner leads to (no `held`) is left out where
 * there is a filter, and one of which no old values are kept, where the query is about the past. What is maintained is
 * read at once, what columns of the rows tell in one pass over them, and each group of elements by itself.
 */
export function compileFacets(plan: Plan, { tenant, tokens, top = 10 }: FacetsOptions): readonly FacetStatement[] {
  const query = queryOf(plan, tenant)
  const kept: CountedToken[] = []
  const alone: CountedToken[] = []
  const passes = new Map<Predicate, Wanted[]>()
  for (const token of facetTokens(plan, tokens)) {
    if (plan.asOf !== null && !hasPast(token)) continue
    const { others, own } = withoutOwn(plan.where, token)
    const counted = fromKept(plan, token, others, query)
    if (counted) {
      kept.push({ token, own, counted })
    } else if (token.group || token.many) {
      const rows = fromElements(plan, token, others, query)
      if (rows) alone.push({ token, own, counted: rows })
    } else {
      passes.set(others, [...(passes.get(others) ?? []), { token, own }])
    }
  }
  return [
    ...(kept.length > 0 ? [statementOf(kept, raw(''), true, top)] : []),
    ...[...passes].flatMap(([where, wanted]) => inOnePass(plan, wanted, where, query, { tenant, top })),
    ...alone.map((one) => statementOf([one], raw(''), false, top)),
  ]
}

function facetTokens({ entity }: Plan, names: readonly string[] | undefined): readonly Token[] {
  if (!names)
    return entity.members.filter((member): member is Token => member.kind === 'token' && member.facet === true)
  return names.map((name) => {
    const member = entity.names.get(name.toLowerCase())
    if (member === undefined || member === 'self' || member.kind !== 'token') throw new TypeError(`${name} is no token`)
    return member
  })
}

function statementOf(facets: readonly CountedToken[], before: Fragment, maintained: boolean, top: number) {
  const statement = render(sql`${before}${firstValues(facets, top)}`)
  const tokens = facets.map(({ token }) => token.fullName)
  return { ...statement, tokens, maintained, read: reader(facets) }
}

function reader(facets: readonly CountedToken[]): FacetStatement['read'] {
  return (rows) =>
    facets.map(({ token }, index) => ({
      token: token.fullName,
      values: rows
        .filter(({ facet }) => facet === index)
        .map(({ value, count }) => ({ value: readKey(token, String(value))!, count: Number(count) })),
    }))
}

function inOnePass(
  plan: Plan,
  wanted: readonly Wanted[],
  where: Predicate,
  query: Query,
  { tenant, top }: { tenant: unknown; top: number },
): readonly FacetStatement[] {
  const few = wanted.slice(0, mostInOneScan)
  const rest = wanted.slice(mostInOneScan)
  const scanned = (sampled: boolean) => {
    const tokens = few.map(({ token }) => token)
    const { with: before, counted } = oneScan(plan, tokens, where, query, sampled)
    const facets = few.map(({ token, own }, index) => ({ token, own, counted: counted[index]! }))
    return statementOf(facets, before, false, top)
  }
  const about = canSample(plan.entity, query) && {
    about: {
      count: (cap: number) => compileCount({ ...plan, where, limit: null }, { tenant, cap }),
      statement: scanned(true),
    },
  }
  const first = { ...scanned(false), ...about }
  return rest.length === 0 ? [first] : [first, ...inOnePass(plan, rest, where, query, { tenant, top })]
}

function fromKept(plan: Plan, token: Token, others: Predicate, query: Query): Fragment | undefined {
  const unfiltered = others.kind === 'constant' && others.value && plan.asOf === null
  if (unfiltered && token.sql?.counts) return fromCounts(token, query)
  const rollup = findRollup(plan, others, [token], query, true)
  return rollup && fromRollup(rollup)
}

function fromCounts(token: Token, query: Query): Fragment {
  const { from, tenant, value, folded, count } = token.sql!.counts!
  const cell = { token: elsewhere(token, value, folded), value: raw(value) }
  const columns = sql`${facetColumns(cell)}, sum(${raw(count)})::bigint as count`
  return sql`select ${columns} from ${raw(from)} where ${raw(tenant)} = ${query.tenant} group by 1, 2`
}

function fromRollup({ from, where, tokens, count }: Rollup): Fragment {
  const token = tokens[0]!
  const columns = facetColumns({ token, value: column(token) })
  return sql`select ${columns}, ${count} as count from ${from} where ${where} group by 1, 2`
}

function fromElements(plan: Plan, token: Token, where: Predicate, query: Query): Fragment | undefined {
  const { group } = token
  if (group?.sql?.owners && !group.sql.held) return undefined
  const { id } = entitySql(plan.entity)
  const source = sourceWhere(plan, query, where)
  const { joins, cells, repeats } = joinTokens([token], id, query)
  const count = raw(repeats ? `count(distinct ${id})` : 'count(*)')
  const columns = sql`${facetColumns(cells[0]!)}, ${count} as count`
  return sql`select ${columns} from ${source.from}${joins} where ${source.where} group by 1, 2`
}
