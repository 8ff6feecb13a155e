import { maskShapes } from '@holdfast/kit/mask'

/** How one try went. */
export interface Outcome {
  readonly ok: boolean
  /** What the other side said, or why it could not be asked; without secrets, on one line. */
  readonly answer: string
  /** Trying again is of no use. */
  readonly final?: boolean
  /** The receiver does not want to be told any more. */
  readonly gone?: boolean
}

const mostAnswer = 500

/** What a stranger answered, fit to be kept and shown: on one line, short, and without the secrets that we sent. */
export function cleanAnswer(text: string, secrets: readonly string[] = []): string {
  let clean = text.slice(0, 4096)
  for (const secret of secrets) if (secret.length >= 4) clean = clean.replaceAll(secret, '***')
  clean = maskShapes(clean.toWellFormed().replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' '))
  return clean.trim().slice(0, mostAnswer)
}

/** What an error of a connection says, with its cause. */
export function errorAnswer(error: unknown, secrets: readonly string[] = []): string {
  const { message, code } = error as { message?: unknown; code?: unknown }
  const words = typeof message === 'string' && message !== '' ? message : String(code ?? error)
  return cleanAnswer(words, secrets)
}
