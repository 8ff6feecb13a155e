import type { TenantTransaction } from '../../contract/index.ts'

/**
 * Who changes which assets have which tags does so alone in the tenant, until the transaction ends: what is derived
 * from all tags of an asset, and what was read of it before, stays true.
 */
export async function lockMembers(tx: TenantTransaction): Promise<void> {
  await tx.query(`select pg_advisory_xact_lock(hashtextextended('tags ' || $1::text, 0))`, [tx.tenantId])
}

/** The same for who has other things to do: false where somebody holds it. */
export async function tryLockMembers(tx: TenantTransaction): Promise<boolean> {
  const { rows } = await tx.query<{ mine: boolean }>(
    `select pg_try_advisory_xact_lock(hashtextextended('tags ' || $1::text, 0)) as mine`,
    [tx.tenantId],
  )
  return rows[0]!.mine
}
