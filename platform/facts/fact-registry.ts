import { Compile } from 'typebox/compile'
import type { FactName, FactType } from '../contract/index.ts'

/** A fact type that is ready to check items. */
export interface KnownFactType {
  readonly type: FactType
  /** What is wrong with an item, with its place; undefined when it is right. */
  problem(item: unknown): string | undefined
  /** The declared fields of an item: what is not declared has no sensitivity, thus is not kept. */
  declared(item: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>>
  readonly volatile: ReadonlySet<string>
}

export type FactRegistry = ReadonlyMap<FactName, KnownFactType>

/** Makes the fact types of all apps ready. Throws when two have one name. */
export function factRegistry(types: Iterable<FactType>): FactRegistry {
  const registry = new Map<FactName, KnownFactType>()
  for (const type of types) {
    if (registry.has(type.name)) throw new Error(`the fact ${type.name} is declared twice`)
    registry.set(type.name, prepare(type))
  }
  return registry
}

function prepare(type: FactType): KnownFactType {
  const check = Compile(type.schema)
  const fields = new Set(Object.keys(type.schema.properties))
  return {
    type,
    volatile: new Set(type.volatile ?? []),
    problem(item) {
      if (check.Check(item)) return undefined
      const [first] = check.Errors(item)
      return `${first?.instancePath || 'the item'} ${first?.message ?? 'has another form'}`
    },
    declared(item) {
      const names = Object.keys(item)
      if (names.every((name) => fields.has(name))) return item
      return Object.fromEntries(names.filter((name) => fields.has(name)).map((name) => [name, item[name]]))
    },
  }
}
