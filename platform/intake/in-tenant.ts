import type { TenantTransaction } from '../contract/index.ts'
import type { Database, Transaction, TransactionOptions } from '../store/index.ts'

/** A transaction that is known to have a tenant. */
export type InTenant = Transaction & TenantTransaction

/** Enters through the door as a tenant. */
export function inTenant<T>(
  database: Database,
  tenantId: number,
  work: (tx: InTenant) => Promise<T>,
  options?: TransactionOptions,
): Promise<T> {
  return database.asTenant(tenantId, (tx) => work(tx as InTenant), options)
}
