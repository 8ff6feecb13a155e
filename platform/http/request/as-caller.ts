import type { Caller, TenantTransaction } from '../../contract/index.ts'
import type { Database, TransactionOptions, TransactionScope } from '../../store/index.ts'
import { Problem } from '../conventions/problem.ts'

/** What a caller's transactions are limited to; undefined for everything. */
export function scopeOf({ id, scope }: Caller): TransactionScope | undefined {
  return scope === undefined ? undefined : { id: scope, caller: id }
}

/** Runs `work` in a transaction of the caller's tenant that reaches what the caller may see. Throws Problem 403 for what lies beyond. */
export async function asCaller<T>(
  database: Database,
  caller: Caller,
  work: (tx: TenantTransaction) => Promise<T>,
  options: TransactionOptions,
): Promise<T> {
  try {
    const scope = scopeOf(caller)
    return await database.asTenant(caller.tenantId, (tx) => work(tx as unknown as TenantTransaction), {
      ...options,
      scope,
    })
  } catch (error) {
    if (caller.scope !== undefined && (error as { code?: unknown }).code === '42501')
      throw new Problem(403, 'beyond-scope', 'You see a part of the assets here, and this reaches beyond it.', {
        cause: error,
      })
    throw error
  }
}
