import { createHash, createPublicKey, type KeyObject } from 'node:crypto'
import { MalformedInput } from '@holdfast/kit/reading'
import { dearmor, number, readIntegers, readPackets } from './packets.ts'

/** A key of a keyring that signatures can be checked with. */
export interface SigningKey {
  /** The last eight bytes of the fingerprint, in hexadecimal. */
  readonly id: string
  readonly key: KeyObject
}

const publicKey = 6
const publicSubkey = 14
const ed25519Curve = '2b06010401da470f01'
const nistCurves: ReadonlyMap<string, string> = new Map([
  ['2a8648ce3d030107', 'P-256'],
  ['2b81040022', 'P-384'],
  ['2b81040023', 'P-521'],
])

/** The version 4 keys and subkeys of a keyring, armored or not. Whether a subkey is bound to its key is left to whoever made the keyring. */
export function readPublicKeys(keyring: Uint8Array): readonly SigningKey[] {
  const armored = keyring[0] === 0x2d ? dearmor(new TextDecoder('latin1').decode(keyring)) : keyring
  if (armored === undefined) throw new MalformedInput('no armored key', 0)
  return readPackets(armored).flatMap(({ tag, body }) => {
    if ((tag !== publicKey && tag !== publicSubkey) || body[0] !== 4) return []
    const key = keyObject(body)
    return key === undefined ? [] : [{ id: keyId(body), key }]
  })
}

function keyId(body: Uint8Array): string {
  const head = Buffer.from([0x99, body.length >> 8, body.length & 255])
  return createHash('sha1').update(head).update(body).digest('hex').slice(-16)
}

function keyObject(body: Uint8Array): KeyObject | undefined {
  const material = 6
  try {
    switch (body[5]) {
      case 1:
      case 3: {
        const [n, e] = readIntegers(body, material)
        return n && e && createPublicKey({ format: 'jwk', key: { kty: 'RSA', n: base64(n), e: base64(e) } })
      }
      case 19: {
        const { curve, point } = curvePoint(body, material)
        const name = nistCurves.get(curve)
        const half = (point.length - 1) / 2
        if (name === undefined || point[0] !== 4) return undefined
        return createPublicKey({
          format: 'jwk',
          key: { kty: 'EC', crv: name, x: base64(point.subarray(1, 1 + half)), y: base64(point.subarray(1 + half)) },
        })
      }
      case 22: {
        const { curve, point } = curvePoint(body, material)
        return curve === ed25519Curve && point[0] === 0x40 ? edwards(point.subarray(1)) : undefined
      }
      case 27:
        return edwards(body.subarray(material, material + 32))
      default:
        return undefined
    }
  } catch {
    // A key that no library takes cannot have signed anything.
    return undefined
  }
}

function curvePoint(body: Uint8Array, at: number): { readonly curve: string; readonly point: Uint8Array } {
  const length = number(body, at, 1)
  const [point = new Uint8Array()] = readIntegers(body, at + 1 + length)
  return { curve: Buffer.from(body.subarray(at + 1, at + 1 + length)).toString('hex'), point }
}

function edwards(x: Uint8Array): KeyObject {
  return createPublicKey({ format: 'jwk', key: { kty: 'OKP', crv: 'Ed25519', x: base64(x) } })
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url')
}
