import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { BackupError } from '../backup-error.ts'
import type { SecretFile } from '../format/records.ts'
import { biggestSecretFile, isSecretPath, mostSecretFiles, secretFolders } from '../format/secret-file.ts'

/**
 * The files of a home that a restored installation needs: what it signs and seals with, and the authority that its sources trust. Passwords of the
 * database are not among them: a restored one gets its own. What is half written is left out.
 */
export function readHomeSecrets(home: string): SecretFile[] {
  const found = secretFolders.flatMap((folder) => list(join(home, folder)).map((name) => `${folder}/${name}`))
  const paths = found.filter((path) => isSecretPath(path) && !/\.part(-\d+)?$/.test(path)).sort()
  if (paths.length > mostSecretFiles)
    throw new BackupError(
      'file-unusable',
      `${home} holds more than ${mostSecretFiles} keys and certificates: remove what does not belong there.`,
    )
  return paths.flatMap((path) => {
    const full = join(home, path)
    const { size, mode } = statSync(full)
    if (size > biggestSecretFile) throw new BackupError('file-unusable', `${full} is too big for a key or certificate.`)
    return [{ path, mode: (mode & 0o077) === 0 ? 0o600 : 0o644, content: readFileSync(full) }]
  })
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ name }) => name)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}
