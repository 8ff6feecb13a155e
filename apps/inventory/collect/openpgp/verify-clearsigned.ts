import { createHash, verify } from 'node:crypto'
import { splitClearsigned } from '@holdfast/kit/deb822'
import { MalformedInput } from '@holdfast/kit/reading'
import { dearmor, number, readIntegers, readPackets } from './packets.ts'
import type { SigningKey } from './public-keys.ts'

/** `wrong`: a key we have did not sign this, or no key we have signed it. */
export type SignatureVerdict = 'verified' | 'wrong' | 'none'

interface Signature {
  readonly type: number
  readonly algorithm: number
  readonly hash: string
  /** What is hashed after the text. */
  readonly trailer: Uint8Array
  readonly issuer: string | undefined
  readonly material: Uint8Array
}

const signaturePacket = 2
/** MD5 and SHA-1 are broken: a signature over them proves nothing. */
const hashes: ReadonlyMap<number, string> = new Map([
  [8, 'sha256'],
  [9, 'sha384'],
  [10, 'sha512'],
  [11, 'sha224'],
])
const maxSignatures = 64

/** Verifies a text signed in the open with the keys of a keyring: one good signature is needed, and a bad one spoils all. Source: RFC 9580 sections 5.2 and 7. */
export function verifyClearsigned(text: string, keys: readonly SigningKey[]): SignatureVerdict {
  const { body, signature } = splitClearsigned(text)
  if (signature === '') return 'none'
  try {
    const armored = dearmor(signature)
    if (armored === undefined) return 'wrong'
    const content = canonicalText(body)
    let good = false
    for (const { tag, body: packet } of readPackets(armored).slice(0, maxSignatures)) {
      const parsed = tag === signaturePacket ? readSignature(packet) : undefined
      if (parsed === undefined) continue
      for (const { key } of keys.filter(({ id }) => id === parsed.issuer)) {
        if (!isGood(parsed, content, key)) return 'wrong'
        good = true
      }
    }
    return good ? 'verified' : 'wrong'
  } catch (error) {
    if (error instanceof MalformedInput) return 'wrong'
    throw error
  }
}

/** Blanks at the ends of lines do not count, lines end with CR LF, and the last end belongs to the armor. */
function canonicalText(body: string): Buffer {
  const lines = body.replace(/\r?\n$/, '').split('\n')
  return Buffer.from(lines.map((line) => line.replace(/[ \t\r]+$/, '')).join('\r\n'))
}

/** Version 4 signatures over binary (0) or text (1); others are passed over. */
function readSignature(packet: Uint8Array): Signature | undefined {
  const [version, type = 0, algorithm = 0, hashAlgorithm = 0] = packet
  const hash = hashes.get(hashAlgorithm)
  if (version !== 4 || type > 1 || hash === undefined) return undefined
  const hashedLength = number(packet, 4, 2)
  const hashedEnd = 6 + hashedLength
  const unhashedLength = number(packet, hashedEnd, 2)
  const unhashedEnd = hashedEnd + 2 + unhashedLength
  if (unhashedEnd + 2 > packet.length) throw new MalformedInput('a signature that ends too early', 0)
  const trailer = Buffer.concat([packet.subarray(0, hashedEnd), Buffer.from([4, 0xff]), uint32(hashedEnd)])
  const issuer = issuerIn(packet.subarray(6, hashedEnd)) ?? issuerIn(packet.subarray(hashedEnd + 2, unhashedEnd))
  return { type, algorithm, hash, trailer, issuer, material: packet.subarray(unhashedEnd + 2) }
}

/** Subpacket 16 is the issuer's key id, 33 its fingerprint after a version. */
function issuerIn(subpackets: Uint8Array): string | undefined {
  for (let at = 0; at < subpackets.length; ) {
    const first = subpackets[at] ?? 0
    const wide = first === 255 ? 5 : first >= 192 ? 2 : 1
    const length =
      wide === 5
        ? number(subpackets, at + 1, 4)
        : wide === 2
          ? ((first - 192) << 8) + number(subpackets, at + 1, 1) + 192
          : first
    if (length === 0) return undefined
    const type = (subpackets[at + wide] ?? 0) & 0x7f
    const value = Buffer.from(subpackets.subarray(at + wide + 1, at + wide + length))
    if (type === 16 && value.length === 8) return value.toString('hex')
    if (type === 33 && value[0] === 4) return value.toString('hex').slice(-16)
    at += wide + length
  }
  return undefined
}

function isGood({ algorithm, hash, trailer, material }: Signature, content: Buffer, key: SigningKey['key']): boolean {
  const data = Buffer.concat([content, trailer])
  try {
    switch (algorithm) {
      case 1:
      case 3: {
        const [s = new Uint8Array()] = readIntegers(material, 0)
        // Leading zeros are not written; the verifier wants the width of the modulus.
        const width = Math.ceil((key.asymmetricKeyDetails?.modulusLength ?? 0) / 8)
        return verify(hash, data, key, padded(s, width))
      }
      case 19: {
        const [r = new Uint8Array(), s = new Uint8Array()] = readIntegers(material, 0)
        const width = Math.max(r.length, s.length, 32)
        return verify(
          hash,
          data,
          { key, dsaEncoding: 'ieee-p1363' },
          Buffer.concat([padded(r, width), padded(s, width)]),
        )
      }
      case 22: {
        const [r = new Uint8Array(), s = new Uint8Array()] = readIntegers(material, 0)
        const digest = createHash(hash).update(data).digest()
        return verify(null, digest, key, Buffer.concat([padded(r, 32), padded(s, 32)]))
      }
      case 27:
        return verify(null, createHash(hash).update(data).digest(), key, material.subarray(0, 64))
      default:
        return false
    }
  } catch {
    return false
  }
}

function padded(bytes: Uint8Array, width: number): Buffer {
  return bytes.length >= width ? Buffer.from(bytes) : Buffer.concat([Buffer.alloc(width - bytes.length), bytes])
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}
