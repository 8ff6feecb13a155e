/** What a limiter says to one request. */
export interface RateDecision {
  readonly allowed: boolean
  /** Requests left in the window. */
  readonly remaining: number
  /** Seconds until the whole allowance is back. */
  readonly resetSeconds: number
}

export interface RateLimit {
  /** Allowed requests … */
  readonly quota: number
  /** … in this many seconds; they come back evenly. */
  readonly windowSeconds: number
}

/**
 * A token bucket per key, in memory of this process. It holds a bounded number of keys: the ones that were longest
 * unused are forgotten first, which only ever gives an attacker with that many addresses a fresh bucket.
 */
export class RateLimiter {
  readonly limit: RateLimit
  readonly #buckets = new Map<string, { level: number; at: number }>()
  readonly #most: number
  readonly #now: () => number

  constructor(limit: RateLimit, options: { most?: number; now?: () => number } = {}) {
    this.limit = limit
    this.#most = options.most ?? 50_000
    this.#now = options.now ?? (() => performance.now())
  }

  /** Takes `cost` from the key's allowance when there is enough of it. */
  take(key: string, cost = 1): RateDecision {
    const { quota, windowSeconds } = this.limit
    const now = this.#now()
    const found = this.#buckets.get(key)
    const refilled = found ? Math.min(quota, found.level + ((now - found.at) / 1000) * (quota / windowSeconds)) : quota
    const allowed = refilled >= cost
    const level = allowed ? refilled - cost : refilled
    // Deleted and set again, so that the order of the map is that of use.
    this.#buckets.delete(key)
    this.#buckets.set(key, { level, at: now })
    if (this.#buckets.size > this.#most) this.#buckets.delete(this.#buckets.keys().next().value!)
    return { allowed, remaining: Math.floor(level), resetSeconds: Math.ceil((quota - level) / (quota / windowSeconds)) }
  }
}
