import { readFileSync } from 'node:fs'
import type { Permission } from '../contract/index.ts'
import limited from './limited-permissions.json' with { type: 'json' }

export interface Role {
  readonly title: string
  readonly summary: string
  /** Patterns: `*`, `*:read`, `findings:*` or a permission itself. */
  readonly permissions: readonly string[]
  /** Patterns of what the others would give and this role has not. */
  readonly without?: readonly string[]
}

/** Roles by name, as data. */
export const roles: Readonly<Record<string, Role>> = JSON.parse(
  readFileSync(new URL('./roles.json', import.meta.url), 'utf8'),
) as Record<string, Role>

/** True when a pattern of a role or token scope covers a permission. */
export function covers(pattern: string, permission: Permission): boolean {
  if (pattern === '*' || pattern === permission) return true
  const [area, verb] = permission.split(':') as [string, string]
  const [patternArea, patternVerb] = pattern.split(':')
  return (patternArea === '*' || patternArea === area) && (patternVerb === '*' || patternVerb === verb)
}

/** The permissions, out of all that exist, that some patterns give. An unknown role gives none. */
export function permitted(patterns: readonly string[], all: Iterable<Permission>): Set<Permission> {
  const set = new Set<Permission>()
  for (const permission of all) if (patterns.some((pattern) => covers(pattern, permission))) set.add(permission)
  return set
}

/** The permissions of a role by its name; `own` are the patterns of a role that the tenant made for itself. */
export function permissionsOf(
  role: string,
  all: Iterable<Permission>,
  own?: readonly string[] | null,
): Set<Permission> {
  if (own) return permitted(own, all)
  if (!Object.hasOwn(roles, role)) return new Set()
  const { permissions, without = [] } = roles[role]!
  const set = permitted(permissions, all)
  for (const permission of permitted(without, set)) set.delete(permission)
  return set
}

/** What is left of permissions for somebody who sees a part of the tenant's assets only. */
export function limitedTo(permissions: ReadonlySet<Permission>): Set<Permission> {
  return permitted(Object.keys(limited), permissions)
}
