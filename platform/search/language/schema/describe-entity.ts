import type { Entity } from './entity.ts'
import type { EntitySpec, GroupSpec, TokenSpec } from './entity-spec.ts'

/** The declaration without anything about the database, for the browser and for documentation. */
export function describeEntity(entity: Entity): EntitySpec {
  const { sql: _, ...rest } = entity.spec
  return { ...rest, tokens: rest.tokens.map(describe) }
}

function describe(spec: TokenSpec | GroupSpec): TokenSpec | GroupSpec {
  const { sql: _, ...rest } = spec
  return rest.type === 'group' ? { ...rest, tokens: rest.tokens.map(describe) } : rest
}
