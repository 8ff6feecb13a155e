import { AccessError } from '../../../access/index.ts'
import { conflict, notFound, Problem, unprocessable } from '../../conventions/problem.ts'

/** Runs what changes people and roles; its refusals become problems of the API. `what` names what is changed. */
export async function explained<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof AccessError)) throw error
    const { code, message } = error
    if (code === 'not-found') throw notFound(what)
    if (code === 'beyond-own') throw new Problem(403, code, message)
    if (code === 'role-unknown') throw unprocessable('/body', code, message)
    throw conflict(code, message)
  }
}
