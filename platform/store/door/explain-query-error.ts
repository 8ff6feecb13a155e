import { DatabaseUnavailable, StoreError } from '../store-error.ts'

/** SQLSTATEs (PostgreSQL, appendix A) after which the connection, or the server, is gone. */
const gone = new Set(['57P01', '57P02', '57P03', '57P05', '08000', '08003', '08006', '08001', '08004', '08P01'])
const goneHere = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EHOSTUNREACH',
  'EAI_AGAIN',
])

/** True when the connection is broken or was never made. */
export function isConnectionLost(error: unknown): boolean {
  if (error instanceof DatabaseUnavailable) return true
  const { code, message } = error as { code?: string; message?: string }
  if (code && (gone.has(code) || goneHere.has(code))) return true
  return /^(Connection terminated|Client has encountered a connection error|Connection ended|Query read timeout)/.test(
    message ?? '',
  )
}

/** True for failures that the same transaction, run again, may well not meet: serialization failure and deadlock. */
export function isTransient(error: unknown): boolean {
  const code = (error as { code?: string }).code
  return code === '40001' || code === '40P01'
}

/** Gives expected failures their type; errors that PostgreSQL reports of a statement stay as they are, with their SQLSTATE. */
export function explainQueryError(error: unknown): unknown {
  if (error instanceof StoreError) return error
  if (isConnectionLost(error)) {
    return new DatabaseUnavailable(`The connection to the database broke (${(error as Error).message}).`, {
      cause: error,
    })
  }
  if ((error as { code?: string }).code === '53100') {
    return new StoreError('disk-full', `The database's disk is full: ${(error as Error).message}.`, { cause: error })
  }
  return error
}
