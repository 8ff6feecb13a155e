import { foldPredicate } from '../language/meaning/fold-predicate.ts'
import type { Anywhere, Leaf, Plan, Predicate, Within } from '../language/meaning/plan.ts'
import type { Entity } from '../language/schema/entity.ts'
import { compileLeaf, idIn } from './compile-leaf.ts'
import { type Fragment, join, param, raw, sql } from './fragment.ts'
import { hasTrigram, likePattern, widePattern } from './like-pattern.ts'
import {
  entitySides,
  entitySource,
  entitySql,
  groupSource,
  type Query,
  queryOf,
  type RowSource,
  withMoment,
} from './row-source.ts'

/** How a condition stands in the statement. */
interface Context {
  readonly negated: boolean
  /** Only `and` stands between it and the `where` of its select. */
  readonly alone: boolean
  /** The id of the row around, which elements of its groups refer to. */
  readonly owner: string
}

/**
 * The condition of a plan for one tenant, to stand behind `where`: names the tenant, and the moment with `as of`.
 * `render` makes `{ text, values }` of it, `templateParts` what kysely's `sql` takes.
 */
export function compileWhere(plan: Plan, tenant: unknown): Fragment {
  return sourceWhere(plan, queryOf(plan, tenant)).where
}

/** The table of a plan and its whole condition. */
export function sourceWhere(plan: Plan, query: Query, where: Predicate = plan.where): RowSource {
  return narrowed(entitySource(plan.entity, query), plan, query, where)
}

/** The rows of a plan, without what is joined to them, in parts that have none in common; empty where there are no such parts. */
export function sidesWhere(plan: Plan, query: Query): readonly RowSource[] {
  return entitySides(plan.entity, query).map((side) => narrowed(side, plan, query, plan.where))
}

function narrowed({ from, where }: RowSource, { entity }: Plan, query: Query, predicate: Predicate): RowSource {
  if (predicate.kind === 'constant' && predicate.value) return { from, where }
  return { from, where: sql`${where} and ${compilePredicate(entity, predicate, query)}` }
}

/** A predicate on the rows of the entity. */
export function compilePredicate(entity: Entity, where: Predicate, query: Query): Fragment {
  const { id } = entitySql(entity)
  return foldPredicate<Context, Fragment>(
    where,
    { negated: false, alone: true, owner: id },
    {
      enter: (node, context) => enter(node, context),
      leave: (node, children, context) => {
        switch (node.kind) {
          case 'all':
          case 'any':
            return sql`(${join(children, (node.kind === 'all') !== context.negated ? ' and ' : ' or ')})`
          case 'constant':
            return raw(node.value !== context.negated ? 'true' : 'false')
          case 'not':
          case 'meaning':
            return children[0]!
          case 'anywhere':
            return query.asOf === null ? compileAnywhere(entity, node, children[0]!, context) : children[0]!
          case 'within':
            return compileWithin(node, children[0]!, query, context)
          default:
            return compileLeaf(query.asOf === null ? node : inThePast(node), context.negated, context.alone)
        }
      },
    },
  )
}

/** The functions that search for the caller know the present only. */
function inThePast(leaf: Leaf): Leaf {
  if (leaf.kind === 'apart' || !leaf.token.sql?.search) return leaf
  const { search: _, ...sql } = leaf.token.sql
  return { ...leaf, token: { ...leaf.token, sql } }
}

/** `not` sinks down to the leaves, which know what it means where a value is absent. */
function enter(node: Predicate, context: Context): Context {
  switch (node.kind) {
    case 'not':
      return { ...context, negated: !context.negated }
    case 'all':
      return { ...context, alone: context.alone && !context.negated }
    case 'any':
      return { ...context, alone: context.alone && context.negated }
    case 'within':
      return { negated: false, alone: true, owner: node.group.sql?.key ?? '' }
    default:
      return context
  }
}

function compileAnywhere(entity: Entity, { pieces }: Anywhere, inner: Fragment, { negated, alone }: Context): Fragment {
  const search = entity.spec.sql?.search
  if (!search?.like || pieces === null || !widePattern(pieces).exact || !hasTrigram(pieces)) return inner
  return idIn(search.id, sql`${raw(search.like)}(${param(likePattern(pieces), 'text')})`, negated, alone)
}

/**
 * Some element of a group meets the condition, or with `not` none does. As a set of owners it is worked out once even
 * under `or`; alone and negated it is an anti-join.
 */
function compileWithin({ group }: Within, inner: Fragment, query: Query, { negated, alone, owner }: Context): Fragment {
  const { from, where, key } = groupSource(group, query)
  const holder = group.sql!.owner ?? owner
  const elements = sql`from ${from} where ${where} and ${inner}`
  const past = query.asOf === null ? undefined : group.sql!.history?.owners
  if (past) {
    const [before, after] = past.split(':ids')
    const call = sql`${withMoment(before!, query)}array(select ${key} ${elements})${withMoment(after!, query)}`
    return idIn(holder, call, negated, alone)
  }
  if (group.sql!.owners) {
    const call = sql`${raw(group.sql!.owners)}(array(select ${key} ${elements}))`
    return idIn(holder, call, negated, alone)
  }
  if (negated && alone) return sql`not exists (select 1 ${elements} and ${key} = ${raw(holder)})`
  const among = sql`${raw(holder)} in (select ${key} ${elements})`
  return negated ? sql`not (${among})` : among
}
