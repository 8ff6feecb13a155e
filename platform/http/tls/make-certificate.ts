import { createHash, createPublicKey, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'
import { isIP } from 'node:net'
import { addressBytes } from './address-bytes.ts'
import { bits, boolean, element, integer, objectId, octets, pem, sequence, set, tagged, text, time } from './der.ts'

const oid = {
  commonName: '2.5.4.3',
  organization: '2.5.4.10',
  ecdsaWithSha256: '1.2.840.10045.4.3.2',
  subjectKeyId: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  authorityKeyId: '2.5.29.35',
  extendedKeyUsage: '2.5.29.37',
  serverAuth: '1.3.6.1.5.5.7.3.1',
}

/** A certificate and its key, both PEM. */
export interface Certificate {
  readonly certificate: string
  readonly key: string
}

export interface Validity {
  readonly from: Date
  readonly until: Date
}

/** A self-signed certificate authority (RFC 5280, ECDSA P-256) that may sign leaves and no further authorities. */
export function makeAuthority(options: { name: string } & Validity): Certificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const extensions = [
    extension(oid.basicConstraints, sequence(boolean(true), integer(Buffer.from([0]))), true),
    extension(oid.keyUsage, bits(Buffer.from([0b00000110]), 1), true), // keyCertSign, cRLSign
    extension(oid.subjectKeyId, octets(keyId(publicKey))),
  ]
  const name = distinguishedName(options.name)
  const body = toBeSigned({ issuer: name, subject: name, publicKey, extensions, ...options })
  return { certificate: signed(body, privateKey), key: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string }
}

/** A server certificate for host names and addresses, signed by an authority that makeAuthority made. */
export function makeLeaf(
  authority: { readonly name: string; readonly key: KeyObject },
  options: { name: string; hosts: readonly string[] } & Validity,
): Certificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const extensions = [
    extension(oid.basicConstraints, sequence(), true),
    extension(oid.keyUsage, bits(Buffer.from([0b10000000]), 7), true), // digitalSignature
    extension(oid.extendedKeyUsage, sequence(objectId(oid.serverAuth))),
    extension(oid.subjectKeyId, octets(keyId(publicKey))),
    extension(oid.authorityKeyId, sequence(tagged(0, keyId(createPublicKey(authority.key)), false))),
    extension(oid.subjectAltName, sequence(...options.hosts.map(generalName))),
  ]
  const body = toBeSigned({
    issuer: distinguishedName(authority.name),
    subject: distinguishedName(options.name),
    publicKey,
    extensions,
    ...options,
  })
  return {
    certificate: signed(body, authority.key),
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
  }
}

function toBeSigned(
  parts: { issuer: Buffer; subject: Buffer; publicKey: KeyObject; extensions: readonly Buffer[] } & Validity,
): Buffer {
  const serial = randomBytes(16)
  serial[0]! &= 0x7f
  return sequence(
    tagged(0, integer(Buffer.from([2]))), // version 3
    integer(serial),
    sequence(objectId(oid.ecdsaWithSha256)),
    parts.issuer,
    sequence(time(parts.from), time(parts.until)),
    parts.subject,
    parts.publicKey.export({ type: 'spki', format: 'der' }),
    tagged(3, sequence(...parts.extensions)),
  )
}

function signed(body: Buffer, key: KeyObject): string {
  return pem('CERTIFICATE', sequence(body, sequence(objectId(oid.ecdsaWithSha256)), bits(sign('sha256', body, key))))
}

/** At most 64 characters of common name (RFC 5280, ub-common-name). */
function distinguishedName(name: string): Buffer {
  const attribute = (id: string, value: string) => set(sequence(objectId(id), text(value)))
  return sequence(attribute(oid.organization, 'Holdfast'), attribute(oid.commonName, name.slice(0, 64)))
}

function extension(id: string, value: Buffer, critical = false): Buffer {
  return sequence(objectId(id), ...(critical ? [boolean(true)] : []), octets(value))
}

/** SHA-1 of the public key bits (RFC 5280 §4.2.1.2, method 1): a name for the key, not a protection. */
function keyId(key: KeyObject): Buffer {
  const spki = key.export({ type: 'spki', format: 'der' })
  return createHash('sha1')
    .update(spki.subarray(spki.length - 65))
    .digest()
}

function generalName(host: string): Buffer {
  return isIP(host) ? element(0x87, addressBytes(host)) : element(0x82, Buffer.from(host, 'ascii'))
}
