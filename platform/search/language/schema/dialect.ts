import type { Entity, EnumValue, Group, Token } from './entity.ts'

/** How another product's queries are said here: data, from `dialects/*.yaml`. */
export interface Dialect {
  readonly name: string
  readonly title: string
  readonly entities: Readonly<Record<string, DialectEntity>>
}

export interface DialectEntity {
  /**
   * The other product's name → ours. Of several the first that the entity has is taken; `.` is the row itself; none
   * known means that the name is recognised but has no counterpart.
   */
  readonly tokens: Readonly<Record<string, string | readonly string[]>>
  /** Our token → the other product's value → ours. */
  readonly values?: Readonly<Record<string, Readonly<Record<string, string>>>>
}

/** The same entity that also understands the names and values of a dialect. Its own names always win. */
export function withDialect(entity: Entity, dialect: Dialect): Entity {
  const mapped = dialect.entities[entity.name]
  if (!mapped) return entity
  const replaced = new Map<Token, Token>()
  for (const [name, values] of Object.entries(mapped.values ?? {})) {
    const token = entity.names.get(name.toLowerCase())
    if (token !== 'self' && token?.kind === 'token') replaced.set(token, withValues(token, values))
  }
  const current = (member: Token | Group | 'self'): Token | Group | 'self' =>
    member !== 'self' && member.kind === 'token' ? (replaced.get(member) ?? member) : member
  const names = new Map([...entity.names].map(([name, member]) => [name, current(member)]))
  const missing = new Set(entity.missing)
  for (const [name, targets] of Object.entries(mapped.tokens)) {
    const key = name.toLowerCase()
    if (names.has(key)) continue
    const found = [targets].flat().map((target) => (target === '.' ? 'self' : names.get(target.toLowerCase())))
    const target = found.find((one) => one !== undefined)
    if (target) names.set(key, target)
    else missing.add(key)
  }
  const members = entity.members.map((member) => current(member) as Token | Group)
  return Object.freeze({ ...entity, members, names, missing })
}

function withValues(token: Token, values: Readonly<Record<string, string>>): Token {
  const extended = token.values.map((value): EnumValue => {
    const aliases = Object.entries(values).flatMap(([theirs, ours]) => (ours === value.name ? [theirs] : []))
    return aliases.length === 0 ? value : { ...value, aliases: [...(value.aliases ?? []), ...aliases] }
  })
  return Object.freeze({ ...token, values: extended })
}
