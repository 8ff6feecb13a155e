import reserved from '../syntax/reserved-words.json' with { type: 'json' }
import type { Entity, Group, Token } from './entity.ts'
import type { EntitySpec, GroupSpec, TokenSpec } from './entity-spec.ts'

const namePattern = /^[A-Za-z_][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]+)*$/
const functionPattern = /^[a-z_][a-z0-9_]*(?:\.[a-z_][a-z0-9_]*)?$/
const reservedNames: ReadonlySet<string> = new Set(Object.values(reserved).flat())

/** Makes an entity of its declaration. Throws a TypeError that names the token when the declaration contradicts itself. */
export function defineEntity(spec: EntitySpec): Entity {
  if (spec.sql && (spec.history ?? false) !== (spec.sql.history !== undefined)) {
    throw new TypeError(`${spec.name}: history is promised and kept, or neither`)
  }
  const names = new Map<string, Token | Group>()
  const members: (Token | Group)[] = []
  for (const member of spec.tokens) place(member, { group: null, prefixes: [''], names, members })
  const entity: Entity = {
    name: spec.name,
    spec,
    members: Object.freeze(members),
    names: withForeign(spec, names),
    freeText: Object.freeze((spec.freeText ?? []).map((name) => requireToken(spec, names, name))),
    missing: new Set((spec.foreignMissing ?? []).map((name) => name.toLowerCase())),
  }
  for (const { token } of spec.defaultSort ?? []) {
    if (!requireToken(spec, names, token).sortable) throw new TypeError(`${spec.name}: ${token} is not sortable`)
  }
  return Object.freeze(entity)
}

function withForeign(spec: EntitySpec, own: ReadonlyMap<string, Token | Group>): Entity['names'] {
  const names = new Map<string, Token | Group | 'self'>(own)
  for (const [foreign, name] of Object.entries(spec.foreignNames ?? {})) {
    const member = name === '.' ? 'self' : own.get(name.toLowerCase())
    if (member === undefined) throw new TypeError(`${spec.name} have no ${name}, which ${foreign} shall lead to`)
    if (!own.has(foreign.toLowerCase())) names.set(foreign.toLowerCase(), member)
  }
  return names
}

interface Place {
  readonly group: Group | null
  /** What stands before the name, one for each name of the group around. */
  readonly prefixes: readonly string[]
  readonly names: Map<string, Token | Group>
  readonly members: (Token | Group)[]
}

function place(spec: TokenSpec | GroupSpec, where: Place): Token | Group {
  const { group, prefixes, names, members } = where
  const fullName = prefixes[0] + spec.name
  const written = [spec.name, ...(spec.aliases ?? [])]
  const label =
    spec.label ??
    spec.name
      .replace(/[._-]/g, ' ')
      .replace(/([a-z])([A-Z])/g, '$1 $2')
      .toLowerCase()
  const shared = { fullName, label, group, steps: Object.freeze((spec.path ?? spec.name).split('.')) }
  const member = spec.type === 'group' ? makeGroup(spec, shared) : makeToken(spec, shared)
  const paths = prefixes.flatMap((prefix) => written.map((name) => prefix + name))
  for (const path of paths) {
    if (!namePattern.test(path)) throw new TypeError(`${path} cannot be the name of a token`)
    if (reservedNames.has(path.toLowerCase())) throw new TypeError(`${path} is a word of the language, not a token`)
    if (names.has(path.toLowerCase())) throw new TypeError(`${path} is declared twice`)
    names.set(path.toLowerCase(), member)
  }
  members.push(member)
  if (spec.type === 'group' && member.kind === 'group') {
    const inner = { ...where, group: member, prefixes: paths.map((path) => `${path}.`) }
    const parts = member.members as (Token | Group)[]
    for (const part of spec.tokens) parts.push(place(part, inner))
    Object.freeze(parts)
    if (spec.main && !parts.some(({ name }) => name === spec.main))
      throw new TypeError(`${fullName} has no ${spec.main}`)
  }
  return member
}

type Shared = Pick<Token, 'fullName' | 'label' | 'group' | 'steps'>

function makeGroup(spec: GroupSpec, shared: Shared): Group {
  const { tokens: _, ...rest } = spec
  if (spec.sql?.owners) requireFunction(spec.sql.owners)
  if (spec.sql && (spec.history ?? false) !== (spec.sql.history !== undefined)) {
    throw new TypeError(`${shared.fullName}: history is promised and kept, or neither`)
  }
  return Object.freeze({ ...rest, ...shared, kind: 'group', members: [] })
}

function makeToken(spec: TokenSpec, shared: Shared): Token {
  if ((spec.type === 'enum') !== (spec.values !== undefined)) {
    throw new TypeError(`${shared.fullName}: an enum, and nothing else, has values`)
  }
  if (spec.many && spec.sortable) throw new TypeError(`${shared.fullName}: what has many values cannot be sorted by`)
  if (spec.type === 'version' && spec.sql && !spec.sql.key)
    throw new TypeError(`${shared.fullName}: a version needs its key`)
  for (const name of [spec.sql?.search?.like, spec.sql?.search?.regex]) if (name) requireFunction(name)
  const values = (spec.values ?? []).map((value, rank) =>
    Object.freeze({ ...value, rank, stored: value.stored ?? value.name }),
  )
  return Object.freeze({ ...spec, ...shared, kind: 'token', values: Object.freeze(values) })
}

function requireFunction(name: string): void {
  if (!functionPattern.test(name)) throw new TypeError(`${name} is no name of a database function`)
}

function requireToken(spec: EntitySpec, names: ReadonlyMap<string, Token | Group>, name: string): Token {
  const found = names.get(name.toLowerCase())
  if (found?.kind !== 'token') throw new TypeError(`${spec.name} have no token ${name}`)
  return found
}
