import {
  type BatchAnswer,
  decodeBatch,
  decodeBody,
  decodeHeader,
  type EnvelopeOutcome,
  type EnvelopeRecord,
  type EpochRequest,
  sha256,
} from '@holdfast/platform/envelope'
import type { ServerLink } from '../uplink/server-link.ts'

/** Keeps the numbering rules of a server in memory, so that a source can be tested without one; it can be broken and set back at will. */
export class PretendServer {
  timeline = 'tl_1'
  reachable = true
  readonly records: EnvelopeRecord[] = []
  readonly epochs: EpochRequest['reason'][] = []
  #epoch = 1
  #stored: string[] = []

  /** Forgets the last envelopes, like a server restored from an older copy. */
  goBack(count: number, timeline?: string): void {
    this.#stored.splice(-count)
    if (timeline) this.timeline = timeline
  }

  get stored(): number {
    return this.#stored.length
  }

  /** Stores another envelope under the next number, as a clone of the source would. */
  intrude(): void {
    this.#stored.push('0'.repeat(64))
  }

  readonly link: ServerLink = {
    openEpoch: async (reason) => {
      this.#demand()
      this.epochs.push(reason)
      this.#epoch++
      this.#stored = []
      return { epoch: this.#epoch, timeline: this.timeline }
    },
    heartbeat: async () => {
      this.#demand()
      return { timeline: this.timeline, serverTime: new Date().toISOString(), advice: 'go-on' }
    },
    postBatch: async (batch): Promise<BatchAnswer> => {
      this.#demand()
      const outcomes: EnvelopeOutcome[] = []
      for (const envelope of decodeBatch(batch)) {
        const header = decodeHeader(envelope.header)
        const digest = sha256(envelope.header)
        if (header.epoch !== this.#epoch) outcomes.push({ status: 'refused', reason: 'epoch-closed' })
        else if (header.seq <= this.#stored.length)
          outcomes.push({ status: this.#stored[header.seq - 1] === digest ? 'duplicate' : 'conflict' })
        else if (header.seq > this.#stored.length + 1)
          outcomes.push({ status: 'out-of-order', expected: this.#stored.length + 1 })
        else {
          this.#stored.push(digest)
          for (const parsed of await decodeBody({ encoding: header.encoding, bytes: envelope.body }))
            if (parsed.ok) this.records.push(parsed.record)
          outcomes.push({ status: 'stored' })
        }
      }
      return { timeline: this.timeline, serverTime: new Date().toISOString(), outcomes }
    },
    commands: async () => [],
  }

  #demand(): void {
    if (!this.reachable) throw new Error('connection refused')
  }
}
