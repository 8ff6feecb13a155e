import { type KeyObject, sign, verify } from 'node:crypto'
import { sha256 } from './digest.ts'
import { isSourceId } from './header.ts'
import { isInstant } from './instant.ts'
import { limits } from './limits.ts'

/** What is signed of a request. `path` includes the query, as it stands in the request line. */
export interface RequestToSign {
  readonly method: string
  readonly path: string
  readonly body?: Uint8Array
}

/** The names of the headers, in lower case as Node gives them. */
export const requestHeaders = {
  source: 'holdfast-source',
  time: 'holdfast-time',
  signature: 'holdfast-signature',
} as const

export type SignedHeaders = Readonly<Record<(typeof requestHeaders)[keyof typeof requestHeaders], string>>

/** Signs a request that carries no envelopes. `time` is the source's clock, corrected by what the server last told. */
export function signRequest(
  request: RequestToSign,
  signer: { readonly source: string; readonly privateKey: KeyObject; readonly time: string },
): SignedHeaders {
  const text = textToSign(request, signer.source, signer.time)
  return {
    [requestHeaders.source]: signer.source,
    [requestHeaders.time]: signer.time,
    [requestHeaders.signature]: sign(null, text, signer.privateKey).toString('base64url'),
  } as SignedHeaders
}

/** Who a request claims to be from; nothing is proven yet. */
export interface RequestClaim {
  readonly source: string
  readonly time: string
  readonly signature: Buffer
}

/** Reads the headers; undefined when one is missing or has an odd form. */
export function readRequestClaim(
  headers: Readonly<Record<string, string | string[] | undefined>>,
): RequestClaim | undefined {
  const source = headers[requestHeaders.source]
  const time = headers[requestHeaders.time]
  const signature = headers[requestHeaders.signature]
  if (!isSourceId(source) || !isInstant(time)) return undefined
  if (typeof signature !== 'string' || !/^[\w-]{86}$/.test(signature)) return undefined
  const bytes = Buffer.from(signature, 'base64url')
  // The last character carries four bits that mean nothing: one spelling only.
  return bytes.toString('base64url') === signature ? { source, time, signature: bytes } : undefined
}

/** `offsetMs`: by how much the source's clock is ahead of the server's. */
export type RequestVerdict =
  | { readonly ok: true; readonly offsetMs: number }
  | { readonly ok: false; readonly reason: 'wrong-signature' | 'outside-window'; readonly offsetMs: number }

/** Checks a claim against the key of its source. `now` in milliseconds since 1970, by the server's clock. */
export function verifyRequest(
  request: RequestToSign,
  claim: RequestClaim,
  publicKey: KeyObject,
  now: number,
): RequestVerdict {
  const offsetMs = Date.parse(claim.time) - now
  if (!verify(null, textToSign(request, claim.source, claim.time), publicKey, claim.signature))
    return { ok: false, reason: 'wrong-signature', offsetMs }
  if (Math.abs(offsetMs) > limits.requestWindowMs) return { ok: false, reason: 'outside-window', offsetMs }
  return { ok: true, offsetMs }
}

/** The first line keeps these signatures apart from those of envelope headers, which begin with a brace. */
function textToSign({ method, path, body }: RequestToSign, source: string, time: string): Buffer {
  const lines = ['holdfast-request-1', source, method.toUpperCase(), path, time, sha256(body ?? new Uint8Array())]
  return Buffer.from(lines.join('\n'))
}
