import { createHash, createHmac, pbkdf2Sync, randomBytes, timingSafeEqual } from 'node:crypto'

const iterations = 4096

/**
 * What PostgreSQL keeps of a password (RFC 5803 as in pg_authid), made here so that the password itself never travels in
 * a statement. Passwords must be ASCII: SASLprep is not applied.
 */
export function scramVerifier(password: string, salt: Buffer = randomBytes(16)): string {
  const salted = pbkdf2Sync(password, salt, iterations, 32, 'sha256')
  const stored = createHash('sha256').update(hmac(salted, 'Client Key')).digest('base64')
  return `SCRAM-SHA-256$${iterations}:${salt.toString('base64')}$${stored}:${hmac(salted, 'Server Key').toString('base64')}`
}

/** True when the verifier is of this password. */
export function isVerifierOf(password: string, verifier: string | null): boolean {
  const salt = /^SCRAM-SHA-256\$4096:([^$]+)\$/.exec(verifier ?? '')?.[1]
  if (!verifier || !salt) return false
  const expected = Buffer.from(scramVerifier(password, Buffer.from(salt, 'base64')))
  const given = Buffer.from(verifier)
  return expected.length === given.length && timingSafeEqual(expected, given)
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}
