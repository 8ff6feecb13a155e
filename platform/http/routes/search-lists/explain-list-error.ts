import { ListError } from '../../../search-lists/index.ts'
import { conflict, notFound, Problem, unprocessable } from '../../conventions/problem.ts'
import { queryErrors } from '../../search/read-query.ts'

/** Runs what works on search lists; its refusals become problems of the API. */
export async function explained<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof ListError)) throw error
    const { code, field, message, problems } = error
    if (problems.length > 0)
      throw new Problem(422, 'invalid-query', message, { errors: queryErrors(problems, `/body/${field ?? 'query'}`) })
    if (code === 'not-found') throw notFound('search list')
    if (field !== undefined) throw unprocessable(`/body/${field}`, code, message)
    throw conflict(code, message)
  }
}
