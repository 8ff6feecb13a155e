import { foldExpression } from './fold-expression.ts'
import type { Compare, Expression, Name, Query, SortKey } from './query.ts'
import { quoteExact, writeValue } from './quote.ts'

/** Writes a query in the one canonical way. What it writes is read back as the same query. */
export function format(query: Query): string {
  const parts: string[] = []
  if (query.where) parts.push(formatExpression(query.where))
  if (query.groupBy.length > 0) {
    const keys = query.groupBy.map(({ token, unit }) => (unit ? `${token.text}/${unit}` : token.text))
    parts.push(`group by ${keys.join(', ')}`)
  }
  if (query.count) parts.push('count')
  if (query.sort.length > 0) parts.push(`sort by ${query.sort.map(formatSortKey).join(', ')}`)
  if (query.limit !== null) parts.push(`limit ${query.limit}`)
  // A bare value that begins with a colon would give it to the word before it.
  if (query.asOf) parts.push(`as of${query.asOf.text.startsWith(':') ? ':' : ''} ${writeValue(query.asOf)}`)
  return parts.join(' ')
}

function formatSortKey({ token, descending }: SortKey): string {
  return descending ? `${token.text} desc` : token.text
}

/** Writes the conditions of a query in the one canonical way, always with `and` between them. */
export function formatExpression(expression: Expression): string {
  return foldExpression<undefined, string>(expression, undefined, {
    leave: (node, children) => formatNode(node, children),
  })
}

function formatNode(node: Expression, children: readonly string[]): string {
  switch (node.kind) {
    case 'and':
      return node.terms
        .map((term, index) => (term.kind === 'or' ? `(${children[index]})` : children[index]))
        .join(' and ')
    case 'or':
      return children.join(' or ')
    case 'not':
      return node.term.kind === 'and' || node.term.kind === 'or' ? `not (${children[0]})` : `not ${children[0]}`
    case 'nested':
      return `${node.token.text}${colonAfter(node.token)}(${children[0]})`
    case 'compare':
      return formatCompare(node)
    case 'range': {
      const [open, close] = [node.fromInclusive ? '[' : '(', node.toInclusive ? ']' : ')']
      const from = node.from ? `${writeValue(node.from)} ` : ''
      const to = node.to ? ` ${writeValue(node.to)}` : ''
      return `${node.token.text}${colonAfter(node.token)}${open}${from}..${to}${close}`
    }
    case 'list': {
      const items = node.items.map(writeValue).join(', ')
      return node.operator === ':' ? `${node.token.text}:[${items}]` : `${node.token.text} in (${items})`
    }
    case 'exists':
      return node.present ? `exists ${node.token.text}` : `${node.token.text} is null`
    case 'match':
      return `${node.token.text} ~ ${node.ignoreCase ? slashed(node.pattern) : quoteExact(node.pattern)}`
    case 'difference':
      return `${node.token.text} - ${node.minus.text} ${node.operator} ${writeValue(node.value)}`
    case 'text':
      return writeValue(node.value)
  }
}

/** `sort:` begins a clause, so a token of that name has the sign of equality before its brackets. */
function colonAfter({ text }: Name): ':' | '=' {
  return text.toLowerCase() === 'sort' ? '=' : ':'
}

function formatCompare({ token, operator, value }: Compare): string {
  if (operator !== ':') return `${token.text} ${operator} ${writeValue(value)}`
  // `a::b`, `a://b` and `a:\\b` are words, not tokens with a value, so such a value stands apart.
  const apart = value.style === 'bare' && /^(?::|\/\/|\\)/.test(value.text)
  return `${token.text}:${apart ? ' ' : ''}${writeValue(value)}`
}

function slashed(pattern: string): string {
  return `/${pattern.replace(/\\.|\//gs, (found) => (found === '/' ? '\\/' : found))}/`
}
