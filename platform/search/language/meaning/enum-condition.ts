import { matchesPieces } from '../evaluate/matches-pieces.ts'
import type { EnumValue, Token } from '../schema/entity.ts'
import { problem, type QueryProblem, type Suggestion } from '../syntax/problem.ts'
import type { Value } from '../syntax/query.ts'
import { quoteStored } from '../syntax/quote.ts'
import { fold } from '../text/fold.ts'
import { nearest } from '../text/nearest.ts'
import { isWildcard, piecesOf } from './text-condition.ts'

/** The values of the enum that were written: one by name, label or alias in any case, or all that a pattern meets. */
export function readEnumValues(token: Token, value: Value): readonly EnumValue[] | QueryProblem {
  if (isWildcard(value)) {
    const pieces = piecesOf(value.text)
    return token.values.filter(({ name, means }) => means === undefined && matchesPieces(pieces, fold(name)))
  }
  const wanted = fold(value.text.trim())
  const found = token.values.find((one) => spellings(one).some((spelling) => fold(spelling) === wanted))
  return found ? [found] : unknownValue(token, value)
}

function spellings({ name, label, aliases }: EnumValue): readonly string[] {
  return [name, ...(label === undefined ? [] : [label]), ...(aliases ?? [])]
}

function unknownValue(token: Token, value: Value): QueryProblem {
  const names = token.values.map(({ name }) => name)
  const guess = nearest(value.text, token.values.flatMap(spellings))
  const meant = guess && token.values.find((one) => spellings(one).includes(guess))?.name
  const suggestion: Suggestion | undefined = meant
    ? { sentence: `Did you mean ${meant}?`, edit: { at: value.at, length: value.length, text: quoteStored(meant) } }
    : undefined
  const values =
    names.length > 12 ? `${names.slice(0, 12).join(', ')} and ${names.length - 12} others` : names.join(', ')
  return problem('value-unknown', value, { name: token.fullName, value: value.text, values }, suggestion)
}
