import { type Role, roles } from './permissions.ts'
import type { TenantQueries } from './tenant-queries.ts'

/** A role as a tenant has it: of the product, or its own. */
export interface KnownRole extends Role {
  readonly name: string
  readonly isOwn: boolean
  /** Of the role that it was made from; null for one of the product. */
  readonly clonedFrom: string | null
  readonly version: number
  /** People who have it. */
  readonly members: number
}

/** All roles of the transaction's tenant: the product's in their order, then its own by title. */
export async function readRoles(tx: TenantQueries): Promise<KnownRole[]> {
  const { rows: counts } = await tx.query<{ role: string; members: number }>(
    'select role, count(*)::int as members from membership where tenant_id = $1 group by role',
    [tx.tenantId],
  )
  const members = (name: string) => counts.find(({ role }) => role === name)?.members ?? 0
  const { rows } = await tx.query<Omit<KnownRole, 'isOwn' | 'members'>>(
    `select name, title, summary, permissions, cloned_from as "clonedFrom", version
       from own_role where tenant_id = $1 order by lower(title) limit 200`,
    [tx.tenantId],
  )
  const ofProduct = Object.entries(roles).map(([name, role]) => ({
    ...role,
    name,
    isOwn: false,
    clonedFrom: null,
    version: 1,
    members: members(name),
  }))
  return [...ofProduct, ...rows.map((row) => ({ ...row, isOwn: true, members: members(row.name) }))]
}

/** One role by its name; undefined when the tenant has none of it. */
export async function readRole(tx: TenantQueries, name: string): Promise<KnownRole | undefined> {
  return (await readRoles(tx)).find((role) => role.name === name)
}
