import type { TenantTransaction } from '../../contract/index.ts'
import { TenantError } from '../tenant-error.ts'

/** Renames the transaction's own tenant, or makes it a provider that can own others. Throws TenantError. */
export async function changeOwnTenant(
  tx: TenantTransaction,
  change: { readonly name?: string | undefined; readonly kind?: 'provider' | 'customer' | undefined },
): Promise<void> {
  const { rows } = await tx.query<{ done: boolean }>('select tenant_change_own($1, $2) as done', [
    change.name ?? null,
    change.kind ?? null,
  ])
  if (rows[0]!.done) return
  throw new TenantError(
    'not-a-provider',
    'A tenant that a provider owns becomes a provider by them, and a provider that owns tenants stays one.',
  )
}
