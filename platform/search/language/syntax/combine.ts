import type { And, Expression, Not, Or, Span } from './query.ts'

/**
 * Joins terms by `and` or `or`. One term stays itself, and a term that is of the same kind gives its own terms, so
 * that parentheses which change nothing leave no trace. Throws on no term: there is no query without meaning.
 */
export function combine(kind: 'and' | 'or', terms: readonly Expression[], span: Span): Expression {
  const [first] = terms
  if (first === undefined) throw new TypeError('nothing to combine')
  if (terms.length === 1) return first
  const flat: Expression[] = []
  for (const term of terms) {
    if (term.kind === kind) for (const inner of term.terms) flat.push(inner)
    else flat.push(term)
  }
  const { at, length } = span
  const node: And | Or = { kind, terms: Object.freeze(flat), at, length }
  return Object.freeze(node)
}

/** `not` in front of a term. */
export function negate(term: Expression, at: number): Not {
  return Object.freeze({ kind: 'not', term, at, length: term.at + term.length - at })
}
