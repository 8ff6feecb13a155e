import { createHash, randomBytes } from 'node:crypto'
import { BackupError } from '../backup-error.ts'
import { type Lock, type LockedKey, lockKey, type Unlock, unlockKey } from './backup-key.ts'

/** Raised when the file changes so that an older program would misread it. */
export const formatVersion = 1
const magic = 'holdfast-backup '
/** Two lines of text in front of what is encrypted. */
const longestHeader = 16_384

/** What is known of a backup without its key. */
export interface FileHeader {
  /** 128 random bits in hexadecimal: no two backups have the same. */
  readonly id: string
  readonly cipher: 'aes-256-gcm'
  readonly compression: 'zstd'
  readonly keys: readonly LockedKey[]
}

/** The key of a file's chunks and what each of them is bound to. */
export interface FileSecret {
  readonly key: Buffer
  /** SHA-256 of the whole header, the additional data of every chunk. */
  readonly bound: Buffer
}

/** A new header and its secret. */
export async function newHeader(locks: readonly Lock[]): Promise<{ bytes: Buffer; id: string; secret: FileSecret }> {
  const key = randomBytes(32)
  const id = randomBytes(16).toString('hex')
  const keys = await Promise.all(locks.map((lock) => lockKey(key, lock, Buffer.from(id))))
  const header: FileHeader = { id, cipher: 'aes-256-gcm', compression: 'zstd', keys }
  const bytes = Buffer.from(`${magic}${formatVersion}\n${JSON.stringify(header)}\n`)
  return { bytes, id, secret: { key, bound: digestOf(bytes) } }
}

/**
 * Reads the header from the first bytes of a file, of which it wants `longestHeader` or all that there are. Throws
 * `no-backup`, `newer-format`, `damaged`.
 */
export function readHeader(start: Buffer): { header: FileHeader; length: number; bound: Buffer } {
  const firstEnd = start.indexOf(10)
  const first = start.subarray(0, Math.max(0, Math.min(firstEnd, 64))).toString('latin1')
  if (!first.startsWith(magic)) throw new BackupError('no-backup', 'The file is no backup of Holdfast.')
  const version = Number(first.slice(magic.length))
  if (!Number.isInteger(version) || version < 1)
    throw new BackupError('damaged', 'The first line of the backup was changed.')
  if (version > formatVersion) {
    throw new BackupError(
      'newer-format',
      `The backup is of format ${version}, this program reads up to ${formatVersion}: restore it with the newer Holdfast.`,
    )
  }
  const end = start.indexOf(10, firstEnd + 1)
  if (end < 0 || end >= longestHeader) throw new BackupError('damaged', 'The header of the backup has no end.')
  const header = parse(start.subarray(firstEnd + 1, end).toString('utf8'))
  return { header, length: end + 1, bound: digestOf(start.subarray(0, end + 1)) }
}

/** The secret of a file. Throws `wrong-key`. */
export async function unlockHeader(header: FileHeader, bound: Buffer, unlock: Unlock): Promise<FileSecret> {
  const wanted = 'passphrase' in unlock ? 'passphrase' : 'recipient'
  const locked = header.keys.find(({ kind }) => kind === wanted) ?? header.keys[0]!
  return { key: await unlockKey(locked, unlock, Buffer.from(header.id)), bound }
}

export const headerBytes = longestHeader

function parse(text: string): FileHeader {
  try {
    const header = JSON.parse(text) as FileHeader
    const isRight =
      /^[0-9a-f]{32}$/.test(header.id) &&
      header.cipher === 'aes-256-gcm' &&
      header.compression === 'zstd' &&
      header.keys.length > 0 &&
      header.keys.length <= 16 &&
      header.keys.every(isLockedKey)
    if (isRight) return header
  } catch {
    // Told below.
  }
  throw new BackupError('damaged', 'The header of the backup makes no sense: it was changed or cut.')
}

function isLockedKey(key: LockedKey): boolean {
  const areTexts = (...values: unknown[]) => values.every((value) => typeof value === 'string' && value.length <= 200)
  if (key.kind === 'recipient') return areTexts(key.sealed, key.recipient, key.ephemeral)
  return key.kind === 'passphrase' && areTexts(key.sealed, key.salt) && [key.n, key.r, key.p].every(Number.isInteger)
}

function digestOf(bytes: Buffer): Buffer {
  return createHash('sha256').update(bytes).digest()
}
