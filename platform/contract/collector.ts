import type { CollectorId, EventName, FactName, Instant } from './names.ts'
import type { Stop } from './stop.ts'
import type { Capability, Unseen, World } from './world.ts'

/** What the kernel can tell that makes a collector worth running again. */
export interface Trigger {
  /** Files or directories; a change of the file, or of any direct child of the directory. */
  readonly paths?: readonly string[]
  readonly processes?: boolean
  readonly sockets?: boolean
}

/** All items of one fact and scope that a collector saw. */
export interface ObservedFacts {
  readonly type: 'facts'
  readonly fact: FactName
  /** What part of the asset was looked at: `dpkg`, `npm:/srv/shop`. Items of other scopes are not touched by this one. */
  readonly scope: string
  /** True only when every item of the scope was seen; then what is absent is gone. A problem beside it tells what of their fields was not. */
  readonly complete: boolean
  readonly items: readonly Readonly<Record<string, unknown>>[]
}

export interface ObservedEvent {
  readonly type: 'event'
  readonly event: EventName
  readonly at: Instant
  readonly body: Readonly<Record<string, unknown>>
}

/** Something that should have been seen and was not. It is stored and shown as "not assessed". */
export interface ObservedProblem {
  readonly type: 'problem'
  readonly fact: FactName
  readonly scope: string
  readonly reason: Unseen | 'malformed'
  /** One sentence for people, with the place: path, line or offset. */
  readonly detail: string
}

export type Observed = ObservedFacts | ObservedEvent | ObservedProblem

/** How facts are obtained. A collector sees the world only through the `World` it was given, and its answer depends on nothing else. */
export interface Collector {
  readonly id: CollectorId
  /** Raised when the same world could give other facts. */
  readonly version: number
  readonly summary: string
  readonly facts: readonly FactName[]
  readonly requires: readonly Capability[]
  /** What tells that it is worth running again. */
  readonly trigger: Trigger
  /** Longest time between two runs, in seconds, where no trigger fires (at least 30). */
  readonly everySeconds: number
  /** Takes so long that others do not wait for it: a walk over all disks. */
  readonly slow?: true
  /** The answer depends on what `live.glance` tells apart: while that stays the same, most regular runs are left out. */
  readonly glance?: 'live'
  collect(world: World, stop: Stop): AsyncIterable<Observed>
}
