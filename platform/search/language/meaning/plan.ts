import type { Regex } from '../regex/regex.ts'
import type { Entity, Group, Token } from '../schema/entity.ts'
import type { Query, Span } from '../syntax/query.ts'
import type { Unit } from '../time/calendar.ts'
import type { TimeContext } from '../time/parse-date.ts'

/** A typed value: text, number (of a date milliseconds since 1970, of a size bytes), an address or version as its key. */
export type Scalar = string | number | boolean

/** One end of a stretch of values. */
export interface Bound {
  readonly value: string | number
  readonly inclusive: boolean
}

/** The value is one of these. With `fold` both sides are compared in small letters; the values already are. */
export interface Equal {
  readonly kind: 'equal'
  readonly token: Token
  readonly values: readonly Scalar[]
  readonly fold: boolean
}

/** The value (of a version its key) lies between these; null is an open end. */
export interface Between {
  readonly kind: 'between'
  readonly token: Token
  readonly from: Bound | null
  readonly to: Bound | null
}

/**
 * The folded text consists of these folded pieces in order with anything in between: the first stands at the start,
 * the last at the end, and an empty one leaves that end open. `['', 'web', '']` is "contains web".
 */
export interface Like {
  readonly kind: 'like'
  readonly token: Token
  readonly pieces: readonly string[]
}

export interface Matches {
  readonly kind: 'matches'
  readonly token: Token
  readonly regex: Regex
  /** For the echo. */
  readonly written: string
  /** Written as the start of a version, not as a regular expression. */
  readonly prefix?: boolean
}

export interface Present {
  readonly kind: 'present'
  readonly token: Token
}

/** Some element of the group meets all of `where`. */
export interface Within {
  readonly kind: 'within'
  readonly group: Group
  readonly where: Predicate
}

/** The first date minus the second, in milliseconds, lies between these. */
export interface Apart {
  readonly kind: 'apart'
  readonly token: Token
  readonly minus: Token
  readonly from: Bound | null
  readonly to: Bound | null
}

/** A bare word: one of the entity's texts meets it. `pieces` as in Like, null where it is no such search. */
export interface Anywhere {
  readonly kind: 'anywhere'
  readonly pieces: readonly string[] | null
  readonly where: Predicate
}

/** A value of an enum that stands for a query of its own. */
export interface Meaning {
  readonly kind: 'meaning'
  readonly token: Token
  readonly value: string
  readonly where: Predicate
}

export type Leaf = Equal | Between | Like | Matches | Present | Apart

/**
 * What a query means: typed, resolved and without any doubt. Every predicate is true or false, never unknown: a
 * condition on an absent value is false, and its negation is true.
 */
export type Predicate =
  | Leaf
  | Within
  | Anywhere
  | Meaning
  | { readonly kind: 'all'; readonly of: readonly Predicate[] }
  | { readonly kind: 'any'; readonly of: readonly Predicate[] }
  | { readonly kind: 'not'; readonly of: Predicate }
  | { readonly kind: 'constant'; readonly value: boolean }

export interface GroupBy {
  readonly token: Token
  /** Dates are cut to it. */
  readonly unit: Unit | null
}

/** `token` is null for the size of a group. */
export interface SortBy {
  readonly token: Token | null
  readonly descending: boolean
}

/** Something worth telling that is no mistake. */
export interface Note extends Span {
  readonly message: string
}

/** A query that was checked against its entity: what the database, the memory and the echo work from. */
export interface Plan {
  readonly entity: Entity
  readonly query: Query
  readonly where: Predicate
  readonly groupBy: readonly GroupBy[]
  readonly count: boolean
  readonly sort: readonly SortBy[]
  readonly limit: number | null
  /** Milliseconds since 1970; null for the present. */
  readonly asOf: number | null
  /** What relative dates in the conditions were counted from. */
  readonly time: TimeContext
  readonly notes: readonly Note[]
}
