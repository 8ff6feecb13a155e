/**
 * Limits how much of a core a collector may take on a busy host: after a run that cost `cpuMs`, the next one waits until
 * the cost is no more than `share` of the time since. A single change on a quiet host is looked at once.
 */
export class Budget {
  #share: number
  readonly #earliest = new Map<string, number>()

  constructor(share: number) {
    this.#share = share
  }

  /** Another share, from the next run on. */
  allow(share: number): void {
    this.#share = share
  }

  /** Milliseconds (on the clock of `now`) before which the collector should not run again. */
  earliest(collector: string): number {
    return this.#earliest.get(collector) ?? 0
  }

  ran(collector: string, now: number, cpuMs: number): void {
    this.#earliest.set(collector, now + cpuMs / this.#share)
  }
}
