import { randomBytes } from 'node:crypto'
import {
  type BatchAnswer,
  type ChainState,
  type EnrolmentRequest,
  type EnvelopeRecord,
  encodeBatch,
  encodeBody,
  newChain,
  newSourceKey,
  readPrivateKey,
  type SealedEnvelope,
  type SourceState,
  sealEnvelope,
  signEnrolment,
  signRequest,
  toInstant,
} from '../../envelope/index.ts'
import type { AuthenticSource, Intake } from '../create-intake.ts'

/** For tests: a source that enrols, numbers, signs and sends as an agent does, without a disk. */
export class SampleAgent {
  readonly key = newSourceKey()
  readonly privateKey = readPrivateKey(this.key)
  readonly #intake: Intake
  readonly #now: () => number
  run = randomBytes(16).toString('hex')
  source = ''
  timeline = ''
  chain: ChainState = newChain('', 1)

  constructor(intake: Intake, now: () => number = Date.now) {
    this.#intake = intake
    this.#now = now
  }

  get state(): SourceState {
    return { run: this.run, version: '1.0.0', platform: 'linux-x64', capabilities: ['files', 'live'] }
  }

  enrolment(activationKey: string, time = this.#now(), change: Partial<EnrolmentRequest> = {}): EnrolmentRequest {
    const claim = { activationKey, publicKey: this.key.publicKey, time: toInstant(time) }
    const proof = signEnrolment(claim, this.privateKey)
    return { ...this.state, ...claim, proof, kind: 'agent', name: 'sample', identifiers: [], ...change }
  }

  async enrol(activationKey: string): Promise<this> {
    const { source, epoch, timeline } = await this.#intake.enrol(this.enrolment(activationKey))
    this.source = source
    this.timeline = timeline
    this.chain = newChain(source, epoch)
    return this
  }

  /** As the door gives it after checking the headers. */
  authentic(): Promise<AuthenticSource> {
    const request = { method: 'GET', path: '/agent/v1/commands' }
    const { source, privateKey } = this
    const headers = signRequest(request, { source, privateKey, time: toInstant(this.#now()) })
    return this.#intake.authenticate({ ...request, headers })
  }

  /** Seals one envelope for each list of records. */
  seal(bodies: readonly (readonly EnvelopeRecord[])[], sentAt = toInstant(this.#now())): SealedEnvelope[] {
    return bodies.map((records) => {
      const sealed = sealEnvelope(this.chain, encodeBody(records), { privateKey: this.privateKey, sentAt })
      this.chain = sealed.chain
      return sealed.envelope
    })
  }

  send(envelopes: readonly SealedEnvelope[]): Promise<BatchAnswer> {
    return this.#intake.receive(this.source, encodeBatch(envelopes))
  }

  /** Seals and sends in one POST. */
  tell(...bodies: readonly (readonly EnvelopeRecord[])[]): Promise<BatchAnswer> {
    return this.send(this.seal(bodies))
  }

  async reopen(reason: 'new-timeline' | 'server-went-back' | 'conflict' | 'spool-lost' | 'closed' = 'conflict') {
    const answer = await this.#intake.openEpoch(await this.authentic(), {
      ...this.state,
      reason,
      acknowledged: this.chain.seq,
    })
    if (answer.status === 'opened') {
      this.chain = newChain(this.source, answer.epoch)
      this.timeline = answer.timeline
    }
    return answer
  }

  async beat(acknowledged = this.chain.seq) {
    return this.#intake.heartbeat(await this.authentic(), {
      ...this.state,
      epoch: this.chain.epoch,
      acknowledged,
      waiting: 0,
    })
  }

  /** A second machine with the same disk. */
  clone(): SampleAgent {
    const clone = new SampleAgent(this.#intake, this.#now)
    Object.assign(clone, { key: this.key, privateKey: this.privateKey, source: this.source, chain: this.chain })
    return clone
  }
}
