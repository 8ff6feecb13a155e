import type { KeyObject } from 'node:crypto'
import type {
  BatchAnswer,
  EpochRequest,
  HeartbeatAnswer,
  HeartbeatRequest,
  SourceState,
} from '@holdfast/platform/envelope'
import type { SignedCommand } from '@holdfast/platform/trust'

/** Why the server does not speak with this source any more. */
export class Rejected extends Error {
  readonly reason: 'revoked' | 'enrol-again'

  constructor(reason: Rejected['reason'], message: string) {
    super(message)
    this.reason = reason
  }
}

/** What a source can ask of its server. Every method throws where the server cannot be reached, and `Rejected` where it refuses for good. */
export interface ServerLink {
  openEpoch(
    reason: EpochRequest['reason'],
    acknowledged: number,
  ): Promise<{ readonly epoch: number; readonly timeline: string }>
  postBatch(batch: Buffer): Promise<BatchAnswer>
  heartbeat(state: Omit<HeartbeatRequest, keyof SourceState>): Promise<HeartbeatAnswer>
  /** Waits up to `seconds` for commands. */
  commands(seconds: number, stop: AbortSignal): Promise<readonly SignedCommand[]>
}

/** Who a source is. */
export interface SourceIdentity {
  /** Public id, as the server gave it. */
  readonly source: string
  readonly privateKey: KeyObject
  /** Tells one installation from another on the same machine. */
  readonly agentId: string
}
