import { TenantError } from '../../../tenants/index.ts'
import { conflict, notFound, Problem } from '../../conventions/problem.ts'

/** Runs work on tenants; what cannot be becomes a Problem. */
export async function explainedTenant<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof TenantError)) throw error
    const { code, message } = error
    if (code === 'not-found') throw notFound('tenant')
    if (code === 'not-a-provider') throw new Problem(403, code, message)
    throw conflict(code, message)
  }
}
