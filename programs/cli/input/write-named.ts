import { writeFile } from 'node:fs/promises'
import { CliError } from '../cli-error.ts'

/** Writes a document where the command line says. Throws CliError. */
export async function writeNamed(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text)
  } catch (error) {
    throw new CliError(`${path} cannot be written: ${(error as Error).message}`, { cause: error })
  }
}
