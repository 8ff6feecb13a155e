import type { TenantTransaction } from '../../contract/index.ts'

/** The internal id of an active member of the tenant. */
export async function memberOf(tx: TenantTransaction, publicId: string): Promise<number | undefined> {
  const { rows } = await tx.query<{ id: number }>(
    `select p.id from membership m join person p on p.id = m.person_id
      where m.tenant_id = $1 and p.public_id = $2 and m.state = 'active' and p.state = 'active'`,
    [tx.tenantId, publicId],
  )
  return rows[0]?.id
}
