import type { Token } from '../schema/entity.ts'
import type { Value } from '../syntax/query.ts'
import { fold } from '../text/fold.ts'
import type { Predicate } from './plan.ts'

/** True where a star in the value stands for anything. */
export function isWildcard({ text, style }: Pick<Value, 'text' | 'style'>): boolean {
  return (style === 'bare' || style === 'phrase') && text.includes('*')
}

/** True for a value that every present value meets. */
export function isAnything(value: Pick<Value, 'text' | 'style'>): boolean {
  return isWildcard(value) && /^\*+$/.test(value.text)
}

/** The pieces between the stars, folded; several stars count as one. */
export function piecesOf(text: string): readonly string[] {
  return Object.freeze(fold(text).split(/\*+/))
}

/**
 * What a value means for a text: bare words and phrases are looked for inside (`:` on text), or must be the whole value
 * (`=`, and always on a keyword); single quotes ask for the whole value, backticks also for the case; stars stand for anything.
 */
export function textCondition(token: Token, value: Value, whole: boolean): Predicate {
  const { text, style } = value
  if (style === 'exact') return Object.freeze({ kind: 'equal', token, values: [text], fold: false })
  if (isWildcard(value)) return Object.freeze({ kind: 'like', token, pieces: piecesOf(text) })
  if (whole || style === 'literal' || text === '') {
    return Object.freeze({ kind: 'equal', token, values: [fold(text)], fold: true })
  }
  return Object.freeze({ kind: 'like', token, pieces: Object.freeze(['', fold(text), '']) })
}
