import { canonicalJson } from '@holdfast/kit/canonical-json'
import { ContentError, positionIn, readDocument } from '@holdfast/platform/content'
import { isSignedBy, keyId, type SigningKey, signText } from '@holdfast/platform/trust'
import { type Static, Type } from 'typebox'
import { Pack } from '../../engine/pack/pack.ts'
import { checkPack, readPack } from './read-pack.ts'

/** A pack as it travels: the signature is Ed25519 over the canonical JSON (RFC 8785) of the pack, for the purpose `content`. */
export const SignedPack = Type.Object(
  {
    holdfast: Type.Literal('campaign-pack'),
    v: Type.Literal(1),
    publisher: Type.String({
      pattern: '^[0-9a-f]{16}$',
      description: 'Id of the key: first 16 hex digits of the SHA-256 of the public key.',
    }),
    signature: Type.String({ pattern: '^[\\w-]{86}$' }),
    pack: Pack,
  },
  { additionalProperties: false },
)

export type SignedPack = Static<typeof SignedPack>

/** Who may sign packs. */
export interface Publisher {
  readonly name: string
  /** 32 bytes in base64url. */
  readonly publicKey: string
}

export function signPack(pack: Pack, key: SigningKey): SignedPack {
  const { signature } = signText('content', canonicalJson(pack), key)
  return { holdfast: 'campaign-pack', v: 1, publisher: key.id, signature, pack }
}

/** Reads a signed pack of one of these publishers. Throws a ContentError that names what is wrong with its line and column. */
export function readSignedPack(
  path: string,
  text: string,
  publishers: readonly Publisher[],
  now: number,
): { readonly pack: Pack; readonly publisher: Publisher } {
  const signed = readDocument(SignedPack, path, text)
  const refuse = (field: string, message: string) =>
    new ContentError([{ path, ...positionIn(text, [field]), message: `"${field}" ${message}` }])
  const publisher = publishers.find(({ publicKey }) => keyId(publicKey) === signed.publisher)
  if (!publisher)
    throw refuse(
      'publisher',
      `${signed.publisher} is the key of nobody who was allowed to publish packs here: add the public key first, if you trust it`,
    )
  const isTheirs = isSignedBy(
    'content',
    { text: canonicalJson(signed.pack), signature: signed.signature },
    publisher.publicKey,
  )
  if (!isTheirs)
    throw refuse(
      'signature',
      `is not that of ${publisher.name} over this pack: the file was changed after it was signed, or is another's`,
    )
  checkPack(path, text, signed.pack, ['pack'], now)
  return { pack: signed.pack, publisher }
}

/**
 * Reads a pack as it is in a file, signed or not. With the public key of its publisher the signature is checked, and must be there. Throws a ContentError that
 * names what is wrong with its line and column.
 */
export function readPackFile(
  path: string,
  text: string,
  publicKey: string | undefined,
  now: number,
): { readonly pack: Pack; readonly signedBy: string | null } {
  const looksSigned = /^\s*\{\s*"holdfast"/.test(text) || text.includes('"campaign-pack"')
  if (!looksSigned && publicKey === undefined) return { pack: readPack(path, text, now), signedBy: null }
  if (publicKey !== undefined) {
    const publishers = [{ name: 'this publisher', publicKey }]
    return { pack: readSignedPack(path, text, publishers, now).pack, signedBy: keyId(publicKey) }
  }
  const signed = readDocument(SignedPack, path, text)
  checkPack(path, text, signed.pack, ['pack'], now)
  return { pack: signed.pack, signedBy: signed.publisher }
}
