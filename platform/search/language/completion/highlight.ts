import { foldExpression } from '../syntax/fold-expression.ts'
import { parse } from '../syntax/parse.ts'
import type { Expression, Name, Span, Value } from '../syntax/query.ts'
import reserved from '../syntax/reserved-words.json' with { type: 'json' }

/** A part of the text and what it is, for colours. */
export interface Highlight extends Span {
  readonly kind: 'token' | 'operator' | 'value' | 'keyword' | 'text'
}

const words: ReadonlySet<string> = new Set(Object.values(reserved).flat())
const piece = /[A-Za-z]+|"[^"]*"?|[^\sA-Za-z"]+/g

/**
 * What each part of the text is, in order and without overlap; blanks belong to nothing. Follows the parser as far as
 * it understood; of the rest only words of the language and signs are told.
 */
export function highlight(text: string): readonly Highlight[] {
  const { where, groupBy, sort, asOf } = parse(text).query
  const known: Highlight[] = [...groupBy, ...sort].map(({ token }) => ofName(token))
  if (asOf) known.push(ofValue(asOf))
  if (where) {
    foldExpression<undefined, undefined>(where, undefined, {
      leave: (node) => {
        known.push(...ofNode(node))
        return undefined
      },
    })
  }
  known.sort((a, b) => a.at - b.at)
  const all: Highlight[] = []
  let at = 0
  for (const one of known) {
    all.push(...ofGap(text, at, one.at), one)
    at = one.at + one.length
  }
  return [...all, ...ofGap(text, at, text.length)]
}

function ofNode(node: Expression): readonly Highlight[] {
  switch (node.kind) {
    case 'and':
    case 'or':
    case 'not':
      return []
    case 'text':
      return [{ at: node.value.at, length: node.value.length, kind: 'text' }]
    case 'compare':
      return [ofName(node.token), ofValue(node.value)]
    case 'range':
      return [ofName(node.token), ...[node.from, node.to].flatMap((end) => (end ? [ofValue(end)] : []))]
    case 'list':
      return [ofName(node.token), ...node.items.map(ofValue)]
    case 'difference':
      return [ofName(node.token), ofName(node.minus), ofValue(node.value)]
    default:
      return [ofName(node.token)]
  }
}

function ofName({ at, length }: Name): Highlight {
  return { at, length, kind: 'token' }
}

function ofValue({ at, length }: Value): Highlight {
  return { at, length, kind: 'value' }
}

/** What lies between: signs, words of the language, and patterns or mistakes. */
function ofGap(text: string, from: number, to: number): readonly Highlight[] {
  const found: Highlight[] = []
  for (const { 0: part, index } of text.slice(from, to).matchAll(piece)) {
    const kind = words.has(part.toLowerCase()) ? 'keyword' : /^[A-Za-z"]/.test(part) ? 'text' : 'operator'
    found.push({ at: from + index, length: part.length, kind })
  }
  return found
}
