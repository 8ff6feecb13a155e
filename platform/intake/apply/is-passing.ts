import { StoreError } from '../../store/index.ts'

/**
 * True for failures that are no fault of what was applied and may be gone at the next try: the database is away, busy or full, two met
 * in a deadlock (SQLSTATE classes 08, 40, 53, 55, 57, 58).
 */
export function isPassing(error: unknown): boolean {
  if (error instanceof StoreError) return error.code !== 'transaction-rolled-back'
  const code = (error as { code?: unknown } | undefined)?.code
  return typeof code === 'string' && /^(08|40|53|55|57|58)...$/.test(code)
}
