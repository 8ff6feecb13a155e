import { decodeBatch, encodeBatch, limits, sha256 } from '@holdfast/platform/envelope'
import type { Spool } from '../spool/spool.ts'
import { Backoff } from './backoff.ts'
import { Pause } from './pause.ts'
import { Rejected, type ServerLink } from './server-link.ts'

/** Why the stream must begin anew, with full snapshots. */
export type Restart = 'first-start' | 'server-restored' | 'server-went-back' | 'conflict' | 'refused'

export interface SenderOptions {
  readonly spool: Spool
  readonly link: ServerLink
  /** The timeline the source knows; `undefined` before the first contact. */
  readonly timeline: () => string | undefined
  /** Called after a new epoch was opened and the spool emptied. */
  readonly restarted: (epoch: number, timeline: string, reason: Restart, lost: number) => void
  readonly say: (line: string) => void
}

/** The digest by which the chain goes on after an entry was dropped. */
export function headerDigestOf(entry: Uint8Array): string {
  const envelope = decodeBatch(entry)[0]
  if (!envelope) throw new Error('a spool entry holds no envelope')
  return sha256(envelope.header)
}

/** Brings what is spooled to the server, in order, until stopped. Nothing leaves the spool before the server said that it is stored. */
export class Sender {
  readonly #options: SenderOptions
  readonly #pause = new Pause()
  readonly #backoff = new Backoff()

  constructor(options: SenderOptions) {
    this.#options = options
  }

  /** There is something new to send. */
  wake(): void {
    this.#pause.wake()
  }

  /** Runs until `stop`; throws `Rejected` when the server refuses this source for good. */
  async run(stop: AbortSignal): Promise<void> {
    const { spool, say } = this.#options
    while (!stop.aborted) {
      try {
        if (spool.epoch === 0) await this.#restart('first-start')
        while (spool.pending > 0 && !stop.aborted) await this.#sendOnce()
        this.#backoff.succeeded()
        await this.#pause.sleep(60_000, stop)
      } catch (error) {
        if (error instanceof Rejected || stop.aborted) throw error
        const wait = this.#backoff.next(Math.random())
        say(
          `the server cannot be reached (${error instanceof Error ? error.message : String(error)}); ${spool.pending} envelopes wait on disk; trying again in ${Math.round(wait / 1000)} s`,
        )
        await new Pause().sleep(wait, stop)
      }
    }
  }

  async #sendOnce(): Promise<void> {
    const { spool, link } = this.#options
    const entries = spool.read(limits.batchEnvelopes, limits.batchBytes - 64 * 1024)
    const first = entries[0]
    if (!first) return
    const answer = await link.postBatch(encodeBatch(entries.map(({ bytes }) => decodeBatch(bytes)[0]!)))
    const known = this.#options.timeline()
    if (known !== undefined && answer.timeline !== known) return this.#restart('server-restored')
    for (const [index, result] of answer.envelopes.entries()) {
      const seq = first.seq + index
      if (result.status === 'stored' || result.status === 'duplicate') {
        spool.acknowledge(seq, headerDigestOf)
        continue
      }
      if (result.status === 'conflict') return this.#restart('conflict')
      if (result.status === 'refused') {
        this.#options.say(`the server refused envelope ${seq}: ${result.reason}`)
        return this.#restart('refused')
      }
      // Less than it acknowledged: it lost what it had. More: this source lost its note of what was acknowledged.
      if (result.expected <= spool.acknowledged) return this.#restart('server-went-back')
      if (result.expected > seq) spool.acknowledge(Math.min(result.expected - 1, spool.last), headerDigestOf)
      return
    }
  }

  async #restart(reason: Restart): Promise<void> {
    const { epoch, timeline } = await this.#options.link.openEpoch(reason)
    const lost = this.#options.spool.startEpoch(epoch)
    this.#options.restarted(epoch, timeline, reason, lost ? lost.to - lost.from + 1 : 0)
  }
}
