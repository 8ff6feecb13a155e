import { setTimeout as sleep } from 'node:timers/promises'
import { type EnvelopeRecord, type SealedEnvelope, sha256, toInstant } from '@holdfast/platform/envelope'
import type { Intake } from '@holdfast/platform/intake'
import { SampleAgent } from '../../platform/intake/testing/sample-agent.ts'

const perPost = 8
const perEnvelope = 2

/**
 * A source that counts: each envelope tells of gaps that lost one, two, three records. It keeps what was not acknowledged and sends
 * it again, and remembers what was acknowledged.
 */
export class CountingSource {
  readonly #agent: SampleAgent
  readonly #spool: SealedEnvelope[] = []
  /** Header digests of the envelopes that the server said are stored, by their number. */
  readonly acknowledged = new Map<number, string>()
  told = 0
  /** Answers that acknowledged, and requests without an answer. */
  answers = 0
  failures = 0
  /** What was said instead of an acknowledgement. */
  readonly complaints = new Set<string>()
  #hasGivenUp = false

  constructor(url: () => string) {
    this.#agent = new SampleAgent(overHttp(url))
  }

  get source(): string {
    return this.#agent.source
  }

  async enrol(activationKey: string): Promise<this> {
    await this.#agent.enrol(activationKey)
    return this
  }

  /** Counts and sends until told to stop, then sends what is left. Throws where the server says anything but that it is stored. */
  async run(stop: AbortSignal): Promise<void> {
    while ((!stop.aborted || this.#spool.length > 0) && !this.#hasGivenUp) {
      if (!stop.aborted && this.#spool.length < 32) this.#count()
      await this.#send()
      await sleep(Math.random() * 20)
    }
  }

  /** Ends `run` with what is left unsent. */
  giveUp(): void {
    this.#hasGivenUp = true
  }

  #count(): void {
    const bodies = Array.from({ length: 1 + Math.floor(Math.random() * 6) }, () =>
      Array.from({ length: perEnvelope }, () => this.#record()),
    )
    this.#spool.push(...this.#agent.seal(bodies))
  }

  #record(): EnvelopeRecord {
    return { type: 'gap', from: toInstant(0), to: toInstant(1), reason: 'counted', lost: ++this.told }
  }

  async #send(): Promise<void> {
    const first = this.acknowledged.size + 1
    const envelopes = this.#spool.slice(0, perPost)
    if (envelopes.length === 0) return
    try {
      const { outcomes } = await this.#agent.send(envelopes)
      this.answers++
      for (const [index, { status }] of outcomes.entries()) {
        if (status !== 'stored' && status !== 'duplicate')
          throw new WrongAnswer(`envelope ${first + index} came back as ${JSON.stringify(outcomes[index])}`)
        this.acknowledged.set(first + index, sha256(envelopes[index]!.header))
        this.#spool.shift()
      }
    } catch (error) {
      if (error instanceof WrongAnswer) throw error
      this.failures++
      this.complaints.add((error as Error).message)
      await sleep(30)
    }
  }
}

class WrongAnswer extends Error {}

/** The agent's part of an intake, over HTTP. */
function overHttp(url: () => string): Intake {
  const ask = async (path: string, headers: Record<string, string>, body: Buffer) => {
    const reply = await fetch(`${url()}/agent/v1${path}`, {
      method: 'POST',
      headers,
      body: new Uint8Array(body),
      signal: AbortSignal.timeout(15_000),
    })
    const text = await reply.text()
    if (!reply.ok) throw new Error(`status ${reply.status}: ${text}`)
    return JSON.parse(text)
  }
  return {
    enrol: (request) => ask('/enrolment', { 'content-type': 'application/json' }, Buffer.from(JSON.stringify(request))),
    receive: (source, batch) =>
      ask('/envelopes', { 'content-type': 'application/octet-stream', 'holdfast-source': source }, Buffer.from(batch)),
  } as Intake
}
