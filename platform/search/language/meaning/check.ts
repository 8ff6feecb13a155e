import type { Entity, Group, Token } from '../schema/entity.ts'
import { hasPast } from '../schema/has-past.ts'
import { capitalise, resolveName, topScope } from '../schema/resolve-name.ts'
import limits from '../syntax/limits.json' with { type: 'json' }
import { parse } from '../syntax/parse.ts'
import { problem, type QueryProblem } from '../syntax/problem.ts'
import type { Expression, GroupKey, Name, Query, SortKey } from '../syntax/query.ts'
import type { Unit } from '../time/calendar.ts'
import { parseDate, type TimeContext } from '../time/parse-date.ts'
import { isZone } from '../time/zone.ts'
import { checkConditions } from './check-conditions.ts'
import type { Checking, ViewLookup } from './checking.ts'
import { always } from './combine-predicates.ts'
import { depthOf, foldPredicate, leavesOf } from './fold-predicate.ts'
import type { GroupBy, Plan, Predicate, SortBy } from './plan.ts'

/** What a check needs to know beside the query and its entity. */
export interface CheckOptions extends TimeContext {
  /** Saved views that `view:"name"` may refer to. */
  readonly views?: ViewLookup
}

export type Checked =
  | { readonly ok: true; readonly plan: Plan }
  | { readonly ok: false; readonly problems: readonly QueryProblem[] }

/** Reads and checks a query in one step. */
export function plan(text: string, entity: Entity, options: CheckOptions): Checked {
  const parsed = parse(text)
  return parsed.ok ? check(parsed.query, entity, options) : { ok: false, problems: parsed.problems }
}

/**
 * Types a query against an entity: resolves names, reads values, and refuses with places and suggestions what means
 * nothing. With `as of`, relative dates in the conditions count from that time.
 */
export function check(query: Query, entity: Entity, { now, zone, views }: CheckOptions): Checked {
  if (!isZone(zone)) return { ok: false, problems: [problem('zone-unknown', { at: 0, length: 0 }, { zone })] }
  const problems: QueryProblem[] = []
  const asOf = checkAsOf(query, { now, zone }, problems)
  const time: TimeContext = Object.freeze({ now: asOf ?? now, zone })
  const checking: Checking = { entity, time, views, problems, notes: [], trail: [] }
  const where = query.where ? checkConditions(checking, query.where) : always
  if (asOf !== null) checkHistory(checking, query, where)
  if (depthOf(where) > limits.maxDepth + limits.maxViewDepth) {
    problems.push(problem('query-too-deep', query, { limit: limits.maxDepth }))
  }
  // A bare word is looked for in several texts, and a statement has room for 65,535 parameters.
  if (leavesOf(where).length > limits.maxLeaves) {
    problems.push(problem('query-too-large', query, { limit: limits.maxLeaves }))
  }
  const groupBy = query.groupBy.flatMap((key) => checkGroupKey(checking, key) ?? [])
  const sort = query.sort.flatMap((key) => checkSortKey(checking, key, query, groupBy) ?? [])
  if (problems.length > 0) return { ok: false, problems: Object.freeze(problems.toSorted((a, b) => a.at - b.at)) }
  const { count, limit } = query
  const notes = Object.freeze(checking.notes)
  return {
    ok: true,
    plan: Object.freeze({ entity, query, where, groupBy, count, sort, limit, asOf, time, notes }),
  }
}

function checkAsOf({ asOf }: Query, time: TimeContext, problems: QueryProblem[]): number | null {
  if (!asOf) return null
  const span = parseDate(asOf.text, time)
  if (!span) {
    problems.push(problem('value-not-a-date', asOf, { name: 'as of', value: asOf.text }))
    return null
  }
  // As of a day means what was known at its end; of a day that is not over, what is known now.
  return span.instant ? span.from : Math.min(span.to, Math.max(time.now, span.from))
}

/**
 * As of a time can only be asked about what keeps its history: the entity, every token and every group. Each is refused where it is written; what a saved view
 * or a bare word brings, at the clause.
 */
function checkHistory({ entity, problems }: Checking, query: Query, where: Predicate): void {
  const asOf = query.asOf!
  if (!entity.spec.history) {
    problems.push(problem('as-of-not-possible', asOf, { name: capitalise(entity.spec.many) }))
    return
  }
  const lacking = new Set<string>()
  for (const name of [...query.groupBy, ...query.sort].map(({ token }) => token).concat(namesOf(query.where))) {
    const resolved = resolveName(entity, topScope, name)
    if (!resolved.ok || resolved.member === 'self' || hasPast(resolved.member)) continue
    lacking.add(resolved.member.fullName)
    problems.push(problem('as-of-not-possible', name, { name: resolved.member.fullName }))
  }
  const note = (member: Token | Group) => {
    if (hasPast(member) || lacking.has(member.fullName) || (member.group && lacking.has(member.group.fullName))) return
    lacking.add(member.fullName)
    problems.push(problem('as-of-not-possible', asOf, { name: member.fullName }))
  }
  foldPredicate<undefined, undefined>(where, undefined, {
    leave: (node) => {
      if (node.kind === 'within') note(node.group)
      return undefined
    },
  })
  for (const leaf of leavesOf(where)) {
    note(leaf.token)
    if (leaf.kind === 'apart') note(leaf.minus)
  }
}

/** The names at the top of a query's conditions; those inside of a group belong to it. */
function namesOf(where: Expression | null): readonly Name[] {
  const names: Name[] = []
  const waiting: Expression[] = where ? [where] : []
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (node.kind === 'and' || node.kind === 'or') waiting.push(...node.terms)
    else if (node.kind === 'not') waiting.push(node.term)
    else if (node.kind !== 'text') names.push(node.token)
    if (node.kind === 'difference') names.push(node.minus)
  }
  return names
}

function checkGroupKey(checking: Checking, { token: name, unit }: GroupKey): GroupBy | undefined {
  const token = findToken(checking, name)
  if (!token) return undefined
  if (token.groupable === false || !canJoin(token)) {
    checking.problems.push(problem('group-not-possible', name, { name: name.text }))
    return undefined
  }
  if (unit !== null && token.type !== 'date') {
    checking.problems.push(problem('unit-needs-date', name, { name: name.text }))
    return undefined
  }
  return Object.freeze({ token, unit: token.type === 'date' ? ((unit ?? 'd') as Unit) : null })
}

/** The values of a token can be put beside its rows: it lies in one group at most, whose elements an owner leads to. */
function canJoin({ group }: Token): boolean {
  if (group === null) return true
  return group.group === null && (group.sql?.owners === undefined || group.sql.held !== undefined)
}

function checkSortKey(checking: Checking, key: SortKey, query: Query, groupBy: readonly GroupBy[]): SortBy | undefined {
  const { token: name, descending } = key
  const grouped = query.groupBy.length > 0
  if (grouped && name.text.toLowerCase() === 'count') return Object.freeze({ token: null, descending })
  const token = findToken(checking, name)
  if (!token) return undefined
  const fits = grouped
    ? groupBy.some((one) => one.token === token)
    : token.sortable && !token.many && token.group === null
  if (fits) return Object.freeze({ token, descending })
  const sortable = checking.entity.members.filter((member) => member.kind === 'token' && member.sortable)
  const sentence = grouped ? undefined : `Sorting goes by ${sortable.map(({ fullName }) => fullName).join(', ')}.`
  const code = grouped ? 'sort-not-in-group' : 'sort-not-possible'
  checking.problems.push(problem(code, name, { name: name.text }, sentence ? { sentence } : undefined))
  return undefined
}

function findToken(checking: Checking, name: GroupKey['token']): Token | undefined {
  const resolved = resolveName(checking.entity, topScope, name)
  if (!resolved.ok) {
    checking.problems.push(resolved.problem)
    return undefined
  }
  let { member } = resolved
  if (member !== 'self' && member.kind === 'group') {
    const { main, members } = member
    member = members.find((part) => part.name === main) ?? member
  }
  if (member !== 'self' && member.kind === 'token') return member
  checking.problems.push(problem('group-needs-condition', name, { name: name.text }))
  return undefined
}
