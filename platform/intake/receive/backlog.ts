import type { Database } from '../../store/index.ts'
import { inTenant } from '../in-tenant.ts'
import { IntakeError } from '../intake-error.ts'

/** So many envelopes of one tenant may wait to be applied: more than any fleet tells in its worst minute, and a few minutes of work. */
const mostWaiting = 4096
/** So many are taken before it is looked how many wait. */
const unseen = 256
const lookAgainMs = 1000

interface Seen {
  since: number
  waiting: number
  at: number
}

/**
 * Keeps one tenant from filling the log faster than it is applied: its sources are asked to keep what they have and come back. Nothing is lost, and the log
 * of the others stays short. Each server looks for itself, so the bound is soft by what they take in a second.
 */
export class Backlog {
  readonly #database: Database
  readonly #most: number
  readonly #seen = new Map<number, Seen>()

  constructor(database: Database, most = mostWaiting) {
    this.#database = database
    this.#most = most
  }

  /** Throws IntakeError `backlog` when too much waits. */
  async admit(tenantId: number, envelopes: number): Promise<void> {
    const seen = this.#seen.get(tenantId) ?? { since: 0, waiting: 0, at: -lookAgainMs }
    this.#seen.set(tenantId, seen)
    const now = performance.now()
    const isMuch = () => seen.waiting + seen.since + envelopes > this.#most
    if ((isMuch() || seen.since + envelopes > unseen) && now - seen.at > lookAgainMs) {
      Object.assign(seen, { at: now, since: 0 })
      seen.waiting = await this.#count(tenantId)
    }
    if (isMuch()) {
      throw new IntakeError(
        'backlog',
        `More than ${this.#most} envelopes of this tenant wait to be applied: keep yours.`,
      )
    }
    seen.since += envelopes
  }

  async #count(tenantId: number): Promise<number> {
    const { rows } = await inTenant(this.#database, tenantId, (tx) =>
      tx.query<{ waiting: number }>({
        name: 'intake-waiting',
        text: 'select coalesce(sum(last_seq - first_seq + 1), 0)::bigint as waiting from envelope_batch where tenant_id = $1',
        values: [tenantId],
      }),
    )
    return rows[0]!.waiting
  }
}
