/** Waiting times between tries: doubling from one second to a minute, each spread by half so that a fleet does not come back in step. */
export class Backoff {
  #failures = 0

  succeeded(): void {
    this.#failures = 0
  }

  /** Milliseconds to wait before the next try; `random` lies in 0…1. */
  next(random: number): number {
    const full = Math.min(60_000, 1000 * 2 ** this.#failures)
    this.#failures = Math.min(this.#failures + 1, 16)
    return full / 2 + (full / 2) * random
  }
}
