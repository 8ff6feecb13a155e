import type { Permission } from '../contract/index.ts'
import { AccessError } from './access-error.ts'
import { limitedTo, permissionsOf } from './permissions.ts'
import { type KnownRole, readRole } from './read-roles.ts'
import type { TenantQueries } from './tenant-queries.ts'

/** Who manages people: what they may themselves, out of all that exists, and who they are. */
export interface PeopleManager {
  readonly permissions: ReadonlySet<Permission>
  readonly all: ReadonlySet<Permission>
  /** In words: `Ada (per_…)`. */
  readonly name: string
  /** The person behind it, where there is one. */
  readonly personId: number | undefined
  /** The provider that they come from, where they are guests. */
  readonly providerId?: number | undefined
  /** True for somebody who sees a part only: whom they manage sees no more, and may no more than that allows. */
  readonly isLimited?: boolean
}

/**
 * Whoever manages people may give, change and take any role that cannot manage people itself; beyond that, only what
 * they may do themselves. Thus nobody makes or unmakes somebody more powerful than they are.
 */
export function mayGive(mine: ReadonlySet<Permission>, given: ReadonlySet<Permission>): boolean {
  return !given.has('members:write') || [...given].every((permission) => mine.has(permission))
}

/** The role by its name, held against its removal until the transaction ends. Throws AccessError when there is none, or when this manager may not give it. */
export async function roleToGive(tx: TenantQueries, name: string, manager: PeopleManager): Promise<KnownRole> {
  await tx.query('select 1 from own_role where tenant_id = $1 and name = $2 for share', [tx.tenantId, name])
  const role = await readRole(tx, name)
  if (!role) throw new AccessError('role-unknown', 'There is no such role. Read the list of roles.')
  const given = permissionsOf(role.name, manager.all, role.isOwn ? role.permissions : null)
  if (mayGive(manager.permissions, manager.isLimited ? limitedTo(given) : given)) return role
  throw new AccessError(
    'beyond-own',
    `The role ${role.title} manages people and may more than you: it is not yours to give or to take.`,
  )
}
