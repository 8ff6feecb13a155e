import { parseRegex } from '../regex/parse-regex.ts'
import { atQuote, readValue } from './read-value.ts'
import type { Reader } from './reader.ts'

const slashed = /\/((?:[^/\\]|\\.)*)\//sy
const flags = /[A-Za-z]*/y

export interface PatternRead {
  readonly pattern: string
  readonly ignoreCase: boolean
}

/** Reads `/pattern/`, `"pattern"` or `` `pattern` `` after `~`. Slashes in the pattern of the result are not escaped. */
export function readPattern(reader: Reader): PatternRead | undefined {
  const at = reader.at
  if (reader.next === '/') return readSlashed(reader)
  const quoted = atQuote(reader)
  const value = readValue(reader, 'plain', '~')
  if (!value) return undefined
  return check(reader, at + (quoted ? 1 : 0), { pattern: value.text, ignoreCase: value.style !== 'exact' })
}

function readSlashed(reader: Reader): PatternRead | undefined {
  const at = reader.at
  const found = reader.take(slashed)
  if (found === undefined) {
    reader.at = reader.text.length
    const edit = { at: reader.at, length: 0, text: '/' }
    reader.report('quote-not-closed', { at, length: 1 }, {}, { sentence: 'Add / at the end of the pattern.', edit })
    return undefined
  }
  const flagsAt = reader.at
  const flag = reader.take(flags)!
  if (!/^i*$/.test(flag)) {
    reader.report('regex-flag-unknown', { at: flagsAt, length: flag.length }, { flag })
    return undefined
  }
  return check(reader, at + 1, { pattern: found.slice(1, -1), ignoreCase: true })
}

function check(reader: Reader, at: number, { pattern, ignoreCase }: PatternRead): PatternRead | undefined {
  const parsed = parseRegex(pattern, ignoreCase)
  if (!parsed.ok) {
    const { code, reason, length } = parsed.problem
    reader.report(code, { at: at + parsed.problem.at, length }, { reason, what: reason })
    return undefined
  }
  return { pattern: pattern.replace(/\\(.)/gs, (pair, character) => (character === '/' ? '/' : pair)), ignoreCase }
}
