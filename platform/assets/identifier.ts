import type { Identifier } from '../envelope/index.ts'
import data from './identifier-rules.json' with { type: 'json' }

/** What an identifier of one kind may decide. The list is in the order of weight. */
export interface IdentifierRule {
  readonly kind: string
  /** A thing has one at a time: two that differ are two things. */
  readonly single: boolean
  /** Tells of the machine, not of what is written on its disk. */
  readonly hardware: boolean
  /** Joins only what has nothing better to offer. */
  readonly weak: boolean
  readonly why: string
}

export const identifierRules: readonly IdentifierRule[] = data.rules

const ruleOf = new Map(identifierRules.map((rule) => [rule.kind, rule]))
const placeholders = new Map(
  Object.entries(data.placeholders).map(([kind, patterns]) => [kind, patterns.map((pattern) => new RegExp(pattern))]),
)

/** The weight of a kind: lower weighs more; undefined for kinds that decide nothing. */
export function weightOf(kind: string): number | undefined {
  const rule = ruleOf.get(kind)
  return rule && identifierRules.indexOf(rule)
}

/** In one spelling, sorted, each once. */
export function tidyIdentifiers(identifiers: readonly Identifier[]): Identifier[] {
  const tidy = new Map<string, Identifier>()
  for (const { kind, value } of identifiers) {
    const text = spell(kind, value)
    tidy.set(`${kind} ${text}`, { kind, value: text })
  }
  return [...tidy.keys()].sort().map((key) => tidy.get(key)!)
}

/** Those that tell one thing from another: of a known kind, and not what firmware or images say when they know nothing. */
export function telling(identifiers: readonly Identifier[]): Identifier[] {
  return identifiers.filter(({ kind, value }) => ruleOf.has(kind) && !isPlaceholder(kind, value))
}

function isPlaceholder(kind: string, value: string): boolean {
  return [...(placeholders.get('any') ?? []), ...(placeholders.get(kind) ?? [])].some((pattern) => pattern.test(value))
}

/** Makers and tools differ in case, separators and a final dot. */
function spell(kind: string, value: string): string {
  const text = value.trim().toLowerCase()
  if (kind === 'mac') {
    const digits = text.replace(/[^0-9a-f]/g, '')
    return digits.length === 12 ? digits.match(/../g)!.join(':') : text
  }
  if (kind === 'hostname') return text.replace(/\.+$/, '')
  return text
}
