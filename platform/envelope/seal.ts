import { type KeyObject, sign } from 'node:crypto'
import type { SealedEnvelope } from './batch.ts'
import type { EncodedBody } from './body.ts'
import { noDigest, sha256 } from './digest.ts'
import { encodeHeader } from './header.ts'

/** Where a source stands in its numbering: what it must keep to seal the next envelope. */
export interface ChainState {
  readonly source: string
  readonly epoch: number
  /** Number and header digest of the last sealed envelope; 0 and zeros at the beginning of an epoch. */
  readonly seq: number
  readonly digest: string
}

/** The beginning of an epoch. */
export function newChain(source: string, epoch: number): ChainState {
  return { source, epoch, seq: 0, digest: noDigest }
}

/** Numbers, chains and signs a body. The answer's `chain` must be kept before the next one is sealed. */
export function sealEnvelope(
  chain: ChainState,
  body: EncodedBody,
  options: { readonly privateKey: KeyObject; readonly sentAt: string },
): { readonly envelope: SealedEnvelope; readonly chain: ChainState } {
  const seq = chain.seq + 1
  const header = encodeHeader({
    v: 1,
    source: chain.source,
    epoch: chain.epoch,
    seq,
    previous: chain.digest,
    digest: sha256(body.bytes),
    size: body.bytes.length,
    encoding: body.encoding,
    sentAt: options.sentAt,
  })
  const signature = sign(null, header, options.privateKey)
  return { envelope: { header, signature, body: body.bytes }, chain: { ...chain, seq, digest: sha256(header) } }
}
