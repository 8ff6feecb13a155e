import type { TenantTransaction } from '../../contract/index.ts'
import type { TenantWriter } from '../children/told.ts'
import { closeForGood } from '../leaving/close-for-good.ts'
import { erasable } from '../leaving/erasure.ts'
import { TenantError } from '../tenant-error.ts'

/**
 * Closes a demo tenant for good and answers with the erasure that a job carries out. Nothing in it is of anybody, thus one person is enough, at once.
 * Throws TenantError `not-found`, `not-a-demo`, `name-taken`, `held`.
 */
export async function removeDemo(
  tx: TenantTransaction,
  tenant: string,
  by: TenantWriter,
): Promise<{ erasure: string; name: string }> {
  const { child, name, kind } = await erasable(tx, tenant)
  if (kind !== 'demo')
    throw new TenantError(
      'not-a-demo',
      'This tenant is no demo: erasing it takes a request that somebody else agrees to.',
    )
  return closeForGood(tx, { tenant, child, name }, by, { demo: true })
}
