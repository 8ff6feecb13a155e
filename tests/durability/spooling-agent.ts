import { randomBytes } from 'node:crypto'
import { Agent, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  type BatchAnswer,
  type ChainState,
  encodeBatch,
  encodeBody,
  newChain,
  newSourceKey,
  readPrivateKey,
  type SealedEnvelope,
  sealEnvelope,
  signEnrolment,
  toInstant,
} from '@holdfast/platform/envelope'
import type { Intake } from '@holdfast/platform/intake'
import { introduction, stepRecords } from './sample-types.ts'

const connections = new Agent({ keepAlive: true })

/** A source that counts, keeps each step until it is acknowledged, and sends it again for as long. */
export class SpoolingAgent {
  readonly #key = newSourceKey()
  readonly #privateKey = readPrivateKey(this.#key)
  #chain: ChainState = newChain('', 1)
  #spool: SealedEnvelope[] = []
  source = ''
  /** Steps that were counted, and envelopes that the server said are stored. */
  steps = 0
  acknowledged = 0

  async enrol(intake: Intake, activationKey: string): Promise<void> {
    const claim = { activationKey, publicKey: this.#key.publicKey, time: toInstant(Date.now()) }
    const { source, epoch } = await intake.enrol({
      ...{ ...claim, proof: signEnrolment(claim, this.#privateKey), kind: 'agent', name: 'spooling', identifiers: [] },
      ...{ run: randomBytes(16).toString('hex'), version: '0', platform: 'test', capabilities: [] },
    })
    this.source = source
    this.#chain = newChain(source, epoch)
    this.#seal([introduction(source)])
  }

  /** Counts and sends until told to stop, then sends what is left. */
  async run(port: number, stop: AbortSignal): Promise<void> {
    while (!stop.aborted || this.#spool.length > 0) {
      if (!stop.aborted && this.#spool.length < 50) {
        for (let n = Math.ceil(Math.random() * 6); n > 0; n--) this.#seal(stepRecords(++this.steps))
      }
      await this.#send(port)
    }
  }

  #seal(records: Parameters<typeof encodeBody>[0]): void {
    const sealed = sealEnvelope(this.#chain, encodeBody(records), {
      privateKey: this.#privateKey,
      sentAt: toInstant(Date.now()),
    })
    this.#chain = sealed.chain
    this.#spool.push(sealed.envelope)
  }

  async #send(port: number): Promise<void> {
    const envelopes = this.#spool.slice(0, 16)
    let answer: BatchAnswer
    try {
      answer = await post(port, this.source, encodeBatch(envelopes))
    } catch {
      // No answer, or none that acknowledges: the server may have it or not.
      await sleep(20)
      return
    }
    for (const { status } of answer.outcomes) {
      if (status !== 'stored' && status !== 'duplicate')
        throw new Error(`an envelope came back as ${JSON.stringify(answer.outcomes)}`)
      this.#spool.shift()
      this.acknowledged++
    }
  }
}

function post(port: number, source: string, body: Buffer): Promise<BatchAnswer> {
  return new Promise((resolve, reject) => {
    const options = {
      agent: connections,
      port,
      host: '127.0.0.1',
      method: 'POST',
      headers: { 'holdfast-source': source },
      timeout: 20_000,
    }
    const sent = request(options, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () => {
        if (response.statusCode === 200) resolve(JSON.parse(Buffer.concat(chunks).toString()))
        else reject(new Error(`status ${response.statusCode}`))
      })
    })
    sent.on('timeout', () => sent.destroy(new Error('no answer')))
    sent.on('error', reject)
    sent.end(body)
  })
}
