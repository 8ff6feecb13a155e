import pg from 'pg'

const { builtins } = pg.types
const timestamptzArray = 1185
const int8Array = 1016
const dateArray = 1182

/**
 * How values of the database arrive in the program:
 * - `bigint` (int8) as a number. A value beyond 2^53 fails its query: cast such columns to text in the query.
 * - `timestamptz` as ISO 8601 text in UTC with milliseconds, `2026-11-22T10:20:30.123Z`; finer digits are cut. Columns that
 *   are compared with what was read (cursors) are declared `timestamptz(3)`, so that nothing is cut.
 * - `date` as `2026-11-22`, `interval` as ISO 8601 duration, `numeric` as text; json as parsed, bytea as Buffer.
 */
export const valueTypes: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (format === 'binary') return pg.types.getTypeParser(oid, format)
    return parsers.get(oid) ?? pg.types.getTypeParser(oid, 'text')
  }) as typeof pg.types.getTypeParser,
}

const asText = (text: string) => text

const parsers = new Map<number, (text: string) => unknown>([
  [builtins.INT8, parseInt8],
  [int8Array, (text) => parseArray(text, parseInt8)],
  [builtins.TIMESTAMPTZ, parseTimestamp],
  [timestamptzArray, (text) => parseArray(text, parseTimestamp)],
  [builtins.DATE, asText],
  [dateArray, (text) => parseArray(text, asText)],
  [builtins.TIMESTAMP, asText],
  [builtins.INTERVAL, asText],
])

function parseInt8(text: string): number {
  const value = Number(text)
  if (Number.isSafeInteger(value)) return value
  throw new RangeError(`The bigint ${text} is beyond 2^53. Cast it to text in the query.`)
}

/** `2026-11-22 10:20:30.123456+00`, as sent with timezone UTC; `infinity` and years before Christ stay as they are. */
function parseTimestamp(text: string): string {
  const match = /^(\d{4,6}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?\+00$/.exec(text)
  if (!match) return text
  return `${match[1]}T${match[2]}.${(match[3] ?? '').padEnd(3, '0').slice(0, 3)}Z`
}

/** One-dimensional arrays of values that need no quotes inside. */
function parseArray<T>(text: string, parse: (element: string) => T): (T | null)[] {
  if (text === '{}') return []
  return text
    .slice(1, -1)
    .split(',')
    .map((element) => (element === 'NULL' ? null : parse(element.replace(/^"|"$/g, ''))))
}
