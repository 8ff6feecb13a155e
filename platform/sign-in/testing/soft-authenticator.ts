import { createHash, createPrivateKey, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'

/** What an authenticator can be made to say wrong. */
export interface Lies {
  readonly origin?: string
  readonly rpId?: string
  readonly challenge?: string
  readonly verified?: boolean
  readonly counter?: number
}

/**
 * An authenticator in software that makes one passkey (ES256, no attestation) and shows it (WebAuthn Level 3 §6). It says
 * what it is told to, so that a test sees what the server refuses.
 */
export class SoftAuthenticator {
  readonly id = randomBytes(16)
  readonly #pair = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  readonly #host: { readonly rpId: string; readonly origin: string }
  #counter = 0
  #userHandle = ''

  constructor(host: { readonly rpId: string; readonly origin: string }) {
    this.#host = host
  }

  /** Answers the options of a registration. */
  make(options: { challenge: string; user: { id: string } }, lies: Lies = {}) {
    this.#userHandle = options.user.id
    const { x, y } = this.#pair.publicKey.export({ format: 'jwk' }) as { x: string; y: string }
    // COSE_Key (RFC 9053 §7.1): kty EC2, alg ES256, crv P-256.
    const key = cborMap([
      [cborInt(1), cborInt(2)],
      [cborInt(3), cborInt(-7)],
      [cborInt(-1), cborInt(1)],
      [cborInt(-2), cborBytes(Buffer.from(x, 'base64url'))],
      [cborInt(-3), cborBytes(Buffer.from(y, 'base64url'))],
    ])
    const length = Buffer.alloc(2)
    length.writeUInt16BE(this.id.length)
    const data = Buffer.concat([this.#authenticatorData(lies, 0x40), Buffer.alloc(16), length, this.id, key])
    const attestation = cborMap([
      [cborText('fmt'), cborText('none')],
      [cborText('attStmt'), cborMap([])],
      [cborText('authData'), cborBytes(data)],
    ])
    return this.#credential({
      clientDataJSON: this.#clientData('webauthn.create', options.challenge, lies).toString('base64url'),
      attestationObject: attestation.toString('base64url'),
      transports: ['internal'],
    })
  }

  /** Answers the options of a sign-in. */
  show(options: { challenge: string }, lies: Lies = {}) {
    const client = this.#clientData('webauthn.get', options.challenge, lies)
    const data = this.#authenticatorData(lies, 0)
    const signed = Buffer.concat([data, createHash('sha256').update(client).digest()])
    return this.#credential({
      clientDataJSON: client.toString('base64url'),
      authenticatorData: data.toString('base64url'),
      signature: sign('sha256', signed, this.#pair.privateKey).toString('base64url'),
      userHandle: this.#userHandle,
    })
  }

  /** Signs with another key from now on. */
  forge(): void {
    const other: KeyObject = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
    this.#pair.privateKey = createPrivateKey(other.export({ format: 'pem', type: 'pkcs8' }))
  }

  #credential(response: object) {
    const id = this.id.toString('base64url')
    return { id, rawId: id, type: 'public-key', response, clientExtensionResults: {} }
  }

  #clientData(type: string, challenge: string, lies: Lies): Buffer {
    const origin = lies.origin ?? this.#host.origin
    return Buffer.from(JSON.stringify({ type, challenge: lies.challenge ?? challenge, origin, crossOrigin: false }))
  }

  #authenticatorData(lies: Lies, flags: number): Buffer {
    const counter = Buffer.alloc(4)
    counter.writeUInt32BE(lies.counter ?? ++this.#counter)
    const present = 0x01 | (lies.verified === false ? 0 : 0x04) | flags
    const rpId = createHash('sha256')
      .update(lies.rpId ?? this.#host.rpId)
      .digest()
    return Buffer.concat([rpId, Buffer.of(present), counter])
  }
}

// CBOR (RFC 8949) as far as this needs it.
function cborHead(major: number, value: number): Buffer {
  if (value < 24) return Buffer.of((major << 5) | value)
  if (value < 256) return Buffer.of((major << 5) | 24, value)
  return Buffer.of((major << 5) | 25, value >> 8, value & 255)
}
const cborInt = (value: number) => (value < 0 ? cborHead(1, -1 - value) : cborHead(0, value))
const cborBytes = (bytes: Buffer) => Buffer.concat([cborHead(2, bytes.length), bytes])
const cborText = (text: string) => Buffer.concat([cborHead(3, text.length), Buffer.from(text)])
const cborMap = (pairs: readonly (readonly [Buffer, Buffer])[]) =>
  Buffer.concat([cborHead(5, pairs.length), ...pairs.flat()])
