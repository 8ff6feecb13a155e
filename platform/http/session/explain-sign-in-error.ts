import { SignInError } from '../../sign-in/index.ts'
import { conflict, Problem, unprocessable } from '../conventions/problem.ts'

/** Runs what changes or checks means of signing in; its refusals become problems of the API. */
export async function explainedSignIn<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof SignInError)) throw error
    const { code, message } = error
    if (code === 'password-unfit') throw unprocessable('/body/password', code, message)
    if (code === 'name-taken') throw unprocessable('/body/name', code, message)
    if (code === 'already-exists') throw conflict(code, message)
    if (code === 'not-found') throw new Problem(404, code, message)
    throw new Problem(403, code, message, { cause: error })
  }
}
