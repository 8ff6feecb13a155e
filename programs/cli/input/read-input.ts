import { readFile, stat } from 'node:fs/promises'
import { exitStatus, ScanError } from '@holdfast/platform/scanning'

/** Real documents of whole distributions stay far below. */
const maxBytes = 512 * 1024 * 1024

/** The bytes of a file that the command line names, or of standard input for `-`. Throws ScanError with the exit status that says why not. */
export async function readInput(path: string): Promise<Uint8Array> {
  try {
    if (path !== '-') {
      if ((await stat(path)).size > maxBytes) throw new ScanError(`${path} holds more than 512 MiB.`, exitStatus.usage)
      return await readFile(path)
    }
    const pieces: Buffer[] = []
    let size = 0
    for await (const piece of process.stdin) {
      pieces.push(piece as Buffer)
      size += (piece as Buffer).length
      if (size > maxBytes) throw new ScanError('Standard input holds more than 512 MiB.', exitStatus.usage)
    }
    return Buffer.concat(pieces)
  } catch (error) {
    if (error instanceof ScanError) throw error
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') throw new ScanError(`${path} does not exist.`, exitStatus.nothing)
    throw new ScanError(
      `${path} cannot be read: ${message}`,
      code === 'EACCES' ? exitStatus.denied : exitStatus.nothing,
    )
  }
}
