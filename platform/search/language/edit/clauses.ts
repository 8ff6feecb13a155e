import { format } from '../syntax/format.ts'
import { parse } from '../syntax/parse.ts'
import type { Query } from '../syntax/query.ts'

/** The keys that a query groups by, as they are written: `firstFound/w`. None for one that cannot be read. */
export function groupKeys(text: string): readonly string[] {
  const parsed = parse(text)
  return parsed.ok ? parsed.query.groupBy.map(({ token, unit }) => (unit ? `${token.text}/${unit}` : token.text)) : []
}

/** The query with exactly these keys behind `group by`; none takes it away, and what only groups know (their order, their number) with it. Null for one that cannot be read. */
export function withGroupKeys(text: string, keys: readonly string[]): string | null {
  const plain = change(text, (query) => ({ ...query, groupBy: [], sort: [], limit: null, count: false, asOf: null }))
  const time = change(text, (query) => ({ ...query, where: null, groupBy: [], sort: [], limit: null, count: false }))
  if (plain === null || time === null) return null
  return [plain, keys.length > 0 ? `group by ${keys.join(', ')}` : '', time].filter((part) => part !== '').join(' ')
}

/** The time that a query is asked as of, as it is written; null for the present. */
export function asOfText(text: string): string | null {
  const parsed = parse(text)
  return parsed.ok ? (parsed.query.asOf?.text ?? null) : null
}

/** The same query as of a time (`now-7d`, `2026-11-01`); null asks about the present. Null for one that cannot be read. */
export function withAsOf(text: string, time: string | null): string | null {
  const present = change(text, (query) => ({ ...query, asOf: null }))
  if (present === null || time === null) return present
  return [present, `as of '${time.replaceAll("'", "''")}'`].filter((part) => part !== '').join(' ')
}

function change(text: string, edit: (query: Query) => Query): string | null {
  const parsed = parse(text)
  return parsed.ok ? format(edit(parsed.query)) : null
}
