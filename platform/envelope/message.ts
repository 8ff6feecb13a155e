import type { Capability, Instant } from '../contract/index.ts'
import type { Identifier } from './record.ts'

/** What a source says of itself with each sign of life. */
export interface SourceState {
  /** 128 random bits in hex, made anew by every start of the source: two that alternate are two machines with one key. */
  readonly run: string
  /** Version of the agent. */
  readonly version: string
  readonly platform: string
  readonly capabilities: readonly Capability[]
  /** By how many milliseconds the source found its clock ahead of the server's, where it signs requests by the corrected time. */
  readonly clockAheadMs?: number
}

/** POST /agent/v1/enrolment, unsigned; `proof` is signEnrolment's. */
export interface EnrolmentRequest extends SourceState {
  readonly activationKey: string
  readonly publicKey: string
  readonly proof: string
  readonly time: Instant
  readonly kind: SourceKind
  /** For people: the host's name. */
  readonly name: string
  /** What tells this machine from its clones. */
  readonly identifiers: readonly Identifier[]
}

export type SourceKind = 'agent' | 'scanner' | 'sensor' | 'connector' | 'import'

/** What the source keeps of its enrolment. */
export interface EnrolmentAnswer {
  readonly source: string
  readonly epoch: number
  readonly timeline: string
  readonly serverTime: Instant
  /** Public keys that sign configuration and commands, as the server's keeper of keys wrote it. */
  readonly trust: unknown
}

/** POST /agent/v1/heartbeat, signed. */
export interface HeartbeatRequest extends SourceState {
  readonly epoch: number
  /** The last number that the server acknowledged, 0 for none. */
  readonly acknowledged: number
  /** Envelopes that wait on the source's disk. */
  readonly waiting: number
  /** What it works by; absent where it knows of no configuration. */
  readonly configuration?: ConfigurationState
  /** Whether its own program is as it was delivered; absent where nobody looked. */
  readonly integrity?: IntegrityState
}

export interface ConfigurationState {
  /** Empty before the first. */
  readonly revision: string
  /** One that it took and went back from, or did not take. */
  readonly refused?: { readonly revision: string; readonly reason: string }
}

export interface IntegrityState {
  /** `unsigned`: it was delivered without a list that could be compared with. */
  readonly state: 'whole' | 'changed' | 'unsigned'
  /** One line for each thing that is not as it was. */
  readonly problems: readonly string[]
}

export interface HeartbeatAnswer {
  readonly timeline: string
  readonly serverTime: Instant
  /**
   * `go-on`; `new-epoch`: open one and send full snapshots, since the server does not stand where the source thinks;
   * `enrol-again`: another machine uses the same key, take a new one.
   */
  readonly advice: 'go-on' | 'new-epoch' | 'enrol-again'
  /** How it is to work from now on, where that is not what it works by: signed, as trust reads it. */
  readonly configuration?: { readonly text: string; readonly signature: string }
}

/** POST /agent/v1/epochs, signed: begins a new numbering. */
export interface EpochRequest extends SourceState {
  readonly reason: 'new-timeline' | 'server-went-back' | 'conflict' | 'spool-lost' | 'closed'
  readonly acknowledged: number
}

export type EpochAnswer =
  | { readonly status: 'opened'; readonly epoch: number; readonly timeline: string; readonly serverTime: Instant }
  | { readonly status: 'enrol-again'; readonly timeline: string; readonly serverTime: Instant }

/** What became of one envelope. */
export type EnvelopeOutcome =
  /** On disk now. */
  | { readonly status: 'stored' }
  /** On disk since before, the very same. */
  | { readonly status: 'duplicate' }
  /** Another envelope has this number. Kept aside, not acknowledged: open a new epoch. */
  | { readonly status: 'conflict' }
  /** Send from `expected` on. Where the source holds that number for acknowledged, the server went back: open a new epoch. */
  | { readonly status: 'out-of-order'; readonly expected: number }
  /** Never to be accepted as it is. */
  | { readonly status: 'refused'; readonly reason: RefusalReason; readonly detail?: string }

export type RefusalReason =
  | 'malformed'
  | 'too-large'
  | 'unknown-version'
  | 'wrong-digest'
  | 'wrong-signature'
  | 'wrong-source'
  /** A later epoch was opened. */
  | 'epoch-closed'
  /** The server never opened this one, or lost it when it went back. */
  | 'epoch-unknown'
  /** A duplicate or a conflict, but too old to tell which. */
  | 'too-old'

/** The answer to POST /agent/v1/envelopes: one outcome for each envelope, in the order of the batch. */
export interface BatchAnswer {
  readonly timeline: string
  readonly serverTime: Instant
  readonly outcomes: readonly EnvelopeOutcome[]
}
