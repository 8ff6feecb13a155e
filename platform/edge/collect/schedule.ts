import type { Collector } from '@holdfast/platform/contract'
import type { Budget } from './budget.ts'
import { intervalOf, type Manners, whyOff } from './manners.ts'

/** What the kernel told since the last look. */
export interface Change {
  readonly paths?: readonly string[]
  readonly processes?: boolean
  readonly sockets?: boolean
}

/** Waits this long after a change, so that the many writes of one package upgrade are one collection. */
const settleMs = 250

interface Entry {
  readonly collector: Collector
  due: number
  /** True where something asks for this run; false where only time has passed. */
  called: boolean
}

/** A run to make. */
export interface Due {
  readonly collector: Collector
  /** Nothing asked for it but the time that passed. */
  readonly regular: boolean
}

/** Which collectors are to run when: pure bookkeeping over a monotonic clock that the caller reads. */
export class Schedule {
  readonly #entries: Entry[]
  readonly #budget: Budget
  #manners: Manners
  readonly #random: () => number

  constructor(
    collectors: readonly Collector[],
    budget: Budget,
    now: number,
    options: { readonly manners?: Manners; readonly random?: () => number } = {},
  ) {
    this.#manners = options.manners ?? {}
    this.#random = options.random ?? Math.random
    const first = now + (this.#manners.scanDelaySeconds ?? 0) * 1000
    this.#entries = collectors.map((collector) => ({ collector, due: first, called: true }))
    this.#budget = budget
  }

  /** Goes by other manners: what is due later than they allow is due sooner, and what they let run again is due at once. */
  behave(manners: Manners, now: number): void {
    const before = this.#manners
    this.#manners = manners
    for (const entry of this.#entries) {
      if (whyOff(entry.collector, before) !== undefined && whyOff(entry.collector, manners) === undefined) {
        entry.due = now
        entry.called = true
      }
      entry.due = Math.min(entry.due, now + intervalOf(entry.collector, manners) + this.#spread())
    }
  }

  /** Marks the collectors that a change concerns. */
  changed(change: Change, now: number): void {
    for (const entry of this.#entries) {
      if (!concerns(entry.collector, change)) continue
      entry.due = Math.min(entry.due, Math.max(now + settleMs, this.#budget.earliest(entry.collector.id)))
      entry.called = true
    }
  }

  /** Makes collectors due at once: all, or those named. */
  now(now: number, ids?: readonly string[]): void {
    for (const entry of this.#entries) {
      if (ids && !ids.includes(entry.collector.id)) continue
      entry.due = now
      entry.called = true
    }
  }

  /** The collectors due now; each is scheduled for its next regular run. */
  take(now: number): readonly Due[] {
    const due = this.#entries.filter((entry) => entry.due <= now)
    return due.flatMap((entry) => {
      const regular = !entry.called
      entry.due = now + intervalOf(entry.collector, this.#manners) + this.#spread()
      entry.called = false
      return whyOff(entry.collector, this.#manners) === undefined ? [{ collector: entry.collector, regular }] : []
    })
  }

  #spread(): number {
    const seconds = this.#manners.scanRandomiseSeconds ?? 0
    return seconds === 0 ? 0 : Math.floor(this.#random() * seconds * 1000)
  }

  /** Milliseconds until each collector is due. */
  waits(now: number): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#entries.map(({ collector, due }) => [collector.id, due - now]))
  }

  /** Makes collectors due when `waits` said, counted from now. */
  restore(waits: Readonly<Record<string, number>>, now: number): void {
    for (const entry of this.#entries) entry.due = now + (waits[entry.collector.id] ?? 0)
  }

  /** When `take` will next have something. */
  get next(): number {
    return Math.min(...this.#entries.map(({ due }) => due))
  }
}

function concerns({ trigger }: Collector, change: Change): boolean {
  if (change.processes && trigger.processes) return true
  if (change.sockets && trigger.sockets) return true
  return (
    change.paths?.some((path) =>
      trigger.paths?.some((watched) => path === watched || path.startsWith(`${watched}/`)),
    ) ?? false
  )
}
