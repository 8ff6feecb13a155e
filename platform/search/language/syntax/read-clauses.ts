import limits from './limits.json' with { type: 'json' }
import type { GroupKey, Name, SortKey, Value } from './query.ts'
import { readValue } from './read-value.ts'
import type { Reader } from './reader.ts'

/** What stands behind the conditions. */
export interface Clauses {
  groupBy: readonly GroupKey[]
  count: boolean
  sort: readonly SortKey[]
  limit: number | null
  asOf: Value | null
}

const follows = '(?=\\s*(?:$|\\|)|\\s+(?:by|count|group|sort|order|limit|as)(?![^\\s:]))'
const starts = new RegExp(
  `\\|(?!\\|)|group\\s+by(?![^\\s])|count${follows}|(?:sort|order)\\s+by(?![^\\s])|sort\\s*:|limit(?:\\s*:?\\s*$|(?:\\s*:\\s*|\\s+)\\d)|as\\s+of(?![^\\s:])`,
  'iy',
)
const head = /(group\s+by|count\s+by|count|(?:sort|order)\s+by|sort\s*:|limit\s*:?|as\s+of\s*:?)(?![A-Za-z0-9_])/iy
const unit = /\/([A-Za-z]*)/y
const units: ReadonlySet<string> = new Set(['h', 'd', 'w', 'M', 'y'])

/** True where a clause begins, so that conditions end. */
export function atClause(reader: Reader): boolean {
  return reader.look(starts) !== null
}

/** Reads all clauses up to the end of the text. */
export function readClauses(reader: Reader): Clauses {
  const clauses: Clauses = { groupBy: [], count: false, sort: [], limit: null, asOf: null }
  const seen = new Set<string>()
  let last = ''
  for (;;) {
    reader.skipSpace()
    reader.take(/\|\s*/y)
    reader.mark('clause')
    if (reader.done) return Object.freeze(clauses)
    const at = reader.at
    const word = reader.take(head)
    if (word === undefined) {
      reader.at = reader.text.length
      reader.report('condition-after-clause', reader.since(at), { clause: last === '' ? '|' : last })
      return Object.freeze(clauses)
    }
    last = word.trim().toLowerCase().replace(/\s+/g, ' ').replace(/\s*:$/, '').replace('order', 'sort')
    if (last === 'count by') clauses.count = true
    const clause = last.replace('count by', 'group by').replace(/^sort$/, 'sort by')
    if (seen.has(clause)) reader.report('clause-repeated', reader.since(at), { clause })
    seen.add(clause)
    readClause(reader, clause, clauses)
  }
}

function readClause(reader: Reader, clause: string, clauses: Clauses): void {
  reader.skipSpace()
  switch (clause) {
    case 'group by':
      clauses.groupBy = readKeys(reader, clause, 'group-key', limits.maxGroupKeys, readGroupKey)
      break
    case 'sort by':
      clauses.sort = readKeys(reader, clause, 'sort-key', limits.maxSortKeys, readSortKey)
      break
    case 'limit':
      clauses.limit = readLimit(reader)
      break
    case 'as of':
      reader.mark('time')
      clauses.asOf = readValue(reader, 'plain', 'as of') ?? null
      break
    default:
      clauses.count = true
  }
}

function readLimit(reader: Reader): number | null {
  reader.mark('number')
  const at = reader.at
  const text = reader.take(/[^\s|]*/y)!
  const value = /^\d{1,9}$/.test(text) ? Number(text) : 0
  if (value >= 1 && value <= limits.maxRowLimit) return value
  reader.report('number-missing', { at, length: text.length }, { limit: limits.maxRowLimit })
  return null
}

function readKeys<Key>(
  reader: Reader,
  clause: string,
  expects: 'group-key' | 'sort-key',
  limit: number,
  read: (reader: Reader) => Key | undefined,
): readonly Key[] {
  const keys: Key[] = []
  const at = reader.at
  for (;;) {
    reader.skipSpace()
    reader.mark(expects)
    const from = reader.at
    const key = read(reader)
    if (key === undefined) {
      reader.report('token-missing', { at: from, length: 0 }, { after: keys.length === 0 ? clause : 'the comma' })
      return Object.freeze(keys)
    }
    keys.push(key)
    if (reader.take(/\s*,/y) === undefined) break
  }
  if (keys.length > limit) reader.report('keys-too-many', reader.since(at), { limit, clause })
  return Object.freeze(keys.slice(0, limit))
}

function readGroupKey(reader: Reader): GroupKey | undefined {
  const token = reader.takeName()
  if (!token) return undefined
  const at = reader.at
  const text = reader.take(unit)?.slice(1)
  if (text !== undefined && !units.has(text)) {
    reader.report('unit-unknown', reader.since(at), { unit: text === '' ? 'nothing' : text })
    return Object.freeze({ token, unit: null, ...reader.since(token.at) })
  }
  return Object.freeze({ token, unit: text ?? null, ...reader.since(token.at) })
}

function readSortKey(reader: Reader): SortKey | undefined {
  const at = reader.at
  const minus = reader.take(/-\s*/y) !== undefined
  const token: Name | undefined = reader.takeName()
  if (!token) return undefined
  const from = reader.at
  const spaced = reader.skipSpace()
  if (spaced) reader.mark('direction', { token: token.text })
  const direction = spaced ? reader.take(/(?:asc|desc)(?:ending)?(?![^\s,|])/iy) : undefined
  if (direction === undefined) reader.at = from
  const descending = direction === undefined ? minus : /^desc/i.test(direction)
  return Object.freeze({ token, descending, ...reader.since(at) })
}
