import { canonicalJson } from '@holdfast/kit/canonical-json'
import { isSignedBy, type Purpose, type SignedText, signText } from './signed-text.ts'
import { isKeyText, keyId, type SigningKey } from './signing-key.ts'

/** A key that sources trust, from and until when. */
export interface TrustedKey {
  readonly id: string
  readonly publicKey: string
  readonly notBefore: string
  readonly notAfter?: string
}

/** The keys of an installation. Old and new ones overlap while sources learn of a change. */
export interface TrustBundle {
  readonly v: 1
  /** Raised with every change; a source never goes back. */
  readonly number: number
  readonly keys: readonly TrustedKey[]
}

/** A bundle with one signature per key that was in use when it was made: a source that knows any of them can follow. */
export interface SignedTrustBundle {
  readonly text: string
  readonly signatures: readonly string[]
}

const mostKeys = 8
const mostBytes = 16_384

export function signTrustBundle(bundle: TrustBundle, keys: readonly SigningKey[]): SignedTrustBundle {
  const text = canonicalJson(bundle)
  return { text, signatures: keys.map((key) => signText('trust-bundle', text, key).signature) }
}

export type TrustBundleVerdict =
  | { readonly ok: true; readonly bundle: TrustBundle }
  | { readonly ok: false; readonly reason: 'malformed' | 'wrong-signature' | 'went-back' }

/** Reads the next bundle. It must be signed by a key that the present one trusts now, and must not go back. */
export function nextTrustBundle(present: TrustBundle, next: SignedTrustBundle, now: string): TrustBundleVerdict {
  const trusted = keysAt(present, now)
  const signed = next.signatures
    .slice(0, mostKeys)
    .some((signature) =>
      trusted.some((key) => isSignedBy('trust-bundle', { text: next.text, signature }, key.publicKey)),
    )
  if (!signed) return { ok: false, reason: 'wrong-signature' }
  const bundle = readTrustBundle(next.text)
  if (!bundle) return { ok: false, reason: 'malformed' }
  return bundle.number < present.number ? { ok: false, reason: 'went-back' } : { ok: true, bundle }
}

/** Reads a bundle that is trusted for another reason, for instance because it came with the enrolment. Undefined when it is none. */
export function readTrustBundle(text: string): TrustBundle | undefined {
  if (text.length > mostBytes) return undefined
  try {
    const { v, number, keys } = JSON.parse(text) as TrustBundle
    if (v !== 1 || !Number.isSafeInteger(number) || number < 1 || !Array.isArray(keys)) return undefined
    if (keys.length < 1 || keys.length > mostKeys || !keys.every(isTrustedKey)) return undefined
    return { v, number, keys }
  } catch {
    return undefined
  }
}

/** True when a key that the bundle trusts at this moment signed the text for this purpose. */
export function isTrusted(bundle: TrustBundle, purpose: Purpose, signed: SignedText, now: string): boolean {
  return keysAt(bundle, now).some((key) => isSignedBy(purpose, signed, key.publicKey))
}

function keysAt(bundle: TrustBundle, now: string): readonly TrustedKey[] {
  return bundle.keys.filter(({ notBefore, notAfter }) => notBefore <= now && (notAfter === undefined || now < notAfter))
}

function isTrustedKey(key: unknown): key is TrustedKey {
  const { id, publicKey, notBefore, notAfter } = (key ?? {}) as Partial<TrustedKey>
  return (
    isKeyText(publicKey) &&
    id === keyId(publicKey) &&
    isInstant(notBefore) &&
    (notAfter === undefined || isInstant(notAfter))
  )
}

function isInstant(text: unknown): text is string {
  return typeof text === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(text)
}
