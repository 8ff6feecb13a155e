import { defineEntity } from './define-entity.ts'
import type { Entity } from './entity.ts'
import type { GroupSpec, TokenSpec } from './entity-spec.ts'

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
  const names: Record<string, string> = { ...entity.spec.foreignNames }
  const missing = [...(entity.spec.foreignMissing ?? [])]
  for (const [name, targets] of Object.entries(mapped.tokens)) {
    if (entity.names.has(name.toLowerCase())) continue
    const target = [targets].flat().find((one) => one === '.' || entity.names.has(one.toLowerCase()))
    if (target === undefined) missing.push(name)
    else names[name] = target
  }
  const tokens = entity.spec.tokens.map((token) => withValues(token, '', mapped.values ?? {}))
  return defineEntity({ ...entity.spec, tokens, foreignNames: names, foreignMissing: missing })
}

function withValues(
  spec: TokenSpec | GroupSpec,
  prefix: string,
  values: NonNullable<DialectEntity['values']>,
): TokenSpec | GroupSpec {
  const fullName = prefix + spec.name
  if (spec.type === 'group') {
    return { ...spec, tokens: spec.tokens.map((token) => withValues(token, `${fullName}.`, values)) }
  }
  const theirs = Object.entries(values[fullName] ?? {})
  if (!spec.values || theirs.length === 0) return spec
  const extended = spec.values.map((value) => {
    const aliases = theirs.flatMap(([foreign, ours]) => (ours === value.name ? [foreign] : []))
    return aliases.length === 0 ? value : { ...value, aliases: [...(value.aliases ?? []), ...aliases] }
  })
  return { ...spec, values: extended }
}
