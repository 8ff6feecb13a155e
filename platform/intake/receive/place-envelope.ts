import type { EnvelopeOutcome } from '../../envelope/index.ts'

/** Where a stream stands. */
export interface StreamPlace {
  /** No later epoch of the source exists. */
  readonly isLatest: boolean
  readonly lastSeq: number
  /** SHA-256 of the last stored header, hex. */
  readonly lastDigest: string
}

/** The place that an envelope claims. */
export interface ClaimedPlace {
  readonly seq: number
  readonly previous: string
  readonly headerDigest: string
}

/**
 * Decides about one envelope whose signature is proven: only the next number of the latest epoch, with the right predecessor, is
 * stored. `storedDigest` is what is stored under the claimed number, if it is still kept.
 */
export function placeEnvelope(
  stream: StreamPlace | undefined,
  claim: ClaimedPlace,
  storedDigest: string | undefined,
): EnvelopeOutcome {
  if (!stream) return { status: 'refused', reason: 'epoch-unknown' }
  if (claim.seq <= stream.lastSeq) {
    const stored = claim.seq === stream.lastSeq ? stream.lastDigest : storedDigest
    if (stored === undefined) return { status: 'refused', reason: 'too-old' }
    return { status: stored === claim.headerDigest ? 'duplicate' : 'conflict' }
  }
  if (!stream.isLatest) return { status: 'refused', reason: 'epoch-closed' }
  if (claim.seq > stream.lastSeq + 1) return { status: 'out-of-order', expected: stream.lastSeq + 1 }
  // The right number after another history: what precedes it here is not what the source sent.
  return { status: claim.previous === stream.lastDigest ? 'stored' : 'conflict' }
}
