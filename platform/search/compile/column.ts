import type { Token } from '../language/schema/entity.ts'
import type { SqlType } from '../language/schema/sql-spec.ts'
import { foldingOf } from '../language/text/fold.ts'
import { type Fragment, param, raw, sql } from './fragment.ts'

const types: Readonly<Record<Token['type'], SqlType>> = {
  text: 'text',
  keyword: 'text',
  version: 'text',
  number: 'numeric',
  size: 'bigint',
  date: 'timestamptz',
  ip: 'inet',
  boolean: 'boolean',
  enum: 'text',
}

/** The type of the token's column. */
export function columnType(token: Token): SqlType {
  if (token.sql?.type) return token.sql.type
  return token.type === 'enum' && token.values.some(({ stored }) => typeof stored === 'number')
    ? 'integer'
    : types[token.type]
}

/** The column itself. Throws when the token says nothing about it. */
export function column(token: Token): Fragment {
  if (!token.sql) throw new TypeError(`${token.fullName} says nothing about its column`)
  return raw(token.sql.column)
}

/** The token as it is in another table: with the column there, and nothing of what belongs to its own. */
export function elsewhere(token: Token, there: string, folded?: string): Token {
  const { type, key } = token.sql ?? {}
  return { ...token, sql: { column: there, ...(type && { type }), ...(key && { key }), ...(folded && { folded }) } }
}

/** One value of a token: its column, or the element of its array that is being looked at. */
export interface Cell {
  readonly token: Token
  readonly value: Fragment
}

/** The cell as text, bytes compared as bytes. */
export function textOf({ token, value }: Cell): Fragment {
  return columnType(token) === 'text' ? sql`${value} collate "C"` : sql`(${value})::text collate "C"`
}

/**
 * The cell in small letters, as `fold` makes them as far as these folded texts can see: the database's own `lower` is
 * used for ASCII only, because what it does beyond depends on how the database was made.
 */
export function foldedOf(cell: Cell, texts: readonly string[]): Fragment {
  const { token } = cell
  const ready = token.many ? undefined : token.sql?.folded
  const small = ready ? sql`${raw(ready)} collate "C"` : sql`lower(${textOf(cell)})`
  const { from, to } = foldingOf(texts)
  return from === '' ? small : sql`translate(${small}, ${param(from, 'text')}, ${param(to, 'text')})`
}
