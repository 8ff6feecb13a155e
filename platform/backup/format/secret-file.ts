import { BackupError } from '../backup-error.ts'
import type { SecretFile } from './records.ts'

/** Folders of the home whose files a restored installation needs: what it signs and seals with, and its TLS authority. */
export const secretFolders = ['keys', 'tls'] as const
export const mostSecretFiles = 200
export const biggestSecretFile = 1024 * 1024

const path = new RegExp(`^(${secretFolders.join('|')})/[A-Za-z0-9_-][A-Za-z0-9._-]{0,100}$`)

export function isSecretPath(text: string): boolean {
  return path.test(text)
}

export function writeSecretFile({ path, mode, content }: SecretFile): object {
  return { path, mode, content: content.toString('base64') }
}

/** A file that may be put into a home: nothing outside of the two folders. Throws `damaged`. */
export function readSecretFile(value: unknown): SecretFile {
  const { path, mode, content } = value as { path?: unknown; mode?: unknown; content?: unknown }
  const isRight = typeof path === 'string' && isSecretPath(path) && typeof content === 'string'
  if (!isRight || (mode !== 0o600 && mode !== 0o644))
    throw new BackupError('damaged', 'The backup is not whole: a file of the home has a name or mode that cannot be.')
  return { path, mode, content: Buffer.from(content, 'base64') }
}
