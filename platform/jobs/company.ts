const latelyMs = 60_000

/**
 * Who is at work in a few places that tenants share. While others had something to do lately, a tenant never has all places: whoever comes finds one that is
 * free, or taken by a turn that is short.
 */
export class Company {
  readonly #active = new Map<number, number>()
  readonly #lately = new Map<number, number>()
  readonly #now: () => number

  constructor(now: () => number = () => performance.now()) {
    this.#now = now
  }

  /** Whether a tenant may take one more of so many places. */
  mayBegin(tenantId: number, places: number): boolean {
    if ((this.#active.get(tenantId) ?? 0) < places - 1 || places < 2) return true
    const since = this.#now() - latelyMs
    return ![...this.#lately].some(([other, at]) => other !== tenantId && at > since)
  }

  begins(tenantId: number): void {
    this.#active.set(tenantId, (this.#active.get(tenantId) ?? 0) + 1)
    const now = this.#now()
    // In the order of their last turn, so that the oldest are in front.
    this.#lately.delete(tenantId)
    this.#lately.set(tenantId, now)
    for (const [other, at] of this.#lately) {
      if (at > now - latelyMs) break
      this.#lately.delete(other)
    }
  }

  ends(tenantId: number): void {
    const left = (this.#active.get(tenantId) ?? 1) - 1
    if (left > 0) this.#active.set(tenantId, left)
    else this.#active.delete(tenantId)
  }
}
