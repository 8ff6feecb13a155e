import type { Permission } from '../contract/index.ts'
import { AccessError } from './access-error.ts'
import type { PeopleManager } from './may-give.ts'
import { covers, permissionsOf } from './permissions.ts'
import { readRole } from './read-roles.ts'
import type { TenantQueries } from './tenant-queries.ts'

/** Most roles that a tenant can make for itself. */
export const ownRolesAtMost = 100

export interface OwnRoleChange {
  readonly title?: string | undefined
  readonly summary?: string | undefined
  readonly permissions?: readonly string[] | undefined
}

/**
 * Makes a role of the tenant's own out of another one, and gives its name. What it may do is written down permission by
 * permission: the copy does not grow with its model. Throws AccessError.
 */
export async function cloneRole(
  tx: TenantQueries,
  from: string,
  choice: OwnRoleChange & { readonly title: string },
  manager: PeopleManager,
): Promise<string> {
  const model = await readRole(tx, from)
  if (!model) throw new AccessError('role-unknown', 'There is no such role. Read the list of roles.')
  const given = permissionsOf(from, manager.all, model.isOwn ? model.permissions : null)
  const permissions = choice.permissions ?? [...given].sort()
  checkWithinOwn(permissions, manager)
  const taken = await tx.query<{ name: string; title: string }>(
    'select name, lower(title) as title from own_role where tenant_id = $1',
    [tx.tenantId],
  )
  checkTitle(choice.title, taken.rows)
  if (taken.rowCount >= ownRolesAtMost)
    throw new AccessError('already-exists', `There are ${ownRolesAtMost} roles of your own already. Remove one first.`)
  const name = freeName(choice.title, new Set(taken.rows.map((row) => row.name)))
  await tx.query(
    `insert into own_role (tenant_id, name, title, summary, permissions, cloned_from) values ($1, $2, $3, $4, $5, $6)`,
    [tx.tenantId, name, choice.title, choice.summary ?? model.summary, permissions, from],
  )
  return name
}

/** Changes a role of the tenant's own; whoever has it may what it says now with their next request. Throws AccessError. */
export async function changeOwnRole(
  tx: TenantQueries,
  name: string,
  change: OwnRoleChange,
  manager: PeopleManager,
): Promise<void> {
  const role = await ownRole(tx, name)
  // Who could not have made it may not change it either.
  checkWithinOwn(role.permissions, manager)
  if (change.permissions) checkWithinOwn(change.permissions, manager)
  if (change.title !== undefined) {
    const others = await tx.query<{ title: string }>(
      'select lower(title) as title from own_role where tenant_id = $1 and name <> $2',
      [tx.tenantId, name],
    )
    checkTitle(change.title, others.rows)
  }
  await tx.query(
    `update own_role set title = coalesce($3, title), summary = coalesce($4, summary), permissions = coalesce($5, permissions),
            version = version + 1, changed_at = now()
      where tenant_id = $1 and name = $2`,
    [tx.tenantId, name, change.title ?? null, change.summary ?? null, change.permissions ?? null],
  )
}

/** Removes a role that nobody has and nobody is invited to. Throws AccessError. */
export async function removeOwnRole(tx: TenantQueries, name: string, manager: PeopleManager): Promise<void> {
  const role = await ownRole(tx, name)
  checkWithinOwn(role.permissions, manager)
  const { rows } = await tx.query<{ invited: number }>(
    `select count(*)::int as invited from invitation
      where tenant_id = $1 and role = $2 and accepted_at is null and revoked_at is null and expires_at > now()`,
    [tx.tenantId, name],
  )
  if (role.members + rows[0]!.invited > 0)
    throw new AccessError('role-in-use', 'Somebody has this role or is invited to it. Give them another one first.')
  await tx.query('delete from own_role where tenant_id = $1 and name = $2', [tx.tenantId, name])
}

async function ownRole(tx: TenantQueries, name: string) {
  // Held until the end, so that nobody is given a role that goes away meanwhile.
  await tx.query('select 1 from own_role where tenant_id = $1 and name = $2 for update', [tx.tenantId, name])
  const role = await readRole(tx, name)
  if (role?.isOwn) return role
  throw new AccessError(
    role ? 'beyond-own' : 'not-found',
    role ? 'Roles of the product stay as they are. Clone it, and change the copy.' : 'There is no such role.',
  )
}

function checkWithinOwn(patterns: readonly string[], { permissions, all }: PeopleManager): void {
  for (const pattern of patterns) {
    const covered = [...all].filter((permission: Permission) => covers(pattern, permission))
    if (covered.length === 0) throw new AccessError('role-unknown', `${pattern} covers no permission that exists.`)
    const beyond = covered.find((permission) => !permissions.has(permission))
    if (beyond) throw new AccessError('beyond-own', `${pattern} covers what you may not do yourself: ${beyond}`)
  }
}

function checkTitle(title: string, taken: readonly { title: string }[]): void {
  if (taken.some((each) => each.title === title.toLowerCase()))
    throw new AccessError('already-exists', `There is a role called “${title}” already.`)
}

function freeName(title: string, taken: ReadonlySet<string>): string {
  const letters = title
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z]+/g, '-')
    .replace(/^-+|-+$/g, '')
  const stem = `own-${letters || 'role'}`.slice(0, 36).replace(/-+$/, '')
  for (let tail = ''; ; tail += 'x')
    if (!taken.has(`${stem}${tail && `-${tail}`}`)) return `${stem}${tail && `-${tail}`}`
}
