import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  type Collector,
  defineApp,
  defineEdge,
  defineFact,
  type EdgeFace,
  type FactType,
} from '@holdfast/platform/contract'
import {
  clockAhead,
  enrol,
  HttpClient,
  httpLink,
  Rejected,
  type ServerLink,
  Spool,
  Station,
} from '@holdfast/platform/edge'
import { newSourceKey, readPrivateKey, type SourceState, signEnrolment, toInstant } from '@holdfast/platform/envelope'
import { fakeWorld } from '@holdfast/platform/world'
import Type from 'typebox'

export const thing = defineFact('demo', {
  name: 'demo.thing',
  version: 1,
  title: 'Thing',
  summary: 'A thing.',
  about: ['host'],
  key: ['name'],
  dataClass: 'state',
  keepFor: 'P1D',
  schema: Type.Object({ name: Type.String({ description: 'Name.' }), size: Type.String({ description: 'Size.' }) }),
  example: { name: 'a', size: '1' },
})

export interface SampleStationOptions {
  /** Where the server's door is. */
  readonly url: string
  readonly activationKey: string
  /** Folder of the spool. */
  readonly folder: string
  /** A fact that the server knows, and its items; of a thing unless told. */
  readonly fact?: FactType
  readonly item?: (name: string, size: string) => Record<string, unknown>
  readonly maxBytes?: number
}

/** A real station with a real spool, enrolled at a real door, on a made-up host whose `things` change as a test wants. */
export async function sampleStation(t: { after(fn: () => unknown): void }, options: SampleStationOptions) {
  const things = new Map([['a', '1']])
  const said: string[] = []
  const key = newSourceKey()
  const privateKey = readPrivateKey(key)
  const client = new HttpClient({ url: options.url })
  const state: SourceState = {
    ...{ run: randomBytes(16).toString('hex'), version: '0', platform: 'linux-x64', capabilities: ['files'] },
  }
  const time = toInstant(Date.now() - (await clockAhead(client)))
  const claim = { activationKey: options.activationKey, publicKey: key.publicKey, time }
  const proof = signEnrolment(claim, privateKey)
  const enrolled = await enrol(client, { ...state, ...claim, proof, kind: 'agent', name: 'sample', identifiers: [] })
  const identity = { source: enrolled.source, privateKey, agentId: randomBytes(16).toString('hex') }
  const spool = new Spool(options.folder, { maxBytes: options.maxBytes ?? 1e8, epoch: enrolled.epoch })
  const wire = { isCut: false }
  let { timeline } = enrolled
  const station = new Station({
    world: fakeWorld({ files: { '/etc/hostname': `sample-${identity.agentId.slice(0, 8)}\n` } }),
    faces: [faceOf(options, things)],
    spool,
    link: cuttable(
      httpLink(client, identity, () => state),
      wire,
    ),
    identity,
    timeline: () => timeline,
    keepTimeline: (next) => {
      timeline = next
    },
    say: (line) => said.push(line),
  })
  const stop = new AbortController()
  let ended: unknown
  const running = station.run(stop.signal).catch((error: unknown) => {
    if (!stop.signal.aborted) ended = error
  })
  t.after(async () => {
    stop.abort()
    await running
    client.close()
    spool.close()
  })
  return {
    station,
    spool,
    things,
    said,
    wire,
    source: identity.source,
    /** Why the server refused it for good, if it did. */
    rejected: () => (ended instanceof Rejected ? ended.reason : undefined),
    /** Looks again, now. */
    async look() {
      station.collectNow()
      await sleep(30)
    },
    /** Waits until the server has all that there is. */
    async delivered() {
      await until(() => spool.pending === 0 && station.save() !== undefined, `all is delivered; it said ${said.at(-1)}`)
      if (ended !== undefined) throw ended
    },
  }
}

function faceOf(
  { fact = thing as unknown as FactType, item = (name, size) => ({ name, size }) }: SampleStationOptions,
  things: ReadonlyMap<string, string>,
): EdgeFace {
  const id = fact.name.slice(0, fact.name.indexOf('.'))
  const collector: Collector = {
    id: `${id}.things`,
    version: 1,
    summary: 'Reports things.',
    facts: [fact.name],
    requires: ['files'],
    trigger: { paths: ['/things'] },
    everySeconds: 3600,
    async *collect() {
      const items = [...things].map(([name, size]) => item(name, size))
      yield { type: 'facts', fact: fact.name, scope: 'host', complete: true, items }
    },
  }
  const about = { title: 'Sample', question: 'What?', lifecycle: 'experimental' } as const
  const app = defineApp({ id, ...about, needs: [], facts: [fact], events: [], permissions: [] })
  return defineEdge({ app, collectors: [collector] })
}

/** A link that fails while the wire is cut. */
function cuttable(link: ServerLink, wire: { readonly isCut: boolean }): ServerLink {
  const check = () => {
    if (wire.isCut) throw new Error('the wire is cut')
  }
  return {
    async openEpoch(...given) {
      check()
      return link.openEpoch(...given)
    },
    async postBatch(batch) {
      check()
      return link.postBatch(batch)
    },
    async heartbeat(state) {
      check()
      return link.heartbeat(state)
    },
    async commands(...given) {
      check()
      return link.commands(...given)
    },
  }
}

/** Waits up to two minutes for what must come; throws with what did not. */
export async function until(condition: () => boolean | Promise<boolean>, what: string): Promise<void> {
  for (let tries = 0; tries < 6000; tries++) {
    if (await condition()) return
    await sleep(20)
  }
  throw new Error(`this never happened: ${what}`)
}
