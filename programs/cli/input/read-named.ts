import { CliError } from '../cli-error.ts'
import { exitCode } from '../exit-code.ts'
import { readInput } from './read-input.ts'

/** As `readInput`, for verbs that scan nothing: throws CliError. */
export async function readNamed(path: string): Promise<Uint8Array> {
  try {
    return await readInput(path)
  } catch (error) {
    const { name, message, status } = error as Error & { status?: number }
    if (name !== 'ScanError') throw error
    throw new CliError(message, { code: status ?? exitCode.nothing })
  }
}
