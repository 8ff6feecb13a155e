import { createHash, randomBytes } from 'node:crypto'
import { crc32 } from 'node:zlib'

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const tokenPattern = /^(hfst|hfat)_([0-9A-Za-z]{43})([0-9A-Za-z]{6})$/

/** 256 random bits as 43 characters of base 62, for cookies and links. */
export function newSecret(): string {
  return base62(BigInt(`0x${randomBytes(32).toString('hex')}`), 43)
}

/**
 * A new API token: `hfst_`, 43 random characters, 6 characters of checksum. The prefix lets secret scanners find it; the
 * checksum lets them, and the server, tell a mistyped or invented one without asking the database.
 */
export function newApiToken(): string {
  return withChecksum('hfst')
}

/** The same for one that is good for minutes: `hfat_`. */
export function newAccessToken(): string {
  return withChecksum('hfat')
}

function withChecksum(kind: string): string {
  const body = newSecret()
  return `${kind}_${body}${checksum(kind, body)}`
}

/** True for text that newApiToken or newAccessToken may have made. */
export function isApiToken(text: string): boolean {
  const match = tokenPattern.exec(text)
  return match !== null && checksum(match[1]!, match[2]!) === match[3]
}

/** What is kept of a secret. */
export function digestOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest()
}

function checksum(kind: string, body: string): string {
  return base62(BigInt(crc32(`${kind}_${body}`)), 6)
}

function base62(value: bigint, width: number): string {
  let text = ''
  for (let rest = value; rest > 0n; rest /= 62n) text = alphabet[Number(rest % 62n)] + text
  return text.padStart(width, '0')
}
