import type { KeyObject } from 'node:crypto'
import type { SourceIdentity } from '@holdfast/platform/edge'
import {
  type ChainState,
  type EnvelopeRecord,
  encodeBatch,
  newChain,
  newSourceKey,
  packBodies,
  readPrivateKey,
  type SourceKey,
  type SourceState,
  sealEnvelope,
  signEnrolment,
} from '@holdfast/platform/envelope'
import type { AgentDoor } from './agent-door.ts'
import type { DrawnFacts, DrawnHost } from './draw-host.ts'
import { factOf, keyOf } from './fact-of.ts'
import { randomOf } from './random.ts'

/** A host that is not there, with an agent that speaks the real protocol: own key, enrolment, signed and numbered envelopes. */
export class SimulatedAgent {
  readonly #door: AgentDoor
  readonly #host: DrawnHost
  readonly #key: SourceKey
  readonly #privateKey: KeyObject
  #identity: SourceIdentity | undefined
  #state: SourceState | undefined
  #chain: ChainState | undefined
  /** Envelopes that the server acknowledged. */
  acknowledged = 0

  constructor(door: AgentDoor, host: DrawnHost, key = newSourceKey()) {
    this.#door = door
    this.#host = host
    this.#key = key
    this.#privateKey = readPrivateKey(key)
  }

  /** One that enrolled before and goes on where it ended. */
  static again(
    door: AgentDoor,
    { name, key, chain }: { readonly name: string; readonly key: SourceKey; readonly chain: ChainState },
  ): SimulatedAgent {
    const agent = new SimulatedAgent(door, { name, machineId: name, mac: '', facts: [] }, key)
    const agentId = randomOf(`${name}/agent`).hex(32)
    agent.#identity = { source: chain.source, privateKey: agent.#privateKey, agentId }
    agent.#state = stateOf(name)
    agent.#chain = chain
    return agent
  }

  get name(): string {
    return this.#host.name
  }

  /** Enrols with an activation key and tells everything once. Throws with the server's words where it refuses. */
  async begin(activationKey: string): Promise<void> {
    const { name, machineId, mac, facts } = this.#host
    const agentId = randomOf(`${machineId}/agent`).hex(32)
    const identifiers = [
      { kind: 'agent-id', value: agentId },
      { kind: 'machine-id', value: machineId },
      { kind: 'mac', value: mac },
      { kind: 'hostname', value: name },
    ]
    const state = stateOf(machineId)
    const claim = { activationKey, publicKey: this.#key.publicKey, time: new Date().toISOString() }
    const { source, epoch } = await this.#door.enrol({
      ...claim,
      ...state,
      proof: signEnrolment(claim, this.#privateKey),
      kind: 'agent',
      name,
      identifiers,
    })
    this.#identity = { source, privateKey: this.#privateKey, agentId }
    this.#state = state
    this.#chain = newChain(source, epoch)
    await this.tell([
      { type: 'asset', ref: 'self', kind: 'host', name, identifiers },
      ...facts.map((drawn) => statementOf(drawn, 'full')),
    ])
  }

  /** States the items of a scope that changed, and the keys of those that are gone. */
  async change(drawn: DrawnFacts, gone: readonly string[] = []): Promise<void> {
    await this.tell([{ ...statementOf(drawn, 'delta'), gone }])
  }

  /** States whole scopes anew. */
  async state(facts: readonly DrawnFacts[]): Promise<void> {
    await this.tell(facts.map((drawn) => statementOf(drawn, 'full')))
  }

  async tell(records: readonly EnvelopeRecord[]): Promise<void> {
    let chain = this.#chain
    if (!chain || !this.#identity || !this.#state) throw new Error(`${this.name} is not enrolled`)
    const envelopes = packBodies(records).map((body) => {
      const sealed = sealEnvelope(chain!, body, { privateKey: this.#privateKey, sentAt: new Date().toISOString() })
      chain = sealed.chain
      return sealed.envelope
    })
    const { outcomes } = await this.#door.post(this.#identity, this.#state, encodeBatch(envelopes))
    const refused = outcomes.find(({ status }) => status !== 'stored' && status !== 'duplicate')
    if (refused) throw new Error(`${this.name}: the server answered ${JSON.stringify(refused)}`)
    this.#chain = chain
    this.acknowledged += envelopes.length
  }

  close(): void {
    this.#door.close()
  }
}

function stateOf(machineId: string): SourceState {
  return {
    run: randomOf(`${machineId}/${Date.now()}`).hex(32),
    version: 'simulated',
    platform: 'linux-x64',
    capabilities: ['files', 'live'],
  }
}

function statementOf({ fact, scope, items }: DrawnFacts, mode: 'full' | 'delta') {
  const type = factOf(fact)
  return {
    type: 'facts' as const,
    about: 'self',
    fact: type.name,
    version: type.version,
    scope,
    mode,
    complete: true,
    observedAt: new Date().toISOString(),
    set: Object.fromEntries(items.map((item) => [keyOf(fact, item), item])),
    gone: [] as readonly string[],
  }
}
