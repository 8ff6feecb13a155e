/** A rule of the grammar, taken apart. */
export type Ebnf =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'sequence'; readonly of: readonly Ebnf[] }
  | { readonly kind: 'choice'; readonly of: readonly Ebnf[] }
  | { readonly kind: 'optional'; readonly of: Ebnf }
  | { readonly kind: 'repeated'; readonly of: Ebnf }

const symbol = /\s*("[^"]*"|[A-Za-z]+|[()[\]{}|])/y

/** Reads a rule: "text", names, [ optional ], { repeated }, ( groups ) and | choices. Throws on anything else. */
export function readEbnf(rule: string): Ebnf {
  const symbols: string[] = []
  symbol.lastIndex = 0
  for (let found = symbol.exec(rule); found; found = symbol.exec(rule)) symbols.push(found[1]!)
  if (symbols.join('') !== rule.replace(/\s+(?=(?:[^"]*"[^"]*")*[^"]*$)/g, '')) throw new Error(`not a rule: ${rule}`)
  const { node, next } = readChoice(symbols, 0)
  if (next !== symbols.length) throw new Error(`not a rule: ${rule}`)
  return node
}

interface Step {
  readonly node: Ebnf
  readonly next: number
}

function readChoice(symbols: readonly string[], start: number): Step {
  const of: Ebnf[] = []
  for (let at = start; ; at += 1) {
    const { node, next } = readSequence(symbols, at)
    of.push(node)
    at = next
    if (symbols[at] !== '|') return { node: of.length === 1 ? of[0]! : { kind: 'choice', of }, next: at }
  }
}

function readSequence(symbols: readonly string[], start: number): Step {
  const of: Ebnf[] = []
  let at = start
  while (at < symbols.length && !['|', ')', ']', '}'].includes(symbols[at]!)) {
    const { node, next } = readOne(symbols, at)
    of.push(node)
    at = next
  }
  return { node: of.length === 1 ? of[0]! : { kind: 'sequence', of }, next: at }
}

const closings: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' }

function readOne(symbols: readonly string[], at: number): Step {
  const text = symbols[at]!
  const closing = closings[text]
  if (closing === undefined) {
    const node: Ebnf = text.startsWith('"') ? { kind: 'text', text: text.slice(1, -1) } : { kind: 'name', name: text }
    return { node, next: at + 1 }
  }
  const { node, next } = readChoice(symbols, at + 1)
  if (symbols[next] !== closing) throw new Error(`${text} is never closed`)
  if (text === '(') return { node, next: next + 1 }
  return { node: { kind: text === '[' ? 'optional' : 'repeated', of: node }, next: next + 1 }
}
