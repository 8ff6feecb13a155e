import { randomBytes } from 'node:crypto'

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const length = 22

/**
 * A new unguessable id for the outside: `<prefix>_` and 22 characters of base 62 (131 bits) from the system's
 * random source, for instance `ast_0Zr…`. The prefix is two to six lower-case letters.
 */
export function newPublicId(prefix: string): string {
  if (!/^[a-z]{2,6}$/.test(prefix))
    throw new TypeError(`"${prefix}" is no id prefix: use two to six lower-case letters`)
  return `${prefix}_${randomBase62(length)}`
}

/** True for text of the shape that newPublicId gives for this prefix. Says nothing about existence. */
export function isPublicId(prefix: string, text: unknown): text is string {
  return (
    typeof text === 'string' && text.startsWith(`${prefix}_`) && /^[0-9A-Za-z]{22}$/.test(text.slice(prefix.length + 1))
  )
}

/** Evenly distributed: bytes from 248 on are thrown away, since 248 is the largest multiple of 62 in a byte. */
function randomBase62(count: number): string {
  let text = ''
  while (text.length < count) {
    for (const byte of randomBytes(2 * count)) {
      if (byte < 248 && text.length < count) text += alphabet[byte % 62]
    }
  }
  return text
}
