import type { Entity, Group } from '../schema/entity.ts'
import { type ProblemCode, problem, type QueryProblem, type Suggestion } from '../syntax/problem.ts'
import type { Span } from '../syntax/query.ts'
import type { TimeContext } from '../time/parse-date.ts'
import { never } from './combine-predicates.ts'
import type { Note, Predicate } from './plan.ts'

/** Gives the text of a saved view, or undefined where there is none of that name. */
export type ViewLookup = (name: string) => string | undefined

/** What a check has at hand while it goes through a query, and what it finds. */
export interface Checking {
  readonly entity: Entity
  readonly time: TimeContext
  readonly views: ViewLookup | undefined
  readonly problems: QueryProblem[]
  readonly notes: Note[]
  /** The saved views and named values that led here, so that none leads back to itself. */
  readonly trail: readonly string[]
}

/** Notes a problem and gives a predicate to go on with. */
export function refuse(
  checking: Checking,
  code: ProblemCode,
  span: Span,
  values?: Readonly<Record<string, string | number>>,
  suggestion?: Suggestion,
): Predicate {
  checking.problems.push(problem(code, span, values, suggestion))
  return never
}

/** Puts a predicate about an element into the groups around it, from the inside out. */
export function inside(groups: readonly Group[], predicate: Predicate): Predicate {
  let where = predicate
  for (const group of groups.toReversed()) where = Object.freeze({ kind: 'within', group, where })
  return where
}
