import { TenantError } from '../../../tenants/index.ts'
import { conflict, notFound, Problem, unprocessable } from '../../conventions/problem.ts'

/** Runs work on tenants; what cannot be becomes a Problem. */
export async function explainedTenant<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof TenantError)) throw error
    const { code, message } = error
    if (code === 'not-found') throw notFound('tenant')
    if (code === 'not-confirmed') throw unprocessable('/body/name', code, message)
    if (code === 'invalid-query') throw unprocessable('/body/targets', code, message)
    if (code === 'nothing-there') throw unprocessable('/body/objects', code, message)
    if (code === 'beyond-grant' || code === 'not-a-provider' || code === 'second-person')
      throw new Problem(403, code, message)
    throw conflict(code, message)
  }
}
