import { createHash, createPrivateKey, X509Certificate } from 'node:crypto'
import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { hostname, networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { whileLocked } from '../../lock/index.ts'
import { makeAuthority, makeLeaf } from './make-certificate.ts'

const day = 86_400_000
/** Browsers refuse server certificates that are valid for longer than 398 days. */
const leafDays = 397
const renewBefore = 30 * day

/** What the TLS door needs, and what others need to trust it. */
export interface ServerTls {
  /** Certificate chain, leaf first (PEM). */
  readonly certificate: string
  readonly key: string
  /** The authority that sources and browsers are told to trust (PEM). */
  readonly authority: string
  /** SHA-256 of the authority's DER form, lower-case hexadecimal. */
  readonly authorityPin: string
  /** False when the operator brought the certificate. */
  readonly generated: boolean
}

export interface TlsOptions {
  /** Folder of our own authority; made when missing. */
  readonly folder: string
  /** Names that the server is reached by, beside this machine's own names and addresses. */
  readonly hosts?: readonly string[]
  /** The operator's certificate chain and key (paths of PEM files): then nothing is generated. */
  readonly operator?: { readonly certificate: string; readonly key: string }
  readonly now?: Date
}

/**
 * The certificate of the TLS door: the operator's, or one from a local authority that is made once and lives ten years.
 * The leaf is made again 30 days before its end, or when this machine has got other names or addresses.
 * Throws an Error with one clear line when the operator's files cannot be used.
 */
export function ensureCertificate(options: TlsOptions): ServerTls {
  const now = options.now ?? new Date()
  if (options.operator) return operatorCertificate(options.operator, now)
  mkdirSync(options.folder, { recursive: true, mode: 0o700 })
  return whileLocked(join(options.folder, 'making.lock'), () => generatedCertificate(options, now))
}

/** One process at a time: two that begin together would each trust an authority of its own. */
function generatedCertificate(options: TlsOptions, now: Date): ServerTls {
  const authority = readPair(options.folder, 'authority') ?? storePair(options.folder, 'authority', newAuthority(now))
  const hosts = [...new Set([...ownNames(), ...(options.hosts ?? [])])].sort()
  let leaf = readPair(options.folder, 'server')
  if (!leaf || !isCurrent(leaf.certificate, authority.certificate, hosts, now)) {
    const signer = { name: commonName(authority.certificate), key: createPrivateKey(authority.key) }
    // An hour back, for clients whose clocks are behind.
    const validity = { from: new Date(now.getTime() - 3_600_000), until: new Date(now.getTime() + leafDays * day) }
    leaf = storePair(options.folder, 'server', makeLeaf(signer, { name: hostname(), hosts, ...validity }))
  }
  return {
    certificate: leaf.certificate + authority.certificate,
    key: leaf.key,
    authority: authority.certificate,
    authorityPin: pinOf(authority.certificate),
    generated: true,
  }
}

/** SHA-256 of a certificate's DER form. */
export function pinOf(certificate: string): string {
  return createHash('sha256').update(new X509Certificate(certificate).raw).digest('hex')
}

function newAuthority(now: Date) {
  const name = `Holdfast on ${hostname()} ${now.toISOString().slice(0, 10)}`
  return makeAuthority({ name, from: new Date(now.getTime() - 3_600_000), until: new Date(now.getTime() + 3650 * day) })
}

function commonName(certificate: string): string {
  return /^CN=(.*)$/m.exec(new X509Certificate(certificate).subject)?.[1] ?? ''
}

function isCurrent(certificate: string, authority: string, hosts: readonly string[], now: Date): boolean {
  const found = new X509Certificate(certificate)
  if (new Date(found.validTo).getTime() - now.getTime() < renewBefore) return false
  if (new Date(found.validFrom).getTime() > now.getTime()) return false
  if (!found.verify(new X509Certificate(authority).publicKey)) return false
  return hosts.every((host) => (isIP(host) ? found.checkIP(host) : found.checkHost(host)) !== undefined)
}

/** Names and addresses of this machine; link-local ones are of no use to others. */
function ownNames(): string[] {
  const addresses = Object.values(networkInterfaces()).flatMap((list) => (list ?? []).map(({ address }) => address))
  const names = [hostname(), 'localhost'].filter((name) => /^[A-Za-z0-9][A-Za-z0-9.-]{0,252}$/.test(name))
  return [...names, '127.0.0.1', '::1', ...addresses.filter((address) => !/^(fe80:|169\.254\.)/i.test(address))].slice(
    0,
    100,
  )
}

interface Pair {
  certificate: string
  key: string
}

function readPair(folder: string, name: string): Pair | undefined {
  try {
    const pair = {
      certificate: readFileSync(join(folder, `${name}.crt`), 'utf8'),
      key: readFileSync(join(folder, `${name}.key`), 'utf8'),
    }
    const matches = new X509Certificate(pair.certificate).checkPrivateKey(createPrivateKey(pair.key))
    // A stop between the two writes leaves a pair that does not match: as good as none.
    return matches ? pair : undefined
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EACCES') throw error
    return undefined
  }
}

function storePair(folder: string, name: string, pair: Pair): Pair {
  for (const [ending, text] of [
    ['key', pair.key],
    ['crt', pair.certificate],
  ] as const) {
    const path = join(folder, `${name}.${ending}`)
    writeFileSync(`${path}.part`, text, { mode: 0o600 })
    chmodSync(`${path}.part`, ending === 'key' ? 0o600 : 0o644)
    renameSync(`${path}.part`, path)
  }
  return pair
}

function operatorCertificate(paths: { certificate: string; key: string }, now: Date): ServerTls {
  const read = (path: string) => {
    try {
      return readFileSync(path, 'utf8')
    } catch (error) {
      throw new Error(`The TLS file ${path} cannot be read (${(error as NodeJS.ErrnoException).code}).`, {
        cause: error,
      })
    }
  }
  const certificate = read(paths.certificate)
  const key = read(paths.key)
  const chain = certificate.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----\n?/g) ?? []
  if (!chain[0]) throw new Error(`The TLS file ${paths.certificate} holds no PEM certificate.`)
  const leaf = new X509Certificate(chain[0])
  if (!leaf.checkPrivateKey(createPrivateKey(key))) {
    throw new Error(`The TLS key ${paths.key} does not belong to the certificate ${paths.certificate}.`)
  }
  if (new Date(leaf.validTo) < now)
    throw new Error(`The TLS certificate ${paths.certificate} ended on ${leaf.validTo}.`)
  const authority = chain.at(-1)!
  return { certificate, key, authority, authorityPin: pinOf(authority), generated: false }
}
