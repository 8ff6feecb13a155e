import type { TransactionScope } from './run-transaction.ts'

interface Queries {
  query(text: string, values?: readonly unknown[]): Promise<{ readonly rows: readonly unknown[] }>
}

/**
 * Runs part of a transaction of a tenant as somebody who sees a part of its assets, and goes back to seeing everything: for work that asks with somebody's eyes
 * and notes what it found. Without a scope it is run as it is.
 */
export async function withinScope<T>(
  tx: Queries,
  scope: TransactionScope | undefined,
  work: () => Promise<T>,
): Promise<T> {
  if (!scope) return work()
  const { rows } = await tx.query(
    `select current_setting('role') as role, current_setting('search_path') as path, current_setting('holdfast.scope_id', true) as held`,
  )
  const { role, path, held } = rows[0] as { role: string; path: string; held: string | null }
  if (held) throw new Error('A transaction that is limited already is not limited to something else.')
  const set = (id: string, caller: string, to: string, as: string) =>
    tx.query(
      `select set_config('holdfast.scope_id', $1, true), set_config('holdfast.caller', $2, true), set_config('search_path', $3, true), set_config('role', $4, true)`,
      [id, caller, to, as],
    )
  await set(String(scope.id), scope.caller, 'holdfast_scoped, holdfast, pg_temp', 'holdfast_scoped')
  // After an error the transaction takes no further query, and its end undoes what was set.
  const done = await work()
  await set('', '', path, role)
  return done
}
