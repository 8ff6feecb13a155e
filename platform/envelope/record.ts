import type { AssetKind, EventName, FactName, Instant } from '../contract/index.ts'

/** An item of a fact: an object of plain JSON. */
export type Item = Readonly<Record<string, unknown>>

/** Something that tells one asset from another: `machine-id`, `mac`, `hostname` … Unknown kinds are kept and decide nothing. */
export interface Identifier {
  readonly kind: string
  readonly value: string
}

/** Who the following records are about. Stated once per epoch, and again whenever it changes. */
export interface AssetRecord {
  readonly type: 'asset'
  /** The source's own name for it, `self` for an agent's host. Kept over epochs. */
  readonly ref: string
  readonly kind: AssetKind
  /** For people. */
  readonly name: string
  readonly identifiers: readonly Identifier[]
  /** Name of the network in which the identifiers are meant; the source's own network when absent. */
  readonly network?: string
}

/**
 * What a source knows of one fact and scope. `full` states items: with `complete` these are all there are, without it others may
 * exist and stay. `delta` states what changed since the last statement of the same epoch.
 */
export interface FactsRecord {
  readonly type: 'facts'
  readonly about: string
  readonly fact: FactName
  readonly version: number
  readonly scope: string
  readonly mode: 'full' | 'delta'
  readonly complete: boolean
  readonly observedAt: Instant
  /** Items by key, as itemKey of the contract makes it. */
  readonly set: Readonly<Record<string, Item>>
  /** Keys that are no more. In a `full` record only of use without `complete`. */
  readonly gone: readonly string[]
}

/** All scopes of a fact that the source has: what it stated for others is gone. Closes the snapshot of a new epoch. */
export interface ScopesRecord {
  readonly type: 'scopes'
  readonly about: string
  readonly fact: FactName
  readonly scopes: readonly string[]
  readonly observedAt: Instant
}

/** Something that happened. */
export interface EventRecord {
  readonly type: 'event'
  readonly about: string
  readonly event: EventName
  readonly version: number
  readonly at: Instant
  readonly body: Item
}

/** Something that should have been seen and was not. Ends with the next complete statement of the same fact and scope. */
export interface ProblemRecord {
  readonly type: 'problem'
  readonly about: string
  readonly fact: FactName
  readonly scope: string
  /** `denied`, `too-large`, `malformed` …: the contract's words. */
  readonly reason: string
  readonly detail: string
  readonly observedAt: Instant
}

/** A time of which the source knows that it lost what it had observed. */
export interface GapRecord {
  readonly type: 'gap'
  readonly from: Instant
  readonly to: Instant
  /** `spool-full`, `not-running`, `overrun` … */
  readonly reason: string
  /** Number of lost records, where it is known. */
  readonly lost?: number
}

/** How a command of the server ended. */
export interface ResultRecord {
  readonly type: 'result'
  /** Public id of the command. */
  readonly command: string
  readonly status: 'done' | 'failed' | 'refused'
  readonly at: Instant
  /** For people: why it failed or was refused. */
  readonly detail?: string
  readonly output?: Item
}

/** The source's wall clock was set: by how many milliseconds it left its steady course, forward being positive. */
export interface ClockRecord {
  readonly type: 'clock'
  readonly at: Instant
  readonly jumpMs: number
}

export type EnvelopeRecord =
  | AssetRecord
  | FactsRecord
  | ScopesRecord
  | EventRecord
  | ProblemRecord
  | GapRecord
  | ResultRecord
  | ClockRecord
