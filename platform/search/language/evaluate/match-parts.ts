import { leavesOf } from '../meaning/fold-predicate.ts'
import type { Plan, Predicate } from '../meaning/plan.ts'
import type { Token } from '../schema/entity.ts'
import { conditionWords } from '../words/condition-words.ts'
import { evaluator } from './evaluator.ts'
import { elementsOf, type Row } from './read-row.ts'

/** One condition of a query, and what a row says to it. */
export interface MatchPart {
  /** The condition in words: `operating system contains "debian"`. */
  readonly words: string
  readonly holds: boolean
  /** Values of the row that it looked at, of a group those of the elements that meet it; a few at most. */
  readonly found: readonly string[]
  /** Of a condition that says "or": each of its sides. */
  readonly either: readonly MatchPart[]
}

const mostFound = 5

/** The conditions of a query that all have to hold, each with what this row says to it: why it is found, or why not. */
export function matchParts({ where, time }: Plan, row: Row): readonly MatchPart[] {
  const part = (term: Predicate): MatchPart => ({
    words: conditionWords(term, time),
    holds: evaluator(term)(row),
    found: valuesFor(term, row),
    either: term.kind === 'any' ? term.of.map(part) : [],
  })
  return (where.kind === 'all' ? where.of : [where]).map(part)
}

function valuesFor(term: Predicate, row: Row): readonly string[] {
  const bare = term.kind === 'not' ? term.of : term
  if (bare.kind === 'within') {
    const meets = evaluator(bare.where)
    const found = elementsOf(row, bare.group).filter((element) => meets(element))
    const tokens = tokensOf(bare.where)
    const shown = tokens.length > 0 ? tokens : bare.group.members.filter((each) => each.kind === 'token').slice(0, 1)
    return unique(found.map((element) => shown.flatMap((token) => read(element, token)).join(' ')))
  }
  if (bare.kind === 'all' || bare.kind === 'any' || bare.kind === 'constant') return []
  return unique(tokensOf(bare).flatMap((token) => (token.group === null ? read(row, token) : [])))
}

function tokensOf(term: Predicate): readonly Token[] {
  return [
    ...new Set(leavesOf(term).flatMap((leaf) => (leaf.kind === 'apart' ? [leaf.token, leaf.minus] : [leaf.token]))),
  ]
}

/** As it stands in the row; an enum by its name. */
function read(row: Row, token: Token): string[] {
  let value: unknown = row
  for (const step of token.steps) value = (value as Row | null | undefined)?.[step]
  const all = Array.isArray(value) ? value : [value]
  return all.flatMap((one) => {
    if (one === null || one === undefined || typeof one === 'object') return []
    return [token.values.find(({ stored }) => stored === one)?.name ?? String(one)]
  })
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts.filter((text) => text !== ''))].slice(0, mostFound).map((text) => text.slice(0, 200))
}
