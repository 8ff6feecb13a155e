import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readTrustBundle, type TrustBundle } from '@holdfast/platform/trust'
import { keepFile } from './keep-file.ts'
import { folderFiles, type ProgramFolder } from './program-folder.ts'

/**
 * Keeps the keys of the installation where the account without privileges cannot reach: by these alone a new program is judged. They are set when the agent
 * enrols, by whoever installs it.
 */
export function pinTrust(folder: ProgramFolder, trust: TrustBundle): void {
  keepFile(join(folder.path, folderFiles.trust), JSON.stringify(trust))
}

/** Undefined where none was set, or it makes no sense. */
export function pinnedTrust(folder: ProgramFolder): TrustBundle | undefined {
  try {
    return readTrustBundle(readFileSync(join(folder.path, folderFiles.trust), 'utf8'))
  } catch {
    return undefined
  }
}
