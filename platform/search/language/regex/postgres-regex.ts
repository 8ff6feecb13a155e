import type { CharacterSet, CodeRange, Regex } from './regex.ts'

/**
 * The same expression in PostgreSQL's advanced regular expressions, to be used with `~` on a text with the C
 * collation. It is written from the tree, never from the user's text, so it means there exactly what it means here.
 */
export function postgresRegex(regex: Regex): string {
  switch (regex.kind) {
    case 'set':
      return writeSet(regex)
    case 'start':
      return '^'
    case 'end':
      return '$'
    case 'word-edge':
      return '\\y'
    case 'inside-word':
      return '\\Y'
    case 'sequence':
      return regex.of.map(postgresRegex).join('')
    case 'choice':
      return `(?:${regex.of.map(postgresRegex).join('|')})`
    case 'repeat':
      // What takes no character holds here or does not, however often it is asked; loops over it are "too complex" for PostgreSQL.
      if (takesNothing(regex.of)) return regex.min === 0 ? '(?:)' : `(?:${postgresRegex(regex.of)})`
      return `(?:${postgresRegex(regex.of)})${writeCount(regex)}`
  }
}

/** True of what matches between characters only. */
function takesNothing(regex: Regex): boolean {
  switch (regex.kind) {
    case 'set':
      return false
    case 'sequence':
    case 'choice':
      return regex.of.every(takesNothing)
    case 'repeat':
      return regex.max === 0 || takesNothing(regex.of)
    default:
      return true
  }
}

function writeCount({ min, max }: { min: number; max: number }): string {
  if (max === Number.POSITIVE_INFINITY) return min === 0 ? '*' : min === 1 ? '+' : `{${min},}`
  return min === 0 && max === 1 ? '?' : `{${min},${max}}`
}

function writeSet({ ranges, negated }: CharacterSet): string {
  if (ranges.length === 0) return '.'
  const [first] = ranges
  if (ranges.length === 1 && !negated && first![0] === first![1]) return writeCharacter(first![0])
  return `[${negated ? '^' : ''}${ranges.map(writeRange).join('')}]`
}

function writeRange([from, to]: CodeRange): string {
  return from === to ? writeCharacter(from) : `${writeCharacter(from)}-${writeCharacter(to)}`
}

function writeCharacter(code: number): string {
  if ((code >= 0x30 && code <= 0x39) || (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a)) {
    return String.fromCodePoint(code)
  }
  if (code <= 0xffff) return `\\u${code.toString(16).padStart(4, '0')}`
  return `\\U${code.toString(16).padStart(8, '0')}`
}
