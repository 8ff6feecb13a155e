import { readFileSync, statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { FeedError } from '../feed-error.ts'
import type { TrustedKey } from './key-ring.ts'

/** Bytes of a detached signature; real ones have about one thousand. */
export const maxSignature = 65_536

/** Bytes of a file that is signed: the archive of all VEX documents of Red Hat has some hundred megabytes. */
const maxSigned = 1024 ** 3

/** What a detached signature says of a file. */
export type SignatureCheck =
  | { readonly outcome: 'good'; readonly by: TrustedKey }
  /** By none of the keys that were given: `id` is the end of the fingerprint of the one that made it. */
  | { readonly outcome: 'unknown'; readonly id: string }
  /** By one of the keys, and not of this file, or not to be believed any more. */
  | { readonly outcome: 'bad'; readonly by: TrustedKey; readonly reason: string }

/**
 * Checks a file, which is held in memory meanwhile, against its detached OpenPGP signature. Throws FeedError `broken` for what is no signature, and for a file with
 * more than `maxSigned` bytes.
 * Source: RFC 9580, section 5.2 and 10.4; CSAF 2.0, section 7.1.20.
 */
export async function checkSignature(
  path: string,
  signaturePath: string,
  keys: readonly TrustedKey[],
): Promise<SignatureCheck> {
  const { createMessage, readKey, readSignature, verify } = await import('openpgp')
  const bytes = readFileSync(signaturePath)
  if (bytes.length > maxSignature) throw new FeedError('broken', `${signaturePath} is longer than any real signature.`)
  const text = bytes.toString('latin1')
  const isArmored = /^\s*-----BEGIN PGP /.test(text)
  const signature = await (isArmored
    ? readSignature({ armoredSignature: text })
    : readSignature({ binarySignature: new Uint8Array(bytes) })
  ).catch((error: Error) => {
    throw new FeedError('broken', `${signaturePath} is not an OpenPGP signature: ${error.message}`)
  })
  const ids = signature.getSigningKeyIDs()
  const candidates: { readonly trusted: TrustedKey; readonly key: Awaited<ReturnType<typeof readKey>> }[] = []
  for (const trusted of keys) {
    const key = await readKey({ armoredKey: trusted.key })
    if (ids.some((id) => key.getKeys(id).length > 0)) candidates.push({ trusted, key })
  }
  const [first] = candidates
  if (first === undefined) return { outcome: 'unknown', id: ids[0]?.toHex().toUpperCase() ?? 'unknown' }
  if (statSync(path).size > maxSigned)
    throw new FeedError('broken', `${path} has more than ${maxSigned} bytes, so that its signature cannot be checked.`)
  let reason = 'it is not of this file'
  for (const { trusted, key } of candidates) {
    const message = await createMessage({ binary: await readFile(path) })
    const { signatures } = await verify({ message, signature, verificationKeys: key, format: 'binary' })
    for (const { keyID, verified } of signatures) {
      if (key.getKeys(keyID).length === 0) continue
      try {
        await verified
        return { outcome: 'good', by: trusted }
      } catch (error) {
        reason = (error as Error).message
      }
    }
  }
  return { outcome: 'bad', by: first.trusted, reason }
}

/** A key for people: its name and its whole fingerprint. */
export function nameOfKey({ name, fingerprint }: Pick<TrustedKey, 'name' | 'fingerprint'>): string {
  return `${name || 'a key without a name'} (${fingerprint})`
}
