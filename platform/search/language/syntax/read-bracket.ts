import type { List, Name, Range, Value } from './query.ts'
import { atQuote, readValue } from './read-value.ts'
import { Reader } from './reader.ts'

const condition = /[A-Za-z_][A-Za-z0-9_.-]*\s*(?::(?!:(?!:))|[=<>~!])/y
const rest = /[^)\]]*[)\]]?/y

/** Whether the parenthesis here opens a range or a list, not conditions: the first value is followed by `..` or a comma. */
export function opensRangeOrList(reader: Reader): boolean {
  const ahead = new Reader(reader.text)
  ahead.at = reader.at + 1
  ahead.skipSpace()
  if (ahead.startsWith('..')) return true
  if (ahead.startsWith('(')) return false
  const couldBeCondition = !atQuote(ahead) && ahead.look(condition) !== null
  if (!readValue(ahead, 'bracket', '') || ahead.problems.length > 0) return false
  const apart = ahead.skipSpace()
  // In `path:/a/..` the dots belong to the value; standing apart they could mean nothing else.
  return ahead.startsWith(',') || (ahead.startsWith('..') && (apart || !couldBeCondition))
}

/** Reads `[a .. b)`, `[a ..]`, `[.. b]` or `[a, b, c]` from its opening bracket; reports and gives undefined when broken. */
export function readBracket(reader: Reader, token: Name, operator: ':' | '='): Range | List | undefined {
  const open = reader.at
  const fromInclusive = reader.next === '['
  reader.at += 1
  reader.skipSpace()
  reader.mark('value', { token: token.text, operator })
  if (reader.startsWith('..')) return readRange(reader, { token, open, from: null, fromInclusive })
  if (/[)\]]/.test(reader.next)) {
    reader.at += 1
    reader.report('list-empty', reader.since(open))
    return undefined
  }
  if (reader.done) return notClosed(reader, open)
  const first = readValue(reader, 'bracket', 'the bracket')
  if (!first) return recover(reader)
  reader.skipSpace()
  if (reader.startsWith('..')) return readRange(reader, { token, open, from: first, fromInclusive })
  return readList(reader, { token, open, operator, first })
}

interface RangeStart {
  readonly token: Name
  readonly open: number
  readonly from: Value | null
  readonly fromInclusive: boolean
}

function readRange(reader: Reader, { token, open, from, fromInclusive }: RangeStart): Range | undefined {
  reader.at += 2
  reader.skipSpace()
  reader.mark('value', { token: token.text, operator: ':' })
  if (reader.done) return notClosed(reader, open)
  let to: Value | null = null
  if (!/[)\]]/.test(reader.next)) {
    to = readValue(reader, 'bracket', 'the two dots') ?? null
    if (!to) return recover(reader)
    reader.skipSpace()
    reader.mark('closing')
  }
  if (reader.done) return notClosed(reader, open)
  const toInclusive = reader.next === ']'
  if (!toInclusive && reader.next !== ')') {
    reader.report('range-broken', { at: reader.at, length: 1 }, { found: reader.next })
    return recover(reader)
  }
  reader.at += 1
  const { at, length } = reader.since(token.at)
  return Object.freeze({ kind: 'range', token, from, to, fromInclusive, toInclusive, at, length })
}

interface ListStart {
  readonly token: Name
  readonly open: number
  readonly operator: ':' | '='
  readonly first: Value
}

function readList(reader: Reader, { token, open, operator, first }: ListStart): List | undefined {
  const items = [first]
  for (;;) {
    reader.skipSpace()
    reader.mark('closing')
    if (reader.done) return notClosed(reader, open)
    if (/[)\]]/.test(reader.next)) break
    if (reader.next !== ',') {
      reader.report('list-broken', { at: reader.at, length: 1 }, { found: reader.next })
      return recover(reader)
    }
    reader.at += 1
    reader.skipSpace()
    reader.mark('value', { token: token.text, operator })
    if (reader.done) return notClosed(reader, open)
    const item = readValue(reader, 'bracket', 'the comma')
    if (!item) return recover(reader)
    items.push(item)
  }
  reader.at += 1
  const { at, length } = reader.since(token.at)
  return Object.freeze({ kind: 'list', token, operator, items: Object.freeze(items), at, length })
}

function notClosed(reader: Reader, open: number): undefined {
  const edit = { at: reader.text.length, length: 0, text: ']' }
  reader.report('bracket-not-closed', { at: open, length: 1 }, {}, { sentence: 'Add ] at the end.', edit })
}

/** Goes on behind the closing bracket. */
function recover(reader: Reader): undefined {
  reader.take(rest)
}
