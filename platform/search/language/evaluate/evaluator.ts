import { foldPredicate } from '../meaning/fold-predicate.ts'
import type { Apart, Between, Bound, Equal, Leaf, Predicate } from '../meaning/plan.ts'
import { regexTester } from '../regex/match-regex.ts'
import { fold } from '../text/fold.ts'
import { matchesPieces } from './matches-pieces.ts'
import { elementsOf, type Row, valuesOf } from './read-row.ts'

export type Test = (row: Row) => boolean

/**
 * The same answer that the database gives, for plain objects: dates as Date, ISO text or milliseconds, addresses and
 * versions as text, what can be several as arrays, groups as arrays of objects. An absent value (null, undefined)
 * meets no condition, and every negation of one. `as of` is the caller's: give the rows of that time.
 */
export function evaluator(where: Predicate): Test {
  return foldPredicate<undefined, Test>(where, undefined, { leave: (node, children) => testOf(node, children) })
}

function testOf(node: Predicate, children: readonly Test[]): Test {
  const [inner] = children
  switch (node.kind) {
    case 'all':
      return (row) => {
        for (const child of children) if (!child(row)) return false
        return true
      }
    case 'any':
      return (row) => {
        for (const child of children) if (child(row)) return true
        return false
      }
    case 'not':
      return (row) => !inner!(row)
    case 'constant':
      return () => node.value
    case 'anywhere':
    case 'meaning':
      return inner!
    case 'within':
      return (row) => {
        for (const element of elementsOf(row, node.group)) if (inner!(element)) return true
        return false
      }
    default:
      return leafTest(node)
  }
}

function leafTest(node: Leaf): Test {
  if (node.kind === 'apart') return apartTest(node)
  if (node.kind === 'equal') return equalTest(node)
  const test = valueTest(node)
  const reading = node.kind === 'between' && node.token.type === 'version' ? 'key' : 'plain'
  return (row) => {
    for (const value of valuesOf(row, node.token, reading)) if (test(value)) return true
    return false
  }
}

function equalTest({ token, values, fold: folded }: Equal): Test {
  const wanted = new Set(values)
  return (row) => {
    for (const value of valuesOf(row, token, 'plain')) {
      if (wanted.has(folded && typeof value === 'string' ? fold(value) : value)) return true
    }
    return false
  }
}

function valueTest(node: Exclude<Leaf, Apart | Equal>): (value: string | number | boolean) => boolean {
  switch (node.kind) {
    case 'present':
      return () => true
    case 'between':
      return (value) => liesBetween(node, value as string | number)
    case 'like':
      return (value) => matchesPieces(node.pieces, fold(String(value)))
    case 'matches': {
      const matches = regexTester(node.regex)
      return (value) => matches(String(value))
    }
  }
}

function liesBetween({ from, to }: Pick<Between, 'from' | 'to'>, value: string | number): boolean {
  return reaches(from, value, 1) && reaches(to, value, -1)
}

function reaches(bound: Bound | null, value: string | number, direction: 1 | -1): boolean {
  if (bound === null || (bound.inclusive && value === bound.value)) return true
  return direction === 1 ? value > bound.value : value < bound.value
}

function apartTest(node: Apart): Test {
  return (row) => {
    const [later] = valuesOf(row, node.token, 'plain')
    const [earlier] = valuesOf(row, node.minus, 'plain')
    return later !== undefined && earlier !== undefined && liesBetween(node, Number(later) - Number(earlier))
  }
}
