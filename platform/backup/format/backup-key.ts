import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
  randomBytes,
  scrypt,
} from 'node:crypto'
import { BackupError } from '../backup-error.ts'

/** What closes a new backup: a passphrase, or the public half of a key whose other half lies elsewhere. */
export type Lock = { readonly passphrase: string } | { readonly recipient: string }
/** What opens a backup: its passphrase, or the secret half of the key. */
export type Unlock = { readonly passphrase: string } | { readonly identity: string }

/** How the header of a backup keeps the key of the file; bytes are in base64url. */
export type LockedKey =
  | { kind: 'passphrase'; n: number; r: number; p: number; salt: string; sealed: string }
  | { kind: 'recipient'; recipient: string; ephemeral: string; sealed: string }

/** 128 MiB and about half a second: RFC 7914 names 2^14 for logins and far more for files. */
const cost = { n: 2 ** 17, r: 8, p: 1 }
/** A header from outside may ask for this much at most: 1 GiB. */
const mostCost = { n: 2 ** 20, r: 8, p: 4 }
const publicPrefix = 'hfbk_'
const secretPrefix = 'hfbs_'
// DER of an X25519 key up to its 32 bytes (RFC 8410, section 4 and 7).
const publicDer = Buffer.from('302a300506032b656e032100', 'hex')
const secretDer = Buffer.from('302e020100300506032b656e04220420', 'hex')

/** A pair for backups that a machine can make and not read. */
export function newBackupKey(): { recipient: string; identity: string } {
  const { publicKey, privateKey } = generateKeyPairSync('x25519')
  return {
    recipient: publicPrefix + rawPublic(publicKey).toString('base64url'),
    identity:
      secretPrefix +
      (privateKey.export({ format: 'der', type: 'pkcs8' }) as Buffer).subarray(-32).toString('base64url'),
  }
}

/** The public half of a secret key. Throws `wrong-key` for what is none. */
export function recipientOf(identity: string): string {
  return publicPrefix + rawPublic(createPublicKey(secretOf(identity))).toString('base64url')
}

/** Locks the key of a new file. `bound` is what the header says besides, which is then proven as well. */
export async function lockKey(fileKey: Buffer, lock: Lock, bound: Buffer): Promise<LockedKey> {
  if ('passphrase' in lock) {
    const salt = randomBytes(16)
    const key = await derive(lock.passphrase, salt, cost)
    return { kind: 'passphrase', ...cost, salt: salt.toString('base64url'), sealed: seal(key, fileKey, bound) }
  }
  const { publicKey, privateKey } = generateKeyPairSync('x25519')
  const ephemeral = rawPublic(publicKey)
  const key = agreed(diffieHellman({ privateKey, publicKey: publicOf(lock.recipient) }), ephemeral, lock.recipient)
  return {
    kind: 'recipient',
    recipient: fingerprint(lock.recipient),
    ephemeral: ephemeral.toString('base64url'),
    sealed: seal(key, fileKey, bound),
  }
}

/** The key of a file. Throws `wrong-key`. */
export async function unlockKey(locked: LockedKey, unlock: Unlock, bound: Buffer): Promise<Buffer> {
  if (locked.kind === 'passphrase') {
    if (!('passphrase' in unlock))
      throw new BackupError('wrong-key', 'This backup is locked with a passphrase, not with a key.')
    const { n, r, p } = locked
    const isSane =
      Number.isInteger(Math.log2(n)) && n <= mostCost.n && n > 1 && r === mostCost.r && p >= 1 && p <= mostCost.p
    if (!isSane)
      throw new BackupError('damaged', 'The header of the backup asks for more work than a passphrase takes.')
    const key = await derive(unlock.passphrase, Buffer.from(locked.salt, 'base64url'), { n, r, p })
    const found = open(key, locked.sealed, bound)
    if (found) return found
    throw new BackupError(
      'wrong-key',
      'The passphrase is not the one of this backup, or the header of the file was changed.',
    )
  }
  if (!('identity' in unlock)) {
    throw new BackupError(
      'wrong-key',
      `This backup is locked for the key ${locked.recipient}: name its secret half (--identity FILE).`,
    )
  }
  const secret = secretOf(unlock.identity)
  const recipient = recipientOf(unlock.identity)
  const ephemeral = Buffer.from(locked.ephemeral, 'base64url')
  if (ephemeral.length === 32) {
    const shared = diffieHellman({ privateKey: secret, publicKey: keyOf(publicDer, ephemeral) })
    const found = open(agreed(shared, ephemeral, recipient), locked.sealed, bound)
    if (found) return found
  }
  const mine = fingerprint(recipient)
  throw new BackupError(
    'wrong-key',
    mine === locked.recipient
      ? 'The header of the backup was changed.'
      : `The key is ${mine}, the backup is locked for ${locked.recipient}.`,
  )
}

/** By which people tell keys apart. */
export function fingerprint(recipient: string): string {
  return createHash('sha256').update(recipient).digest('hex').slice(0, 16)
}

function derive(passphrase: string, salt: Buffer, { n, r, p }: typeof cost): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const choices = { N: n, r, p, maxmem: 256 * n * r * p }
    // One way of writing a letter with its accent, whatever the keyboard made of it.
    scrypt(passphrase.normalize('NFC'), salt, 32, choices, (error, key) => (error ? reject(error) : resolve(key)))
  })
}

function agreed(shared: Buffer, ephemeral: Buffer, recipient: string): Buffer {
  return Buffer.from(
    hkdfSync('sha256', shared, Buffer.concat([ephemeral, Buffer.from(recipient)]), 'holdfast-backup', 32),
  )
}

/** The key that seals is of this one use, so the nonce may be anything that is always the same. */
function seal(key: Buffer, text: Buffer, bound: Buffer): string {
  const cipher = createCipheriv('aes-256-gcm', key, Buffer.alloc(12)).setAAD(bound)
  return Buffer.concat([cipher.update(text), cipher.final(), cipher.getAuthTag()]).toString('base64url')
}

function open(key: Buffer, sealed: string, bound: Buffer): Buffer | undefined {
  const bytes = Buffer.from(sealed, 'base64url')
  if (bytes.length !== 48) return undefined
  try {
    const cipher = createDecipheriv('aes-256-gcm', key, Buffer.alloc(12)).setAAD(bound).setAuthTag(bytes.subarray(32))
    return Buffer.concat([cipher.update(bytes.subarray(0, 32)), cipher.final()])
  } catch {
    return undefined
  }
}

function rawPublic(key: KeyObject): Buffer {
  return (key.export({ format: 'der', type: 'spki' }) as Buffer).subarray(-32)
}

function keyOf(prefix: Buffer, raw: Buffer): KeyObject {
  return createPublicKey({ key: Buffer.concat([prefix, raw]), format: 'der', type: 'spki' })
}

function publicOf(text: string): KeyObject {
  const raw = rawText(text, publicPrefix, 'is no public key for backups')
  return keyOf(publicDer, raw)
}

function secretOf(text: string): KeyObject {
  const raw = rawText(text, secretPrefix, 'is no secret key for backups')
  return createPrivateKey({ key: Buffer.concat([secretDer, raw]), format: 'der', type: 'pkcs8' })
}

/** The text is not told: the two halves are easily mistaken for each other. */
function rawText(text: string, prefix: string, problem: string): Buffer {
  const raw = text.startsWith(prefix) ? Buffer.from(text.slice(prefix.length), 'base64url') : Buffer.alloc(0)
  if (raw.length === 32) return raw
  throw new BackupError('wrong-key', `What was given ${problem} (${prefix}…).`)
}
