import {
  decodeBatch,
  type EnvelopeOutcome,
  type EpochRequest,
  encodeBatch,
  limits,
  sha256,
} from '@holdfast/platform/envelope'
import { type Manners, maySend } from '../collect/manners.ts'
import type { Spool } from '../spool/spool.ts'
import { Backoff } from './backoff.ts'
import { Pause } from './pause.ts'
import { Rejected, type ServerLink } from './server-link.ts'

/** Why the stream begins anew, with full snapshots. */
export type Restart = EpochRequest['reason']

export interface SenderOptions {
  readonly spool: Spool
  readonly link: ServerLink
  /** The timeline of the server that the source knows. */
  readonly timeline: () => string
  /** Called after a new epoch was opened and the spool emptied. */
  readonly restarted: (timeline: string, reason: Restart, lost: number) => void
  /** Called when all that was spooled is with the server. */
  readonly drained: () => void
  /** Called after each sign of life that the server answered. */
  readonly heard?: () => void
  readonly say: (line: string) => void
  /** How it is to behave, asked each time. */
  readonly manners?: () => Manners
  /** True where a sign of life must not wait for the end of a window: something waits to be proven by it. */
  readonly urgent?: () => boolean
}

/** A sign of life at least this often, although there is nothing to send. */
const heartbeatSeconds = 60
/** In a window in which nothing is sent it looks so often whether that is over. */
const stillMs = 30_000

/** A stream that lasts so long was no quarrel. */
const steadyMs = 60_000

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
  #silence: string | undefined
  #stop: AbortSignal | undefined
  #restarts = 0
  #restartedAt = Number.NEGATIVE_INFINITY

  constructor(options: SenderOptions) {
    this.#options = options
  }

  /** There is something new to send. */
  wake(): void {
    this.#pause.wake()
  }

  /** Runs until `stop`; throws `Rejected` when the server refuses this source for good. */
  async run(stop: AbortSignal): Promise<void> {
    const { spool } = this.#options
    this.#stop = stop
    while (!stop.aborted) {
      try {
        if (this.#isStill) {
          await this.#pause.sleep(stillMs, stop)
          continue
        }
        await this.#heartbeat()
        this.#options.heard?.()
        do {
          while (spool.pending > 0 && !stop.aborted && !this.#isStill) await this.#sendOnce()
          this.#reached()
          if (spool.pending === 0) this.#options.drained()
          await this.#pause.sleep((this.#manners.statusSeconds ?? heartbeatSeconds) * 1000, stop)
        } while (spool.pending > 0 && !stop.aborted && !this.#isStill)
      } catch (error) {
        if (error instanceof Rejected || stop.aborted) throw error
        const wait = this.#backoff.next(Math.random())
        this.#unreached(error instanceof Error ? error.message : String(error))
        await new Pause().sleep(wait, stop)
      }
    }
  }

  get #manners(): Manners {
    return this.#options.manners?.() ?? {}
  }

  get #isStill(): boolean {
    return !maySend(this.#manners, Date.now()) && !this.#options.urgent?.()
  }

  async #heartbeat(): Promise<void> {
    const { spool, link } = this.#options
    const answer = await link.heartbeat({
      epoch: spool.epoch,
      acknowledged: spool.acknowledged,
      waiting: spool.pending,
    })
    if (answer.advice === 'enrol-again') throw new Rejected('enrol-again', 'another machine uses the same key')
    if (answer.timeline !== this.#options.timeline()) return this.#restart('new-timeline')
    if (answer.advice === 'new-epoch') return this.#restart('server-went-back')
  }

  async #sendOnce(): Promise<void> {
    const { spool, link } = this.#options
    const mostBytes = limits.batchBytes - 64 * 1024
    const { envelopeBytes = mostBytes, uploadBytesPerSecond } = this.#manners
    const entries = spool.read(limits.batchEnvelopes, Math.min(mostBytes, envelopeBytes))
    const first = entries[0]
    if (!first) return
    const batch = encodeBatch(entries.flatMap(({ bytes }) => decodeBatch(bytes)))
    const answer = await link.postBatch(batch)
    // What was sent at once is paid for by waiting afterwards.
    if (uploadBytesPerSecond !== undefined && this.#stop)
      await new Pause().sleep((batch.length / uploadBytesPerSecond) * 1000, this.#stop)
    if (answer.timeline !== this.#options.timeline()) return this.#restart('new-timeline')
    for (const [index, outcome] of answer.outcomes.entries()) {
      const goOn = await this.#settle(first.seq + index, outcome)
      if (!goOn) return
    }
  }

  /** True where the next outcome of the batch still means what it says. */
  async #settle(seq: number, outcome: EnvelopeOutcome): Promise<boolean> {
    const { spool, say } = this.#options
    switch (outcome.status) {
      case 'stored':
      case 'duplicate':
        spool.acknowledge(seq, headerDigestOf)
        return true
      case 'conflict':
        await this.#restart('conflict')
        return false
      case 'refused':
        say(`the server refused envelope ${seq}: ${outcome.reason}${outcome.detail ? `, ${outcome.detail}` : ''}`)
        await this.#restart(
          outcome.reason === 'epoch-closed'
            ? 'closed'
            : outcome.reason === 'epoch-unknown'
              ? 'server-went-back'
              : 'spool-lost',
        )
        return false
      case 'out-of-order':
        // Less than it acknowledged: it lost what it had. More: this source lost its note of what was acknowledged.
        if (outcome.expected <= spool.acknowledged) await this.#restart('server-went-back')
        else if (outcome.expected > seq) spool.acknowledge(Math.min(outcome.expected - 1, spool.last), headerDigestOf)
        return false
    }
  }

  async #restart(reason: Restart): Promise<void> {
    const { link, spool, restarted } = this.#options
    await this.#holdBack()
    const { epoch, timeline } = await link.openEpoch(reason, spool.acknowledged)
    const lost = spool.startEpoch(epoch)
    restarted(timeline, reason, lost ? lost.to - lost.from + 1 : 0)
  }

  /** Two machines with one key end each other's streams. Until the server can tell them apart, neither begins anew without a pause. */
  async #holdBack(): Promise<void> {
    const now = performance.now()
    this.#restarts = now - this.#restartedAt < steadyMs ? this.#restarts + 1 : 0
    this.#restartedAt = now
    if (this.#restarts === 0 || !this.#stop) return
    await new Pause().sleep(Math.min(30_000, 250 * 2 ** this.#restarts), this.#stop)
    this.#stop.throwIfAborted()
  }

  #reached(): void {
    this.#backoff.succeeded()
    if (this.#silence !== undefined) this.#options.say('the server answers again')
    this.#silence = undefined
  }

  /** Says once why the server does not answer, and again when the reason changes. */
  #unreached(reason: string): void {
    if (this.#silence !== reason)
      this.#options.say(`the server cannot be reached: ${reason}; what is collected waits on disk`)
    this.#silence = reason
  }
}
