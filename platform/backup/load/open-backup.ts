import { type FileHandle, open } from 'node:fs/promises'
import { BackupError } from '../backup-error.ts'
import type { Unlock } from '../format/backup-key.ts'
import { type FileSecret, headerBytes, readHeader, unlockHeader } from '../format/file-header.ts'
import { type Entry, readBackup } from '../format/read-backup.ts'
import type { End, Head, SecretFile } from '../format/records.ts'

/** A backup whose key was found. It is read from its start as often as asked for. */
export interface BackupFile {
  readonly id: string
  readonly size: number
  entries(onBytes?: (bytes: number) => void): AsyncGenerator<Entry>
  close(): Promise<void>
}

/** What a backup holds, after all of it was read and proven. */
export interface BackupContents {
  readonly id: string
  readonly head: Head
  readonly end: End
  readonly secrets: readonly SecretFile[]
}

/** Throws `file-unusable`, `no-backup`, `newer-format`, `wrong-key`, `damaged`. */
export async function openBackup(path: string, unlock: Unlock): Promise<BackupFile> {
  const file = await open(path, 'r').catch((cause: NodeJS.ErrnoException) => {
    throw new BackupError('file-unusable', `${path} cannot be read (${cause.code}).`, { cause })
  })
  try {
    const info = await file.stat()
    if (!info.isFile()) throw new BackupError('file-unusable', `${path} is no file.`)
    const start = Buffer.alloc(headerBytes)
    const { bytesRead } = await file.read(start, 0, headerBytes, 0)
    const { header, length, bound } = readHeader(start.subarray(0, bytesRead))
    const secret = await unlockHeader(header, bound, unlock)
    return opened(file, header.id, info.size, secret, length)
  } catch (error) {
    await file.close()
    throw error
  }
}

function opened(file: FileHandle, id: string, size: number, secret: FileSecret, offset: number): BackupFile {
  return {
    id,
    size,
    entries: (onBytes) => readBackup(file, secret, offset, onBytes),
    close: () => file.close(),
  }
}

/** Reads all of it and says what is in it. Throws `damaged`, which names the place. */
export async function verifyBackup(file: BackupFile, onBytes?: (bytes: number) => void): Promise<BackupContents> {
  let head: Head | undefined
  let end: End | undefined
  const secrets: SecretFile[] = []
  for await (const entry of file.entries(onBytes)) {
    if (entry.kind === 'head') head = entry.head
    if (entry.kind === 'secret') secrets.push(entry.secret)
    if (entry.kind === 'end') end = entry.end
  }
  return { id: file.id, head: head!, end: end!, secrets }
}
