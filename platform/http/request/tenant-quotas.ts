import { RateLimiter } from '../../access/index.ts'
import type { Database } from '../../store/index.ts'

const againMs = 15_000
const mostKept = 20_000

interface Kept {
  at: number
  limiter: RateLimiter | undefined
}

/**
 * Requests a minute that a provider allows a tenant, counted in this process. What it is now is known some seconds later: nobody waits for it, and a tenant that
 * was not seen for long is asked about anew.
 */
export class TenantQuotas {
  readonly #database: Database
  readonly #kept = new Map<number, Kept>()
  readonly #now: () => number

  constructor(database: Database, now: () => number = () => performance.now()) {
    this.#database = database
    this.#now = now
  }

  /** What counts the requests of a tenant; undefined where nobody bounded them. */
  limiterOf(tenantId: number): RateLimiter | undefined {
    const kept = this.#kept.get(tenantId) ?? { at: Number.NEGATIVE_INFINITY, limiter: undefined }
    if (kept.at < this.#now() - againMs) {
      kept.at = this.#now()
      if (this.#kept.size >= mostKept) this.#kept.clear()
      this.#kept.set(tenantId, kept)
      // A database that is away is told by the request itself.
      this.#read(tenantId, kept).catch(() => {})
    }
    return kept.limiter
  }

  async #read(tenantId: number, kept: Kept): Promise<void> {
    const row = await this.#database.asTenant(
      tenantId,
      (tx) =>
        tx.first<{ quota: number | null }>(
          `select (settings #>> '{quota,requests,hard}')::int as quota from tenant where id = $1`,
          [tenantId],
        ),
      { readOnly: true },
    )
    const quota = row?.quota ?? null
    if (quota === (kept.limiter?.limit.quota ?? null)) return
    kept.limiter = quota === null ? undefined : new RateLimiter({ quota, windowSeconds: 60 })
  }
}
