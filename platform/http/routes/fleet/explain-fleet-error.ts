import { FleetError } from '../../../fleet/index.ts'
import { IntakeError } from '../../../intake/index.ts'
import { conflict, notFound, unprocessable } from '../../conventions/problem.ts'

/** Runs what works on the fleet; its refusals become problems of the API. `what` names the thing that may be missing. */
export async function explained<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof IntakeError) {
      if (error.fault === 'unknown-source') throw notFound('source')
      if (error.fault === 'activation-key') throw conflict('activation-key', error.message)
      if (error.fault === 'malformed') throw unprocessable('/body', 'invalid', error.message)
    }
    if (!(error instanceof FleetError)) throw error
    const { code, field, message } = error
    if (code === 'not-found' && field === undefined) throw notFound(what)
    if (field !== undefined) throw unprocessable(`/body/${field}`, code, message)
    throw conflict(code, message)
  }
}
