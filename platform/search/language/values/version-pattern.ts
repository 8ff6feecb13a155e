import type { Regex } from '../regex/regex.ts'
import { withBothCases } from '../text/fold.ts'

const anything: Regex = {
  kind: 'repeat',
  of: { kind: 'set', ranges: [], negated: true },
  min: 0,
  max: Number.POSITIVE_INFINITY,
}
const digits: Regex = { kind: 'set', ranges: [[0x30, 0x39]], negated: false }

/**
 * Matches a version and everything more specific, with or without an epoch in front: `3.0` finds 3.0, 3.0.15 and
 * 1:3.0-2, but not 3.01. A `*` stands for anything, and then the whole version must match.
 */
export function versionPattern(text: string): Regex {
  const pieces = text.split('*')
  const of: Regex[] = [{ kind: 'start' }]
  if (!/^\d+:/.test(text)) of.push(epoch())
  for (const [index, piece] of pieces.entries()) {
    if (index > 0) of.push(anything)
    of.push(...letters(piece))
  }
  if (pieces.length === 1) of.push(tail())
  of.push({ kind: 'end' })
  return { kind: 'sequence', of }
}

function epoch(): Regex {
  const number: Regex = { kind: 'repeat', of: digits, min: 1, max: Number.POSITIVE_INFINITY }
  const colon: Regex = { kind: 'set', ranges: [[0x3a, 0x3a]], negated: false }
  return { kind: 'repeat', of: { kind: 'sequence', of: [number, colon] }, min: 0, max: 1 }
}

/** Nothing, or something that does not go on with the number. */
function tail(): Regex {
  const other: Regex = { kind: 'set', ranges: [[0x30, 0x39]], negated: true }
  return { kind: 'repeat', of: { kind: 'sequence', of: [other, anything] }, min: 0, max: 1 }
}

function letters(text: string): Regex[] {
  return Array.from(text, (character) => {
    const code = character.codePointAt(0)!
    return { kind: 'set', ranges: withBothCases([[code, code]]), negated: false }
  })
}
