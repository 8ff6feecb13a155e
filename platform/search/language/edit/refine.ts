import type { Entity } from '../schema/entity.ts'
import { resolveName, topScope } from '../schema/resolve-name.ts'
import { format, formatExpression } from '../syntax/format.ts'
import { parse } from '../syntax/parse.ts'
import type { Expression, Query, Value } from '../syntax/query.ts'
import { quoteStored } from '../syntax/quote.ts'

/**
 * The values that a query selects on a token with a condition of its own (`severity:[high, critical]` among `and`), as
 * a list of facets ticks them. Empty for a query that cannot be read.
 */
export function selectedValues(text: string, entity: Entity, token: string): readonly string[] {
  const parsed = parse(text)
  if (!parsed.ok) return []
  const own = termsOf(parsed.query).find((term) => isSelection(entity, term, token))
  if (own?.kind === 'compare') return [own.value.text]
  return own?.kind === 'list' ? own.items.map((item) => item.text) : []
}

/**
 * The query with exactly these values selected on a token; none removes the condition. All else stays. Null for a
 * query that cannot be read: then nothing of what was typed may be changed.
 */
export function selectValues(text: string, entity: Entity, token: string, values: readonly string[]): string | null {
  return rewrite(text, (terms) => {
    const others = terms.filter((term) => !isSelection(entity, term, token)).map(formatTerm)
    const written = values.map((value) => quoteStored(value))
    if (written.length === 0) return others
    return [...others, written.length === 1 ? `${token}:${written[0]}` : `${token}:[${written.join(', ')}]`]
  })
}

/** The query with one more condition, written in the language (`not owner:mk`). Null for a query that cannot be read. */
export function addCondition(text: string, condition: string): string | null {
  if (!parse(condition).ok) return null
  return rewrite(text, (terms) => [...terms.map(formatTerm), condition])
}

/** The query for which a value of a row counts: `+` on a cell, or with `negated` its `−`. */
export function filterByValue(text: string, token: string, value: string | null, negated = false): string | null {
  const condition = value === null ? `${token} is null` : `${token}:${quoteStored(value)}`
  return addCondition(text, negated ? `not ${condition}` : condition)
}

function rewrite(text: string, change: (terms: readonly Expression[]) => readonly string[]): string | null {
  const parsed = parse(text)
  if (!parsed.ok) return null
  const clauses = format({ ...parsed.query, where: null })
  const conditions = change(termsOf(parsed.query)).join(' and ')
  return [conditions, clauses].filter((part) => part !== '').join(' ')
}

function termsOf({ where }: Query): readonly Expression[] {
  if (where === null) return []
  return where.kind === 'and' ? where.terms : [where]
}

function formatTerm(term: Expression): string {
  return term.kind === 'or' ? `(${formatExpression(term)})` : formatExpression(term)
}

/** `token:value` or `token:[a, b]` with plain values, on this token by any of its names. */
function isSelection(entity: Entity, term: Expression, token: string): boolean {
  if (term.kind !== 'compare' && term.kind !== 'list') return false
  if (term.operator !== ':' && term.operator !== '=') return false
  const items = term.kind === 'list' ? term.items : [term.value]
  if (items.some(isPattern)) return false
  const resolved = resolveName(entity, topScope, term.token)
  return resolved.ok && resolved.member === entity.names.get(token.toLowerCase())
}

function isPattern({ text, style }: Value): boolean {
  return style !== 'exact' && style !== 'literal' && (text.includes('*') || /^\s*[<>=!]/.test(text))
}
