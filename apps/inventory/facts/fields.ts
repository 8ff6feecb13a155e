import type { Sensitivity } from '@holdfast/platform/contract'
import Type from 'typebox'

/** Longest text of a field, in UTF-16 units; collectors clip what is longer. */
export const maxTextLength = 4096
/** Most entries of a list field. */
export const maxListLength = 4096

interface FieldOptions {
  readonly sensitivity?: Sensitivity
}

/** A text that is always there. */
export function text(description: string, options: FieldOptions = {}) {
  return Type.String({ description, maxLength: maxTextLength, ...options })
}

/** A text that may be absent because the source does not say it. */
export function maybeText(description: string, options: FieldOptions = {}) {
  return Type.Optional(text(description, options))
}

/** A whole number from zero on, as far as numbers are exact. */
export function count(description: string) {
  return Type.Integer({ description, minimum: 0, maximum: Number.MAX_SAFE_INTEGER })
}

export function maybeCount(description: string) {
  return Type.Optional(count(description))
}

export function flag(description: string) {
  return Type.Boolean({ description })
}

/** A yes or no that may be absent because it was not seen. */
export function maybeFlag(description: string) {
  return Type.Optional(flag(description))
}

export function texts(description: string, options: FieldOptions = {}) {
  return Type.Array(Type.String({ maxLength: maxTextLength }), { description, maxItems: maxListLength, ...options })
}

export function maybeTexts(description: string, options: FieldOptions = {}) {
  return Type.Optional(texts(description, options))
}

/** One word of a closed list. */
export function word<const Words extends readonly [string, ...string[]]>(words: Words, description: string) {
  return Type.Enum(words, { description })
}

export function maybeWord<const Words extends readonly [string, ...string[]]>(words: Words, description: string) {
  return Type.Optional(word(words, description))
}

export function maybeInstant(description: string) {
  return Type.Optional(Type.String({ description, format: 'date-time', maxLength: 32 }))
}
