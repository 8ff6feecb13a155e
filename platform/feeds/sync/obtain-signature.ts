import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { downloadFile } from '../download/download-file.ts'
import { FeedError } from '../feed-error.ts'
import { checkSignature, maxSignature, nameOfKey } from '../trust/check-signature.ts'
import type { TrustedKey } from '../trust/key-ring.ts'
import { readPublicKey } from '../trust/read-public-key.ts'
import { nameOf, type Obtaining } from './obtaining.ts'

const maxKeys = 20
const maxKey = 1 << 20

/**
 * The keys that may sign a feed. Where none is trusted for it yet, those that the metadata of its publisher names are fetched, held against the fingerprints given
 * there, and trusted from now on: later ones are not, until somebody trusts them by hand, and neither are those of a mirror. Source: CSAF 2.0, provider metadata, `public_openpgp_keys`.
 */
export async function keysOfPublisher(
  metadata: unknown,
  where: string,
  about: Obtaining,
): Promise<readonly TrustedKey[]> {
  const { feed, ring, scratch, web, limits, stop, headers, now } = about
  const trusted = ring.for(feed)
  if (trusted.length > 0 || !about.isOfficial) return trusted
  const named = (metadata as { public_openpgp_keys?: unknown } | null)?.public_openpgp_keys
  const found: TrustedKey[] = []
  for (const one of (Array.isArray(named) ? named : []).slice(0, maxKeys) as {
    fingerprint?: unknown
    url?: unknown
  }[]) {
    const { fingerprint, url } = one ?? {}
    if (typeof fingerprint !== 'string' || typeof url !== 'string') continue
    const address = URL.parse(url, where)?.href ?? url
    const path = join(scratch, nameOf(address))
    await downloadFile(address, path, { web, limits: { ...limits, bytes: maxKey }, stop, headers })
    const key = await readPublicKey(readFileSync(path), address)
    rmSync(path)
    const said = fingerprint.replace(/\s/g, '').toUpperCase()
    if (key.fingerprint !== said)
      throw new FeedError(
        'unreachable',
        `${address} is the key ${key.fingerprint}, and ${where} names ${said}; what was there stays.`,
      )
    found.push(ring.add({ ...key, feeds: [feed], how: 'first use', from: address, since: now().toISOString() }))
  }
  return found
}

/**
 * Whether a downloaded file has the signature of one of the keys, which stands beside it (`.asc`). False where there is none. Throws FeedError `unreachable` for a
 * signature that is bad, or by another key.
 */
export async function isSigned(
  path: string,
  url: string,
  keys: readonly TrustedKey[],
  about: Obtaining,
): Promise<boolean> {
  if (keys.length === 0) return false
  const { web, limits, stop, headers } = about
  const beside = `${path}.asc`
  try {
    await downloadFile(`${url}.asc`, beside, { web, limits: { ...limits, bytes: maxSignature }, stop, headers })
  } catch (error) {
    if (error instanceof FeedError && / answered 40[34]\b/.test(error.message)) return false
    throw error
  }
  const check = await checkSignature(path, beside, keys)
  rmSync(beside)
  if (check.outcome === 'good') return true
  const whose =
    check.outcome === 'bad'
      ? `has a bad signature by ${nameOfKey(check.by)}: ${check.reason}`
      : `is signed by the key ${check.id}; trusted for ${about.feed} is ${keys.map(nameOfKey).join(', ')}`
  throw new FeedError('unreachable', `${url} ${whose}; what was there stays.`)
}
