import { createHash, createHmac, timingSafeEqual } from 'node:crypto'

export type HostKeyVerdict = 'known' | 'unknown' | 'changed' | 'revoked'

interface Entry {
  readonly revoked: boolean
  readonly hosts: string
  readonly type: string
  readonly key: Buffer
}

/** Fingerprint as ssh-keygen -l prints it: `SHA256:` and base64 without padding. */
export function fingerprintOf(key: Uint8Array): string {
  return `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`
}

/** The name of the algorithm, which is the first string in a public key (RFC 4253 section 6.6). */
export function keyTypeOf(key: Uint8Array): string {
  const length = Buffer.from(key.buffer, key.byteOffset, key.length).readUInt32BE(0)
  return Buffer.from(key)
    .subarray(4, 4 + Math.min(length, 64))
    .toString('latin1')
}

/** What known_hosts says of a host's key. Certificate authorities are not followed. Source: sshd(8), "SSH_KNOWN_HOSTS FILE FORMAT". */
export function checkKnownHosts(text: string, host: string, port: number, key: Uint8Array): HostKeyVerdict {
  const type = keyTypeOf(key)
  const matching = entriesOf(text).filter((entry) => matchesHost(entry.hosts, host, port))
  if (matching.some((entry) => entry.revoked && entry.key.equals(key))) return 'revoked'
  const ordinary = matching.filter((entry) => !entry.revoked)
  if (ordinary.some((entry) => entry.key.equals(key))) return 'known'
  return ordinary.some((entry) => entry.type === type) ? 'changed' : 'unknown'
}

/** Key types that are known of a host: to be asked for first, since another type would be unknown. */
export function knownKeyTypes(text: string, host: string, port: number): readonly string[] {
  const matching = entriesOf(text).filter((entry) => !entry.revoked && matchesHost(entry.hosts, host, port))
  return [...new Set(matching.map(({ type }) => type))]
}

function entriesOf(text: string): readonly Entry[] {
  return text.split('\n').flatMap((line) => {
    const words = line.trim().split(/\s+/)
    const marker = words[0]?.startsWith('@') ? words.shift() : undefined
    const [hosts, type, base64] = words
    if (!hosts || hosts.startsWith('#') || !type || !base64 || marker === '@cert-authority') return []
    return [{ revoked: marker === '@revoked', hosts, type, key: Buffer.from(base64, 'base64') }]
  })
}

function matchesHost(hosts: string, host: string, port: number): boolean {
  const name = port === 22 ? host.toLowerCase() : `[${host.toLowerCase()}]:${port}`
  if (hosts.startsWith('|1|')) {
    const [, , salt = '', hash = ''] = hosts.split('|')
    const expected = Buffer.from(hash, 'base64')
    const actual = createHmac('sha1', Buffer.from(salt, 'base64')).update(name).digest()
    return expected.length === actual.length && timingSafeEqual(expected, actual)
  }
  let matched = false
  for (const pattern of hosts.toLowerCase().split(',')) {
    const negated = pattern.startsWith('!')
    const shape = (negated ? pattern.slice(1) : pattern)
      .replace(/[\\^$.+()|[\]{}]/g, '\\$&')
      .replace(/\*+/g, '.*')
      .replaceAll('?', '.')
    if (!new RegExp(`^${shape}$`).test(name)) continue
    if (negated) return false
    matched = true
  }
  return matched
}
