import type { Plan, SortBy } from '../language/meaning/plan.ts'
import type { Entity, Token } from '../language/schema/entity.ts'
import { type Cell, column, columnType, foldedOf } from './column.ts'
import { type Fragment, param, raw, sql } from './fragment.ts'
import { entitySql } from './row-source.ts'

/** One key of the order of a page. */
export interface SortKeySql {
  readonly expression: Fragment
  /** What its text in a cursor is cast to. */
  readonly type: string
  readonly descending: boolean
  /** It can be null; then it comes last in either direction. */
  readonly nullable: boolean
}

/** The keys of a page's order: what was asked, or what the entity prefers, and at the end the id, so that no two rows are alike. */
export function sortKeys({ entity, sort }: Plan): readonly SortKeySql[] {
  const { id, idType } = entitySql(entity)
  const wanted = sort.length > 0 ? sort : defaultSort(entity)
  const keys = wanted.map(({ token, descending }) => keyOf(token!, descending))
  // In the direction of the key before, so that one index serves both.
  const descending = keys.at(-1)?.descending ?? false
  return [...keys, { expression: raw(id), type: idType ?? 'bigint', descending, nullable: false }]
}

/** The order that an entity's list has when none is asked for. */
export function defaultSort({ spec, names }: Entity): readonly SortBy[] {
  return (spec.defaultSort ?? []).map(({ token, descending }) => ({
    token: names.get(token.toLowerCase()) as Token,
    descending: descending ?? false,
  }))
}

function keyOf(token: Token, descending: boolean): SortKeySql {
  const { expression, type } = sortExpression({ token, value: column(token) })
  // A value that the enum does not list has no place in its order.
  const unlisted = token.type === 'enum' && columnType(token) === 'text'
  return { expression, type, descending, nullable: !token.required || unlisted }
}

/** What a token is ordered by: texts in small letters and by bytes, versions by key, enums by their order. */
export function sortExpression(cell: Cell): { readonly expression: Fragment; readonly type: string } {
  const { token, value } = cell
  switch (token.type) {
    case 'text':
    case 'keyword':
      return { expression: foldedOf(cell, []), type: 'text collate "C"' }
    case 'version':
      return { expression: sql`${raw(token.sql!.key!)} collate "C"`, type: 'text collate "C"' }
    case 'enum': {
      if (columnType(token) !== 'text') return { expression: value, type: columnType(token) }
      const order = token.values.map(({ stored }) => stored)
      return { expression: sql`array_position(${param(order, 'text[]')}, ${value})`, type: 'integer' }
    }
    default:
      return { expression: value, type: columnType(token) }
  }
}

/** `order by` for the keys, or for the way back. */
export function orderBy(keys: readonly SortKeySql[], backwards: boolean): Fragment {
  const parts = keys.map(({ expression, descending, nullable }) => {
    const direction = descending !== backwards ? ' desc' : ' asc'
    const nulls = nullable ? (backwards ? ' nulls first' : ' nulls last') : ''
    return sql`${expression}${raw(direction + nulls)}`
  })
  return { kind: 'fragment', parts: parts.flatMap((part, index) => (index === 0 ? [part] : [', ', part])) }
}
