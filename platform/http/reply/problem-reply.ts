import { STATUS_CODES } from 'node:http'
import { IntakeError } from '../../intake/index.ts'
import { Problem } from '../conventions/problem.ts'

export const problemType = 'application/problem+json; charset=utf-8'

export interface ProblemBody {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail: string
  readonly instance: string
  readonly code: string
  readonly traceId: string
  readonly errors?: readonly { pointer: string; code: string; message: string }[]
}

/** The body of a problem (RFC 9457). `type` leads to the documentation that this very server shows. */
export function problemBody(problem: Problem, request: { url: string; id: string }): ProblemBody {
  return {
    type: `/docs/api/problems#${problem.code}`,
    title: STATUS_CODES[problem.status] ?? 'Error',
    status: problem.status,
    detail: problem.message,
    instance: request.url.split('?')[0]!.slice(0, 500),
    code: problem.code,
    traceId: request.id,
    ...(problem.errors.length > 0 && { errors: problem.errors }),
  }
}

const retryLater = { headers: { 'retry-after': '2' } } as const

/** What a failure means to whoever asked. Undefined for one that is our fault: 500, and worth a look into the log. */
export function asProblem(error: unknown): Problem | undefined {
  if (error instanceof Problem) return error
  if (error instanceof IntakeError) return new Problem(error.status, error.fault, error.message, { cause: error })
  const { name, code, statusCode, message } = error as {
    name?: string
    code?: string
    statusCode?: number
    message?: string
  }
  if (name === 'DatabaseUnavailable' || name === 'StoreError') return fromStore(String(code), error)
  if (typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code)) return fromDatabase(code, error)
  if (typeof code === 'string' && code.startsWith('FST_') && statusCode && statusCode < 500) {
    return new Problem(statusCode, fastifyCodes[code] ?? 'invalid-request', message ?? 'The request cannot be read.')
  }
  if (name === 'SyntaxError' && statusCode === 400) {
    return new Problem(400, 'invalid-json', `The body is no JSON: ${message}.`)
  }
  return undefined
}

const fastifyCodes: Readonly<Record<string, string>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'too-large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'wrong-media-type',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'invalid-json',
  FST_ERR_CTP_INVALID_JSON_BODY: 'invalid-json',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'invalid-request',
  FST_ERR_BAD_URL: 'bad-url',
}

function fromStore(code: string, cause: unknown): Problem | undefined {
  switch (code) {
    case 'database-unavailable':
      return new Problem(503, 'database-unavailable', 'The database cannot be reached now.', { ...retryLater, cause })
    case 'database-busy':
      return new Problem(503, 'busy', 'The server is busy. Try again shortly.', { ...retryLater, cause })
    case 'disk-full':
      return new Problem(507, 'disk-full', 'The disk of the database is full.', { ...retryLater, cause })
    case 'timeout':
      return new Problem(503, 'too-slow', 'The answer took too long. Ask for less at once.', { cause })
    default:
      return undefined
  }
}

/** By SQLSTATE (PostgreSQL, appendix A). */
function fromDatabase(code: string, cause: unknown): Problem | undefined {
  if (code === '57014')
    return new Problem(503, 'too-slow', 'The answer took too long. Ask for less at once.', { cause })
  if (code === '40001' || code === '40P01') {
    return new Problem(503, 'busy', 'Two changes met. Try again.', { headers: { 'retry-after': '1' }, cause })
  }
  if (code === '23505') return new Problem(409, 'already-exists', 'There is such a thing already.', { cause })
  if (code === 'HFPSH') return new Problem(409, 'from-provider', (cause as Error).message, { cause })
  if (code.startsWith('22')) return new Problem(422, 'invalid-request', 'A value is out of its range.', { cause })
  return undefined
}
