import type { Transaction } from './door/transaction.ts'
import { newPublicId } from './public-id.ts'

export interface NewTenant {
  readonly name: string
  readonly kind?: 'provider' | 'customer' | 'demo' | 'guest'
  /** Id of the provider that owns it. */
  readonly parentId?: number
}

/** Makes a tenant, inside asPlatform. `id` stays inside; `publicId` (`ten_…`) is for the outside. */
export async function createTenant(tx: Transaction, tenant: NewTenant): Promise<{ id: number; publicId: string }> {
  const publicId = newPublicId('ten')
  const row = await tx.first<{ id: number }>(
    'insert into tenant (public_id, name, kind, parent_id) values ($1, $2, $3, $4) returning id',
    [publicId, tenant.name, tenant.kind ?? 'customer', tenant.parentId ?? null],
  )
  return { id: row!.id, publicId }
}
