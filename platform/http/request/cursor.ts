import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import { Problem } from '../conventions/problem.ts'

/**
 * Makes cursors opaque: encrypted and authenticated (AES-256-GCM), and bound to the list they belong to. So a cursor
 * shows no internal id, and one of another tenant, route or filter is refused.
 */
export class CursorSeal {
  readonly #key: Buffer

  /** `key` is 32 secret bytes, the same in all server processes. */
  constructor(key: Buffer) {
    this.#key = createHash('sha256').update('holdfast cursor').update(key).digest()
  }

  seal(text: string, list: string): string {
    const nonce = randomBytes(12)
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonce)
    cipher.setAAD(Buffer.from(list))
    const sealed = Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final()])
    return Buffer.concat([sealed, cipher.getAuthTag()]).toString('base64url')
  }

  /** Throws Problem 400 for what this list did not give out. */
  open(cursor: string, list: string): string {
    try {
      const bytes = Buffer.from(cursor, 'base64url')
      const decipher = createDecipheriv('aes-256-gcm', this.#key, bytes.subarray(0, 12), { authTagLength: 16 })
      decipher.setAAD(Buffer.from(list))
      decipher.setAuthTag(bytes.subarray(-16))
      return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]).toString('utf8')
    } catch (cause) {
      const message = 'is not a cursor of this list: start again without it'
      throw new Problem(400, 'cursor-invalid', `/query/cursor ${message}.`, {
        errors: [{ pointer: '/query/cursor', code: 'cursor-invalid', message }],
        cause,
      })
    }
  }
}

/** What a cursor is bound to: everything that makes the list what it is, which page size, cursor and counts beside it are not. */
export function listName(tenantId: number, path: string, query: Readonly<Record<string, unknown>>): string {
  const parts = Object.entries(query)
    .filter(([key]) => key !== 'cursor' && key !== 'limit' && key !== 'facets')
    .sort(([a], [b]) => (a < b ? -1 : 1))
  return JSON.stringify([tenantId, path, parts])
}
