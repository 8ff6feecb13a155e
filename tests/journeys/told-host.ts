import { itemKey } from '@holdfast/platform/contract'
import { type EnvelopeRecord, newChain, requestHeaders, signRequest, toInstant } from '@holdfast/platform/envelope'
import type { Intake } from '@holdfast/platform/intake'
import { serverFaces } from '../../apps/server.ts'
import { SampleAgent } from '../../platform/intake/testing/sample-agent.ts'

type Item = Readonly<Record<string, unknown>>

/** A host that does not exist and tells of itself over the real protocol, so that a journey knows what it will find. */
export interface ToldHost {
  readonly source: string
  /** States all items of facts, by the fact's name. */
  state(facts: Readonly<Record<string, readonly Item[]>>): Promise<void>
  /** A sign of life. */
  beat(): Promise<void>
}

const types = new Map(serverFaces.flatMap(({ app }) => app.facts).map((fact) => [fact.name as string, fact]))

/** Enrols a host at the server at `origin`. */
export async function tellHost(
  origin: string,
  activationKey: string,
  name: string,
  { kind = 'agent', machineId }: { readonly kind?: 'agent' | 'scanner'; readonly machineId?: string } = {},
): Promise<ToldHost> {
  const agent = new SampleAgent(overHttp(origin))
  const enrolment = agent.enrolment(activationKey, Date.now(), {
    name: kind === 'agent' ? name : `${kind} of ${name}`,
    kind,
  })
  const { source, epoch, timeline } = await overHttp(origin).enrol(enrolment)
  Object.assign(agent, { source, timeline, chain: newChain(source, epoch) })
  const beat = async () => {
    const body = Buffer.from(JSON.stringify({ ...agent.state, epoch, acknowledged: agent.chain.seq, waiting: 0 }))
    const path = '/agent/v1/heartbeat'
    const signer = { source, privateKey: agent.privateKey, time: toInstant(Date.now()) }
    await post(origin, path, body, signRequest({ method: 'POST', path, body }, signer))
  }
  const identifiers = [
    { kind: 'hostname', value: name.slice(0, 200) },
    ...(kind === 'agent' ? [{ kind: 'agent-id', value: agent.run }] : []),
    ...(machineId === undefined ? [] : [{ kind: 'machine-id', value: machineId }]),
  ]
  await agent.tell([{ type: 'asset', ref: 'self', kind: 'host', name, identifiers }])
  await beat()
  return {
    source,
    beat,
    async state(facts) {
      const records = Object.entries(facts).map(([fact, items]): EnvelopeRecord => {
        const type = types.get(fact)
        if (!type) throw new Error(`no app knows the fact ${fact}`)
        return {
          type: 'facts',
          about: 'self',
          fact: type.name,
          version: type.version,
          scope: 'host',
          mode: 'full',
          complete: true,
          observedAt: toInstant(Date.now()),
          set: Object.fromEntries(items.map((item) => [itemKey(type, item), item])),
          gone: [],
        }
      })
      const before = agent.chain
      const { outcomes } = await agent.tell(records).catch((error) => {
        // What was turned away is told again with the next state, in its place.
        agent.chain = before
        throw error
      })
      const other = outcomes.find(({ status }) => status !== 'stored')
      if (other) throw new Error(`the server did not store what was told: ${JSON.stringify(other)}`)
    },
  }
}

/** An example of an item as its fact declares it, with what a journey wants else. */
export function exampleOf(fact: string, change: Item = {}): Item {
  return { ...(types.get(fact)?.example as Item), ...change }
}

/** The two halves of intake that a sample agent speaks with, through the agents' door. */
function overHttp(origin: string): Intake {
  return {
    enrol: async (request: unknown) => post(origin, '/agent/v1/enrolment', Buffer.from(JSON.stringify(request)), {}),
    receive: async (source: string, bytes: Uint8Array) =>
      post(origin, '/agent/v1/envelopes', bytes, { [requestHeaders.source]: source }),
  } as unknown as Intake
}

async function post(origin: string, path: string, body: Uint8Array, headers: Readonly<Record<string, string>>) {
  const reply = await fetch(origin + path, { method: 'POST', body: Buffer.from(body), headers })
  const text = await reply.text()
  if (!reply.ok) throw new Error(`${path} answered ${reply.status}: ${text}`)
  return JSON.parse(text)
}
