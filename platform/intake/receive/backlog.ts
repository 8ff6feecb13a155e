import type { Database } from '../../store/index.ts'
import { inTenant } from '../in-tenant.ts'
import { IntakeError } from '../intake-error.ts'

/** So many envelopes of one tenant may wait to be applied: more than any fleet tells in its worst minute, and a few minutes of work. */
const mostWaiting = 4096
/** So much while others tell something too: a second or two of work, so that a flood is taken as fast as it is applied, and not faster. */
const inCompany = { envelopes: 512, bytes: 2 * 1024 * 1024 }
/** While others told something within so long, a tenant is in company. */
const latelyMs = 60_000
/** So many are taken before it is looked how many wait. */
const unseen = 256
const lookAgainMs = 1000

interface Amount {
  readonly envelopes: number
  /** As they were sent: compressed. */
  readonly bytes: number
}

const none: Amount = { envelopes: 0, bytes: 0 }

interface Seen {
  /** Admitted since it was looked. */
  since: Amount
  waiting: Amount
  at: number
  /** Bytes of an envelope, about: of the last ones. */
  size: number
  /** When it last told something. */
  told: number
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

  /** Throws IntakeError `backlog` where it is known that too much waits: before anything is made of what a source sent. */
  refuseAtOnce(tenantId: number): void {
    const seen = this.#seen.get(tenantId)
    if (!seen || performance.now() - seen.at > lookAgainMs) return
    this.#refuse(tenantId, seen, none)
  }

  /** Throws IntakeError `backlog` when too much waits. */
  async admit(tenantId: number, sent: Amount): Promise<void> {
    const now = performance.now()
    const seen = this.#seen.get(tenantId) ?? { since: none, waiting: none, at: -lookAgainMs, size: 0, told: now }
    // In the order of when they last told something, so that the oldest are in front.
    this.#seen.delete(tenantId)
    this.#seen.set(tenantId, Object.assign(seen, { told: now }))
    for (const [other, { told }] of this.#seen) {
      if (told > now - latelyMs) break
      this.#seen.delete(other)
    }
    const isWorthALook = seen.since.envelopes + sent.envelopes > unseen || this.#isMuch(tenantId, seen, sent)
    if (isWorthALook && now - seen.at > lookAgainMs) {
      Object.assign(seen, { at: now, since: none })
      const envelopes = await this.#count(tenantId)
      seen.waiting = { envelopes, bytes: envelopes * seen.size }
    }
    this.#refuse(tenantId, seen, sent)
    seen.since = sum(seen.since, sent)
    seen.size += (sent.bytes / Math.max(1, sent.envelopes) - seen.size) / 16
  }

  #refuse(tenantId: number, seen: Seen, sent: Amount): void {
    if (!this.#isMuch(tenantId, seen, sent)) return
    throw new IntakeError('backlog', 'Too much of this tenant waits to be applied: keep yours, and come back.')
  }

  /** What is large by itself is taken where nothing waits. */
  #isMuch(tenantId: number, seen: Seen, sent: Amount): boolean {
    if (this.#most === Number.POSITIVE_INFINITY) return false
    const before = sum(seen.waiting, seen.since)
    const { envelopes, bytes } = sum(before, sent)
    if (envelopes > this.#most) return true
    const isAlone = [...this.#seen.keys()].every((other) => other === tenantId)
    return !isAlone && before.envelopes > 0 && (envelopes > inCompany.envelopes || bytes > inCompany.bytes)
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

function sum(a: Amount, b: Amount): Amount {
  return { envelopes: a.envelopes + b.envelopes, bytes: a.bytes + b.bytes }
}
