import type { Collector } from '@holdfast/platform/contract'
import type { Budget } from './budget.ts'

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

  constructor(collectors: readonly Collector[], budget: Budget, now: number) {
    this.#entries = collectors.map((collector) => ({ collector, due: now, called: true }))
    this.#budget = budget
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
    return due.map((entry) => {
      const regular = !entry.called
      entry.due = now + entry.collector.everySeconds * 1000
      entry.called = false
      return { collector: entry.collector, regular }
    })
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
