import { exitCode } from './exit-code.ts'

/** An expected failure of a command: one line for people, the exit status, and what to do about it. */
export class CliError extends Error {
  override readonly name = 'CliError'
  readonly code: number
  readonly hint: string | undefined

  constructor(message: string, options: { code?: number; hint?: string; cause?: unknown } = {}) {
    super(message, { cause: options.cause })
    this.code = options.code ?? exitCode.usage
    this.hint = options.hint
  }
}
