import type { KeyObject } from 'node:crypto'

/** What became of one envelope of a batch, in the batch's order. */
export type EnvelopeAnswer =
  | { readonly status: 'stored' }
  | { readonly status: 'duplicate' }
  | { readonly status: 'conflict' }
  | { readonly status: 'out-of-order'; readonly expected: number }
  | { readonly status: 'refused'; readonly reason: string }

/** The server's answer to a batch. */
export interface BatchAnswer {
  /** Changes when a server was restored: what it acknowledged before may be gone. */
  readonly timeline: string
  readonly envelopes: readonly EnvelopeAnswer[]
}

/** A numbering that the server opened for this source. */
export interface OpenedEpoch {
  readonly epoch: number
  readonly timeline: string
}

/** A command as the server signed it: the bytes are verified before they are read. */
export interface SignedCommand {
  readonly command: string
  readonly signature: string
}

/** Why the server does not speak with this source any more. */
export class Rejected extends Error {
  readonly reason: 'revoked' | 'unknown-source' | 'clone'

  constructor(reason: Rejected['reason'], message: string) {
    super(message)
    this.reason = reason
  }
}

/** What a source can ask of its server. Every method throws where the server cannot be reached, and `Rejected` where it refuses for good. */
export interface ServerLink {
  openEpoch(reason: string): Promise<OpenedEpoch>
  postBatch(batch: Buffer): Promise<BatchAnswer>
  /** Waits up to `seconds` for commands. */
  commands(seconds: number, stop: AbortSignal): Promise<readonly SignedCommand[]>
}

/** Who a source is. */
export interface SourceIdentity {
  /** Public id, as the server gave it. */
  readonly source: string
  readonly privateKey: KeyObject
  /** Kept over re-enrolment: tells one installation from another on the same machine. */
  readonly agentId: string
}
