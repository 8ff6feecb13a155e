import {
  AccessError,
  changeOwnRole,
  cloneRole,
  type PeopleManager,
  permissionsOf,
  readRole,
  removeOwnRole,
  roles,
} from '../../../access/index.ts'
import type { Permission } from '../../../contract/index.ts'
import { TenantError } from '../../tenant-error.ts'
import type { ObjectKind, PlaceContext } from './object-kind.ts'

interface RoleContent {
  readonly title: string
  readonly summary: string
  /** One by one: it does not grow when the product does. */
  readonly permissions: readonly Permission[]
  readonly clonedFrom: string
}

/** A role that the provider made for itself. Nobody gives a role by a push that could do more than the grant. */
export const roleKind: ObjectKind<RoleContent> = {
  kind: 'role',
  reads: 'members:read',
  writes: 'members:write',
  async collect(tx, id, { all }) {
    const role = await readRole(tx, id)
    if (!role?.isOwn) return undefined
    const permissions = [...permissionsOf(role.name, all, role.permissions)].sort()
    const clonedFrom = role.clonedFrom !== null && Object.hasOwn(roles, role.clonedFrom) ? role.clonedFrom : 'reader'
    return { name: role.title, content: { title: role.title, summary: role.summary, permissions, clonedFrom } }
  },
  async make(tx, content, context) {
    withinGrant(content.permissions, context)
    const { title, summary, permissions, clonedFrom } = content
    try {
      return await cloneRole(tx, clonedFrom, { title, summary, permissions }, managerWith(permissions))
    } catch (error) {
      if (error instanceof AccessError && error.code === 'already-exists') return undefined
      throw error
    }
  },
  async change(tx, id, { title, summary, permissions }, context) {
    withinGrant(permissions, context)
    const before = (await readRole(tx, id))?.permissions ?? []
    await changeOwnRole(tx, id, { title, summary, permissions }, managerWith([...before, ...permissions]))
  },
  async remove(tx, id) {
    await removeOwnRole(tx, id, managerWith((await readRole(tx, id))?.permissions ?? []))
  },
}

function withinGrant(permissions: readonly Permission[], { may }: PlaceContext): void {
  const beyond = permissions.find((permission) => !may(permission))
  if (beyond)
    throw new TenantError('beyond-grant', `The role gives ${beyond}, which the grant or who pushes it does not allow.`)
}

/** What may be given was looked at before: by the grant. */
function managerWith(permissions: readonly string[]): PeopleManager {
  const set = new Set(permissions as Permission[])
  return { permissions: set, all: set, name: '', personId: undefined }
}
