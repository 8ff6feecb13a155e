import { decimalKey, textKey } from './key.ts'
import { compareDecimal, compareNumbers, compareText, isDigits } from './order.ts'
import { maxVersionLength, type Order, type VersionScheme } from './scheme.ts'

interface Token {
  readonly separator: '.' | '-'
  readonly value: string
}

/** Source: Maven POM Reference, "Version Order Specification". */
export const maven: VersionScheme<readonly Token[]> = { parse, compare, key }

const aliases: ReadonlyMap<string, string> = new Map([
  ['cr', 'rc'],
  ['ga', ''],
  ['final', ''],
  ['release', ''],
])
const shortAliases: ReadonlyMap<string, string> = new Map([
  ['a', 'alpha'],
  ['b', 'beta'],
  ['m', 'milestone'],
])
const qualifierOrder = ['alpha', 'beta', 'milestone', 'rc', 'snapshot', '', 'sp']

function parse(text: string): readonly Token[] | undefined {
  if (text === '' || text.length > maxVersionLength || /[\s\0]/.test(text)) return undefined
  const tokens: Token[] = []
  let separator: Token['separator'] = '.'
  for (const part of text.toLowerCase().split(/([.-])/)) {
    if (part === '.' || part === '-') {
      separator = part
      continue
    }
    // A change between digits and letters separates like a hyphen; an empty token is zero.
    const runs = part === '' ? ['0'] : (part.match(/[0-9]+|[^0-9]+/g) ?? [])
    runs.forEach((run, index) => {
      const beforeNumber = index + 1 < runs.length
      const value = (beforeNumber ? shortAliases.get(run) : undefined) ?? aliases.get(run) ?? run
      // Since Maven 3.9 a word after a dot counts as after a hyphen (MNG-7644); before, `1.0.rc` was no place in a total order.
      tokens.push({ separator: index === 0 && isDigits(value) ? separator : '-', value })
    })
  }
  return trim(tokens)
}

/** Removes tokens that mean nothing from the end, and from the end of what stands before each hyphen. */
function trim(tokens: Token[]): readonly Token[] {
  let end = tokens.length
  while (end > 0) {
    let from = end
    while (from > 0 && isNull((tokens[from - 1] as Token).value)) from--
    tokens.splice(from, end - from)
    end = from - 1
    while (end >= 0 && tokens[end]?.separator !== '-') end--
  }
  return tokens
}

function isNull(value: string): boolean {
  return value === '' || /^0+$/.test(value)
}

function compare(a: readonly Token[], b: readonly Token[]): Order {
  const length = Math.max(a.length, b.length)
  for (let i = 0; i < length; i++) {
    const left = a[i] ?? padding(b[i] as Token)
    const right = b[i] ?? padding(a[i] as Token)
    const order = compareTokens(left, right)
    if (order !== 0) return order
  }
  return 0
}

/** In ascending order: alpha to snapshot, the end, an empty qualifier before a number, sp, other qualifiers, numbers. */
function key(tokens: readonly Token[]): string {
  return `${tokens.map(tokenKey).join('')}+`
}

/** Zeros before a number only say how late it comes: the later, the less. */
function tokenKey({ separator, value }: Token): string {
  if (isDigits(value)) return (separator === '-' ? '1' : '2') + decimalKey(value)
  const rank = qualifierOrder.indexOf(value)
  if (rank < 0) return `.${textKey(value)}`
  return rank < 5 ? String.fromCharCode(33 + rank) : rank === 5 ? ',' : '-'
}

function padding(beside: Token): Token {
  return { separator: beside.separator, value: isDigits(beside.value) ? '0' : '' }
}

function compareTokens(a: Token, b: Token): Order {
  const order = compareNumbers(kind(a), kind(b))
  if (order !== 0) return order
  return isDigits(a.value) ? compareDecimal(a.value, b.value) : compareQualifiers(a.value, b.value)
}

/** A qualifier sorts before `-number`, and that before `.number`. */
function kind(token: Token): number {
  return !isDigits(token.value) ? 0 : token.separator === '-' ? 1 : 2
}

function compareQualifiers(a: string, b: string): Order {
  const left = qualifierOrder.indexOf(a)
  const right = qualifierOrder.indexOf(b)
  if (left >= 0 && right >= 0) return compareNumbers(left, right)
  if (left >= 0 || right >= 0) return left >= 0 ? -1 : 1
  return compareText(a, b)
}
