import { FeedError } from '../feed-error.ts'

/**
 * The primary fingerprint (upper case) and the name of an OpenPGP public key, armored or not, and the key itself armored. Throws FeedError `broken` for what is
 * none, for a private key, and for several in one file. Source: RFC 9580.
 */
export async function readPublicKey(
  bytes: Uint8Array,
  from: string,
): Promise<{ readonly fingerprint: string; readonly name: string; readonly key: string }> {
  const { readKeys } = await import('openpgp')
  const text = Buffer.from(bytes).toString('latin1')
  const isArmored = /^\s*-----BEGIN PGP /.test(text)
  const keys = await (isArmored ? readKeys({ armoredKeys: text }) : readKeys({ binaryKeys: bytes })).catch(
    (error: Error) => {
      throw new FeedError('broken', `${from} is not an OpenPGP key: ${error.message}`)
    },
  )
  const [key, ...others] = keys
  if (key === undefined || others.length > 0)
    throw new FeedError('broken', `${from} holds ${keys.length} keys: bring one file for each.`)
  if (key.isPrivate()) throw new FeedError('broken', `${from} holds a private key: bring the public one.`)
  const [name = ''] = key.getUserIDs()
  return { fingerprint: key.getFingerprint().toUpperCase(), name: printable(name), key: key.armor() }
}

function printable(text: string): string {
  return text.slice(0, 300).replace(/[\u0000-\u001f\u007f-\u009f]/g, '?')
}
