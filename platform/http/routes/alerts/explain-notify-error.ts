import { AlertError } from '../../../alerts/index.ts'
import { NotifyError } from '../../../notify/index.ts'
import { conflict, notFound, Problem, unprocessable } from '../../conventions/problem.ts'
import { queryErrors } from '../../search/read-query.ts'

/** Runs what works on alerts and channels; its refusals become problems of the API. */
export async function explained<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof AlertError) throw ofAlert(error)
    if (error instanceof NotifyError) throw ofNotify(error)
    throw error
  }
}

function ofAlert({ code, field, message, problems }: AlertError): Problem {
  if (problems.length > 0)
    return new Problem(422, 'invalid-query', message, { errors: queryErrors(problems, `/body/${field ?? 'query'}`) })
  if (code === 'not-found') return notFound('alert')
  if (code === 'not-permitted') return new Problem(403, 'not-permitted', message)
  if (code === 'name-taken') return new Problem(409, 'already-exists', message)
  return unprocessable(`/body/${field ?? ''}`, code, message)
}

function ofNotify({ code, field, message }: NotifyError): Problem {
  if (code === 'not-found') return notFound(/delivery/.test(message) ? 'delivery' : 'channel')
  if (code === 'name-taken') return new Problem(409, 'already-exists', message)
  if (code === 'in-use' || code === 'not-a-webhook') return conflict(code, message)
  return unprocessable(`/body/${field ?? ''}`, code, message)
}
