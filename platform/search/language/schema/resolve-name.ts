import { problem, type QueryProblem, type Suggestion } from '../syntax/problem.ts'
import type { Name } from '../syntax/query.ts'
import { nearest } from '../text/nearest.ts'
import type { Entity, Group, Token } from './entity.ts'

/** Where a name is looked up: inside which group, and how that group was written. */
export interface Scope {
  readonly group: Group | null
  /** As written, for dialects whose names are longer than ours; empty at the top. */
  readonly prefix: string
}

export const topScope: Scope = Object.freeze({ group: null, prefix: '' })

export type Resolved =
  | { readonly ok: true; readonly member: Token | Group | 'self'; readonly groups: readonly Group[] }
  | { readonly ok: false; readonly problem: QueryProblem }

/** Finds the token or group that a name means, and the groups that lie between the scope and it, outermost first. */
export function resolveName(entity: Entity, scope: Scope, name: Name): Resolved {
  const candidates = [
    scope.prefix && `${scope.prefix}.${name.text}`,
    scope.group && `${scope.group.fullName}.${name.text}`,
  ]
  for (const candidate of [...candidates, name.text]) {
    const member = candidate ? entity.names.get(candidate.toLowerCase()) : undefined
    if (member === undefined) continue
    if (member === 'self') {
      if (scope.group === null) return { ok: true, member, groups: [] }
      continue
    }
    const groups = groupsBetween(scope.group, member)
    if (groups) return { ok: true, member, groups }
  }
  return { ok: false, problem: unknown(entity, scope, name) }
}

/** The groups around a member up to `outer`; undefined when it does not lie in `outer`. */
function groupsBetween(outer: Group | null, member: Token | Group): readonly Group[] | undefined {
  const groups: Group[] = []
  for (let group = member.group; group !== outer; group = group.group) {
    if (group === null) return undefined
    groups.unshift(group)
  }
  return groups
}

function unknown(entity: Entity, scope: Scope, name: Name): QueryProblem {
  const { group, prefix } = scope
  if (group) {
    const suggestion = suggest(name, namesInside(group))
    return problem('token-not-in-group', name, { group: group.fullName, name: name.text }, suggestion)
  }
  const asked = (prefix ? `${prefix}.${name.text}` : name.text).toLowerCase()
  if (entity.missing.has(asked)) {
    return problem('token-not-available', name, { name: name.text, entity: entity.spec.many })
  }
  const suggestion = suggest(
    name,
    entity.members.map((member) => member.fullName),
    [...entity.names.keys()],
  )
  return problem('token-unknown', name, { entity: capitalise(entity.spec.many), name: name.text }, suggestion)
}

function namesInside(group: Group): string[] {
  return group.members.map((member) => member.name)
}

function suggest(name: Name, names: readonly string[], others: readonly string[] = []): Suggestion {
  const text = nearest(name.text, names) ?? nearest(name.text, others)
  if (text) return { sentence: `Did you mean ${text}?`, edit: { at: name.at, length: name.length, text } }
  const known = names.slice(0, 8).join(', ')
  return {
    sentence: `Known are ${known}${names.length > 8 ? ' and others' : ''}. To search for the words, put them in quotes.`,
  }
}

/** "assets" → "Assets" */
export function capitalise(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}
