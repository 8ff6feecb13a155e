import type { EnvelopeOutcome } from '../../envelope/index.ts'
import { type Database, StoreError } from '../../store/index.ts'
import { inTenant } from '../in-tenant.ts'
import type { IntakeError } from '../intake-error.ts'
import { appendDeliveries, type Delivery } from './append.ts'

type Answer = readonly EnvelopeOutcome[] | IntakeError

interface Waiting {
  readonly delivery: Delivery
  readonly resolve: (answer: Answer) => void
  readonly reject: (error: unknown) => void
}

interface Line {
  readonly waiting: Waiting[]
  running: number
}

/** Of one tenant at the same time: while one waits for the disk, the next is made ready. */
const transactionsAtOnce = 2
const deliveriesAtOnce = 64
const bytesAtOnce = 16 * 1024 * 1024
/** Of one tenant; more are turned away, so that a flood fills neither memory nor others' time. */
const mostWaiting = 512

/**
 * Brings the POSTs that arrive at the same time into common transactions, per tenant: each waits for one flush of the disk, and many
 * share it.
 */
export class AppendQueue {
  readonly #database: Database
  readonly #lines = new Map<number, Line>()

  constructor(database: Database) {
    this.#database = database
  }

  /** Resolves after the commit. Throws StoreError `database-busy` when too many wait. */
  append(delivery: Delivery): Promise<Answer> {
    const { tenantId } = delivery.source
    const line = this.#lines.get(tenantId) ?? { waiting: [], running: 0 }
    this.#lines.set(tenantId, line)
    if (line.waiting.length >= mostWaiting)
      return Promise.reject(new StoreError('database-busy', 'Too many envelopes of this tenant wait to be stored.'))
    return new Promise((resolve, reject) => {
      line.waiting.push({ delivery, resolve, reject })
      if (line.running < transactionsAtOnce) void this.#work(tenantId, line)
    })
  }

  async #work(tenantId: number, line: Line): Promise<void> {
    line.running++
    try {
      while (line.waiting.length > 0) await this.#appendTogether(tenantId, takeTogether(line.waiting))
    } finally {
      line.running--
      if (line.running === 0 && line.waiting.length === 0) this.#lines.delete(tenantId)
    }
  }

  async #appendTogether(tenantId: number, together: readonly Waiting[]): Promise<void> {
    try {
      const answers = await this.#append(
        tenantId,
        together.map(({ delivery }) => delivery),
      )
      for (const [index, { resolve }] of together.entries()) resolve(answers[index]!)
    } catch (error) {
      const [first] = together
      if (together.length === 1 && first) return first.reject(error)
      // One of them may be the cause; the others must not suffer for it.
      for (const each of together) await this.#appendTogether(tenantId, [each])
    }
  }

  #append(tenantId: number, deliveries: readonly Delivery[]): Promise<Answer[]> {
    // Once more after a commit that was not heard of gives duplicates, which are acknowledged as well.
    return inTenant(this.#database, tenantId, (tx) => appendDeliveries(tx, deliveries), { idempotent: true })
  }
}

function takeTogether(waiting: Waiting[]): Waiting[] {
  let bytes = 0
  let count = 0
  for (const { delivery } of waiting) {
    bytes += delivery.batch.length
    if (count > 0 && (bytes > bytesAtOnce || count >= deliveriesAtOnce)) break
    count++
  }
  return waiting.splice(0, count)
}
