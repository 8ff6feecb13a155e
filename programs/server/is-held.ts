import type { TenantTransaction } from '@holdfast/platform/contract'

/** True where a legal hold forbids to delete anything of the tenant: its settings say so under `legalHold`. */
export async function isHeld(tx: TenantTransaction): Promise<boolean> {
  const { rows } = await tx.query<{ held: boolean }>(
    `select coalesce((settings ->> 'legalHold') not in ('', 'false'), false) as held from tenant where id = $1`,
    [tx.tenantId],
  )
  return rows[0]?.held ?? false
}
