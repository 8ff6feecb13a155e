import type { TenantTransaction } from '../../contract/index.ts'

/** Who does this work does so alone in the tenant, until the transaction ends: waits for whoever is at it. `work` names it for all processes: `tags`. */
export async function holdTenant(tx: TenantTransaction, work: string): Promise<void> {
  await tx.query(`select pg_advisory_xact_lock(hashtextextended($2::text || ' ' || $1::text, 0))`, [tx.tenantId, work])
}

/** The same for who has other things to do: false where somebody is at it. */
export async function tryHoldTenant(tx: TenantTransaction, work: string): Promise<boolean> {
  const { rows } = await tx.query<{ mine: boolean }>(
    `select pg_try_advisory_xact_lock(hashtextextended($2::text || ' ' || $1::text, 0)) as mine`,
    [tx.tenantId, work],
  )
  return rows[0]!.mine
}
