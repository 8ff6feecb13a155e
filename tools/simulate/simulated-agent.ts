import { itemKey } from '@holdfast/platform/contract'
import { enrol, HttpClient, httpLink, type ServerAddress, type ServerLink } from '@holdfast/platform/edge'
import {
  type ChainState,
  type EnvelopeRecord,
  encodeBatch,
  newChain,
  newSourceKey,
  packBodies,
  readPrivateKey,
  sealEnvelope,
  signEnrolment,
} from '@holdfast/platform/envelope'
import { facts as inventoryFacts } from '../../apps/inventory/facts/index.ts'
import type { DrawnFacts, DrawnHost } from './draw-host.ts'
import { randomOf } from './random.ts'

const types = new Map(inventoryFacts.map((fact) => [fact.name as string, fact]))

/** A host that is not there, with an agent that speaks the real protocol: own key, enrolment, signed and numbered envelopes. */
export class SimulatedAgent {
  readonly #client: HttpClient
  readonly #host: DrawnHost
  readonly #key = newSourceKey()
  readonly #privateKey = readPrivateKey(this.#key)
  #link: ServerLink | undefined
  #chain: ChainState | undefined
  /** Envelopes that the server acknowledged. */
  acknowledged = 0

  constructor(server: ServerAddress, host: DrawnHost) {
    this.#client = new HttpClient(server)
    this.#host = host
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
    const state = {
      run: randomOf(`${machineId}/${Date.now()}`).hex(32),
      version: 'simulated',
      platform: 'linux-x64',
      capabilities: ['files', 'live'] as const,
    }
    const claim = { activationKey, publicKey: this.#key.publicKey, time: new Date().toISOString() }
    const { source, epoch } = await enrol(this.#client, {
      ...claim,
      ...state,
      proof: signEnrolment(claim, this.#privateKey),
      kind: 'agent',
      name,
      identifiers,
    })
    this.#link = httpLink(this.#client, { source, privateKey: this.#privateKey, agentId }, () => state)
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

  async tell(records: readonly EnvelopeRecord[]): Promise<void> {
    let chain = this.#chain
    if (!chain || !this.#link) throw new Error(`${this.name} is not enrolled`)
    const envelopes = packBodies(records).map((body) => {
      const sealed = sealEnvelope(chain!, body, { privateKey: this.#privateKey, sentAt: new Date().toISOString() })
      chain = sealed.chain
      return sealed.envelope
    })
    const { outcomes } = await this.#link.postBatch(encodeBatch(envelopes))
    const refused = outcomes.find(({ status }) => status !== 'stored' && status !== 'duplicate')
    if (refused) throw new Error(`${this.name}: the server answered ${JSON.stringify(refused)}`)
    this.#chain = chain
    this.acknowledged += envelopes.length
  }

  close(): void {
    this.#client.close()
  }
}

function statementOf({ fact, scope, items }: DrawnFacts, mode: 'full' | 'delta') {
  const type = types.get(fact)
  if (!type) throw new Error(`there is no fact ${fact}`)
  return {
    type: 'facts' as const,
    about: 'self',
    fact: type.name,
    version: type.version,
    scope,
    mode,
    complete: true,
    observedAt: new Date().toISOString(),
    set: Object.fromEntries(items.map((item) => [itemKey(type, item), item])),
    gone: [] as readonly string[],
  }
}
