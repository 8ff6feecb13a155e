import { withAsOf, withGroupKeys } from '@holdfast/platform/search/language'
import { CliError } from '../cli-error.ts'
import type { Row } from './write-rows.ts'

/** A group as a list answers it. */
export interface Group {
  readonly keys: readonly (string | null)[]
  readonly count: number
  /** Finds exactly what the group counts. */
  readonly query: string
}

/** The query with what `--group-by` and `--as-of` say; they win over what the query itself says. */
export function withClauses(query: string, options: Readonly<Record<string, unknown>>): string {
  let text = query
  for (const [name, change] of [
    ['group-by', (value: string) => withGroupKeys(text, value.split(',').filter(Boolean))],
    ['as-of', (value: string) => withAsOf(text, value)],
  ] as const) {
    if (options[name] === undefined) continue
    // Where the query cannot be read the server tells where and why.
    text = change(String(options[name])) ?? text
  }
  return text
}

/** The columns of the answer: those that are asked for, and of groups their keys and the count. */
export function columnsOf(asked: unknown, grouped: readonly string[]): readonly string[] | undefined {
  if (asked !== undefined && grouped.length > 0)
    throw new CliError('Groups have columns of their own: leave --columns out.')
  if (asked !== undefined) return String(asked).split(',')
  return grouped.length > 0 ? [...grouped, 'count'] : undefined
}

/** A group as a row. Names with dots stay names. */
export function groupRow(grouped: readonly string[], { keys, count, query }: Group): Row {
  return { ...Object.fromEntries(grouped.map((name, index) => [name, keys[index] ?? null])), count, query }
}
