/** While others had something to do within so long, one keeps to its part of the places. */
const latelyMs = 60_000
/** While they had so lately, one rests after each turn as long as it took. */
const justNowMs = 2_000

/**
 * Who is at work in a few places that tenants share. While others have something to do, a tenant takes at most half of the places and rests between its turns as
 * long as these take: whoever comes finds a place that is free, and a machine that is not busy for one alone.
 */
export class Company {
  readonly #active = new Map<number, number>()
  readonly #lately = new Map<number, number>()
  readonly #resting = new Map<number, number>()
  readonly #now: () => number

  constructor(now: () => number = () => performance.now()) {
    this.#now = now
  }

  /** Whether a tenant may take one more of so many places. */
  mayBegin(tenantId: number, places: number): boolean {
    if (places < 2 || !this.#hasOthersSince(tenantId, latelyMs)) return true
    if ((this.#active.get(tenantId) ?? 0) >= Math.floor(places / 2)) return false
    return (this.#resting.get(tenantId) ?? 0) <= this.#now() || !this.#hasOthersSince(tenantId, justNowMs)
  }

  /** A turn begins; to be called when it ends. */
  begins(tenantId: number): () => void {
    this.#active.set(tenantId, (this.#active.get(tenantId) ?? 0) + 1)
    const begun = this.#now()
    // In the order of their last turn, so that the oldest are in front.
    this.#lately.delete(tenantId)
    this.#lately.set(tenantId, begun)
    for (const [other, at] of this.#lately) {
      if (at > begun - latelyMs) break
      this.#lately.delete(other)
      this.#resting.delete(other)
    }
    return () => {
      const left = (this.#active.get(tenantId) ?? 1) - 1
      if (left > 0) this.#active.set(tenantId, left)
      else this.#active.delete(tenantId)
      const now = this.#now()
      this.#resting.set(tenantId, now + now - begun)
    }
  }

  #hasOthersSince(tenantId: number, ms: number): boolean {
    const since = this.#now() - ms
    return [...this.#lately].some(([other, at]) => other !== tenantId && at > since)
  }
}
