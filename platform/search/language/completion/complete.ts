import type { Entity, Group, Token } from '../schema/entity.ts'
import { resolveName, type Scope, topScope } from '../schema/resolve-name.ts'
import { quoteStored } from '../syntax/quote.ts'
import type { Completion, CompletionItem } from './completion.ts'
import { type CursorContext, cursorContext } from './cursor-context.ts'
import operators from './operator-items.json' with { type: 'json' }
import presets from './value-presets.json' with { type: 'json' }

const maxItems = 50

const clauses: readonly CompletionItem[] = [
  { text: 'group by ', label: 'group by', kind: 'clause', summary: 'One row for each value, with its count.' },
  { text: 'sort by ', label: 'sort by', kind: 'clause', summary: 'The order of the rows.' },
  { text: 'limit ', label: 'limit', kind: 'clause', summary: 'At most so many rows.' },
  { text: 'count', label: 'count', kind: 'clause', summary: 'How many there are.' },
  { text: 'as of ', label: 'as of', kind: 'clause', summary: 'What was known at that time.' },
]
const connectives: readonly CompletionItem[] = [
  { text: 'and ', label: 'and', kind: 'connective', summary: 'Both must hold.' },
  { text: 'or ', label: 'or', kind: 'connective', summary: 'One must hold.' },
]
const negation: CompletionItem = { text: 'not ', label: 'not', kind: 'connective', summary: 'The next must not hold.' }

/**
 * What can stand at the cursor (a place in UTF-16 code units), best first. Works on unfinished and on wrong text.
 * Where `wantsValues` is set, look the values up and add them with `withValues`.
 */
export function complete(text: string, cursor: number, entity: Entity): Completion {
  const context = cursorContext(text, Math.max(0, Math.min(cursor, text.length)))
  const { mark, name, prefix, at, length } = context
  const scope = scopeOf(entity, mark.within)
  const written = mark.token ?? name
  const found = written === undefined ? undefined : findMember(entity, scope, written)
  const token = found?.kind === 'group' ? mainOf(found) : found
  const items = itemsFor(entity, context, scope, found).slice(0, maxItems)
  const valuesHelp = mark.expects === 'value' && mark.operator?.includes('~') !== true
  const wantsValues = valuesHelp && token !== undefined && !['enum', 'boolean', 'date'].includes(token.type)
  return { expects: mark.expects, at, length, prefix, items, wantsValues, ...(token && { token }) }
}

/** Adds values that were looked up, most frequent first, in front of the others. */
export function withValues(completion: Completion, values: readonly { value: string; count?: number }[]): Completion {
  const known = new Set(values.map(({ value }) => value))
  const items = values.map(({ value, count }): CompletionItem => {
    const shared = { text: quoteStored(value), label: value, kind: 'value' as const }
    return count === undefined ? shared : { ...shared, count }
  })
  const others = completion.items.filter(({ label }) => !known.has(label))
  return { ...completion, items: [...items, ...others] }
}

function itemsFor(
  entity: Entity,
  { mark, prefix, quote }: CursorContext,
  scope: Scope,
  found: Token | Group | undefined,
): readonly CompletionItem[] {
  const ends = mark.within.length === 0 ? clauses : []
  switch (mark.expects) {
    case 'term':
      if (quote) return []
      return [...members(entity, scope, prefix), ...starting([negation, ...(prefix ? ends : [])], prefix)]
    case 'connective': {
      const joining = starting([...connectives, ...ends], prefix)
      return [...(found ? operatorItems(found) : []), ...joining, ...members(entity, scope, prefix)]
    }
    case 'operator':
      return found ? operatorItems(found) : starting(connectives, prefix)
    case 'value':
      return found ? valueItems(found, prefix) : []
    case 'name':
      return members(entity, scope, prefix).map((item) => ({ ...item, text: item.label }))
    case 'group-key':
      return keys(entity, prefix, (token) => token.groupable !== false)
    case 'sort-key':
      return keys(entity, prefix, (token) => token.sortable === true)
    case 'direction':
      return ['asc', 'desc'].map((text) => ({ text, label: text, kind: 'clause' }))
    case 'time':
      return presetItems('date', prefix)
    case 'number':
      return presetItems('number', prefix)
    case 'clause':
      return starting(clauses, prefix)
    case 'closing':
      return []
  }
}

function scopeOf(entity: Entity, within: readonly string[]): Scope {
  let scope = topScope
  for (const text of within) {
    const member = findMember(entity, scope, text)
    const prefix = scope.prefix ? `${scope.prefix}.${text}` : text
    if (member?.kind === 'group') scope = { group: member, prefix }
  }
  return scope
}

function findMember(entity: Entity, scope: Scope, text: string): Token | Group | undefined {
  const resolved = resolveName(entity, scope, { text, at: 0, length: text.length })
  return resolved.ok && resolved.member !== 'self' ? resolved.member : undefined
}

function mainOf(group: Group): Token | undefined {
  const main = group.members.find(({ name }) => name === group.main)
  return main?.kind === 'token' ? main : undefined
}

function starting(items: readonly CompletionItem[], prefix: string): readonly CompletionItem[] {
  return items.filter(({ label }) => label.startsWith(prefix.toLowerCase()))
}

/** Tokens and groups by how well they fit: the name starts with it, a part of the name does, the words contain it. */
function members(entity: Entity, { group }: Scope, prefix: string): readonly CompletionItem[] {
  const typed = prefix.toLowerCase()
  const all = group ? group.members : entity.members
  const ranked = all.flatMap((member) => {
    const name = group ? member.name : member.fullName
    const rank = rankOf(name, member, typed)
    return rank === undefined ? [] : [{ rank, name, member }]
  })
  ranked.sort((a, b) => a.rank - b.rank)
  return ranked.map(({ name, member }) => ({
    text: member.kind === 'group' ? `${name}:(` : `${name}:`,
    label: name,
    kind: member.kind,
    summary: member.summary,
  }))
}

function rankOf(name: string, { aliases, label, summary }: Token | Group, typed: string): number | undefined {
  const lower = name.toLowerCase()
  if (lower.startsWith(typed)) return 0
  if (lower.split(/[._-]/).some((part) => part.startsWith(typed))) return 1
  if (lower.includes(typed)) return 2
  if ([label, ...(aliases ?? [])].some((other) => other.toLowerCase().includes(typed))) return 3
  return typed.length > 2 && summary.toLowerCase().includes(typed) ? 4 : undefined
}

function operatorItems(member: Token | Group): readonly CompletionItem[] {
  const pairs = operators[member.kind === 'group' ? 'group' : member.type]
  const ordered = member.kind === 'token' && member.type === 'enum' && member.ordered
  const more = ordered ? [...pairs, [' >= ', 'at least'], [' <= ', 'at most']] : pairs
  return more.map(([text, summary]) => ({ text: text!, label: text!.trim(), kind: 'operator', summary: summary! }))
}

function valueItems(found: Token | Group, prefix: string): readonly CompletionItem[] {
  const token = found.kind === 'group' ? mainOf(found) : found
  if (!token) return []
  if (token.type === 'date' || token.type === 'boolean') return presetItems(token.type, prefix)
  const typed = prefix.toLowerCase()
  const fits = token.values.filter(({ name, label, aliases }) =>
    [name, label ?? '', ...(aliases ?? [])].some((word) => word.toLowerCase().startsWith(typed)),
  )
  return fits.map(({ name, label, summary }): CompletionItem => {
    const words = summary ?? label
    return { text: quoteStored(name), label: name, kind: 'value', ...(words !== undefined && { summary: words }) }
  })
}

function presetItems(kind: keyof typeof presets, prefix: string): readonly CompletionItem[] {
  const fitting = presets[kind].filter(([text]) => text!.startsWith(prefix.toLowerCase()))
  return fitting.map(([text, summary]) => ({ text: text!, label: text!, kind: 'value', summary: summary! }))
}

function keys(entity: Entity, prefix: string, fits: (token: Token) => boolean): readonly CompletionItem[] {
  const tokens = members(entity, topScope, prefix).filter(({ label }) => {
    const member = entity.names.get(label.toLowerCase())
    return member !== undefined && member !== 'self' && member.kind === 'token' && fits(member)
  })
  return tokens.map((item) => ({ ...item, text: item.label }))
}
