import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

const version = 1
const nonceBytes = 12
const tagBytes = 16

/**
 * Seals what must be read again (passwords of other servers, signing secrets) with a key of the installation: AES-256-GCM, a random nonce each,
 * bound to the place that it is kept at, so that a sealed text that is moved elsewhere opens nothing.
 */
export class SecretBox {
  readonly #key: Buffer

  /** `key`: 32 secret bytes. */
  constructor(key: Uint8Array) {
    if (key.length !== 32) throw new TypeError(`a key of ${key.length} bytes: it has 32`)
    this.#key = Buffer.from(key)
  }

  /** `place` says whose it is: table, tenant, public id. Answers with base64url. */
  seal(secret: string, place: string): string {
    const nonce = randomBytes(nonceBytes)
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonce).setAAD(Buffer.from(place))
    const sealed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()])
    return Buffer.concat([Buffer.of(version), nonce, cipher.getAuthTag(), sealed]).toString('base64url')
  }

  /** Undefined for what was sealed with another key, for another place, or changed since. */
  open(sealed: string, place: string): string | undefined {
    const bytes = Buffer.from(sealed, 'base64url')
    const from = 1 + nonceBytes + tagBytes
    if (bytes.length < from || bytes[0] !== version) return undefined
    try {
      const decipher = createDecipheriv('aes-256-gcm', this.#key, bytes.subarray(1, 1 + nonceBytes), {
        authTagLength: tagBytes,
      })
      decipher.setAAD(Buffer.from(place)).setAuthTag(bytes.subarray(1 + nonceBytes, from))
      return Buffer.concat([decipher.update(bytes.subarray(from)), decipher.final()]).toString('utf8')
    } catch {
      return undefined
    }
  }
}
