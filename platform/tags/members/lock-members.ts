import type { TenantTransaction } from '../../contract/index.ts'
import { holdTenant, tryHoldTenant } from '../../store/index.ts'

/**
 * Who changes which assets have which tags does so alone in the tenant, until the transaction ends: what is derived
 * from all tags of an asset, and what was read of it before, stays true.
 */
export async function lockMembers(tx: TenantTransaction): Promise<void> {
  await holdTenant(tx, 'tags')
}

/** The same for who has other things to do: false where somebody holds it. */
export function tryLockMembers(tx: TenantTransaction): Promise<boolean> {
  return tryHoldTenant(tx, 'tags')
}
