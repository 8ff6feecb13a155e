import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { defineFact, type FactType } from '@holdfast/platform/contract'
import { type EnvelopeRecord, toInstant } from '@holdfast/platform/envelope'
import { readFacts } from '@holdfast/platform/facts'
import { inTenant } from '@holdfast/platform/intake'
import Type from 'typebox'
import type { SampleAgent } from '../../platform/intake/testing/sample-agent.ts'
import { receivingServer } from './receiving-server.ts'

const text = (description: string) => Type.String({ description })
const common = { summary: 'A thing.', about: ['host'], key: ['name'], dataClass: 'state', keepFor: 'P1D' } as const

/** The same fact as two versions of an app know it, and a fact that only the newer one knows. */
const thing = defineFact('demo', {
  ...{ ...common, name: 'demo.thing', version: 1, title: 'Thing' },
  schema: Type.Object({ name: text('Name.'), size: text('Size in words.') }),
  example: { name: 'a', size: 'large' },
}) as unknown as FactType
const newerThing = defineFact('demo', {
  ...{ ...common, name: 'demo.thing', version: 2, title: 'Thing' },
  schema: Type.Object({ name: text('Name.'), bytes: Type.Integer({ description: 'Size.' }) }),
  example: { name: 'a', bytes: 1 },
}) as unknown as FactType
const gadget = defineFact('demo', {
  ...{ ...common, name: 'demo.gadget', version: 1, title: 'Gadget' },
  schema: Type.Object({ name: text('Name.') }),
  example: { name: 'g' },
}) as unknown as FactType

const older = [thing]
const newer = [newerThing, gadget]
const server = await receivingServer({ after }, { facts: older })

type Stated = Partial<Pick<Extract<EnvelopeRecord, { type: 'facts' }>, 'mode' | 'gone' | 'complete'>>
const facts = (
  fact: `${string}.${string}`,
  version: number,
  items: readonly Record<string, unknown>[],
  how: Stated = {},
) =>
  ({
    ...{ type: 'facts', about: 'self', fact, version, scope: 'host', mode: 'full', complete: true },
    ...{ observedAt: toInstant(Date.now()), gone: [], set: Object.fromEntries(items.map((item) => [item.name, item])) },
    ...how,
  }) as EnvelopeRecord

async function newHost(): Promise<SampleAgent> {
  const agent = await server.agent()
  const identifiers = [{ kind: 'agent-id', value: agent.run }]
  await agent.tell([{ type: 'asset', ref: 'self', kind: 'host', name: agent.run.slice(0, 8), identifiers }])
  return agent
}

/** What the server knows of a fact of the host that an agent runs on. */
async function known(agent: SampleAgent, fact: string): Promise<Record<string, unknown>> {
  const { rows } = await server.admin.query<{ asset_id: string }>(
    `select a.asset_id from holdfast.asset_source a join holdfast.source s
         on s.tenant_id = a.tenant_id and s.source_id = a.source_id where s.public_id = $1`,
    [agent.source],
  )
  const found = await inTenant(server.database, server.tenantId, (tx) =>
    readFacts(tx, Number(rows[0]?.asset_id), [fact]),
  )
  return Object.fromEntries(found.flatMap(({ items }) => [...items]))
}

interface Aside {
  readonly source: string
  readonly reason: string
  readonly name: string
  readonly version: number
  readonly record: unknown
  readonly outcome: string
}

async function aside(agent: SampleAgent): Promise<Aside[]> {
  const { json } = await server.ask('GET', '/api/v1/set-aside/records?limit=200')
  return (json.data as Aside[]).filter(({ source }) => source === agent.source).reverse()
}

async function balanced(): Promise<void> {
  const { problems, pending } = await server.account()
  assert.deepEqual([problems, pending], [[], 0])
}

test('facts of unknown names and versions are kept aside, whole and visible, and spoil nothing beside them', async () => {
  const agent = await newHost()
  const strange = [
    facts('demo.thing', 2, [{ name: 'a', bytes: 7 }]),
    facts('demo.gadget', 1, [{ name: 'g' }]),
    facts('future-app.wonder', 9, [{ name: 'w', nested: { deep: [1, null, '<b>'] } }]),
  ]
  await agent.tell([facts('demo.thing', 1, [{ name: 'a', size: 'small' }]), ...strange])
  await server.apply()
  assert.deepEqual(await known(agent, 'demo.thing'), { a: { name: 'a', size: 'small' } })
  const found = await aside(agent)
  assert.deepEqual(
    found.map(({ reason, name, version, outcome }) => [reason, name, version, outcome]),
    [
      ['unknown-version', 'demo.thing', 2, 'waiting'],
      ['unknown-fact', 'demo.gadget', 1, 'waiting'],
      ['unknown-fact', 'future-app.wonder', 9, 'waiting'],
    ],
  )
  assert.deepEqual(
    found.map(({ record }) => record),
    strange,
    'not a byte is missing',
  )
  const summary = (await server.ask('GET', '/api/v1/set-aside')).json.data as { name: string; waiting: number }[]
  assert.deepEqual(
    summary.filter(({ name }) => name === 'future-app.wonder').map(({ waiting }) => waiting),
    [1],
  )
  const health = (await server.ask('GET', '/api/v1/health')).json.data
  assert.equal(health.checks.find(({ name }: { name: string }) => name === 'set aside').status, 'warn')
  const source = (await server.ask('GET', `/api/v1/sources/${agent.source}`)).json.data
  assert.equal(source.setAside, 3)
  await balanced()
})

test('a newer version replays what was kept aside; what nobody knows yet stays', async () => {
  const agent = await newHost()
  await agent.tell(
    [facts('demo.thing', 2, [{ name: 'a', bytes: 7 }]), facts('demo.gadget', 1, [{ name: 'g' }])],
    [facts('future-app.wonder', 9, [{ name: 'w' }])],
    [facts('demo.thing', 2, [{ name: 'b', bytes: 8 }], { mode: 'delta' })],
  )
  await server.apply()
  assert.deepEqual(await known(agent, 'demo.thing'), {})
  const report = await server.replay({ name: 'demo.thing', reason: 'unknown-version' }, newer)
  assert.ok(report.applied >= 2, JSON.stringify(report))
  assert.deepEqual(await known(agent, 'demo.thing'), { a: { name: 'a', bytes: 7 }, b: { name: 'b', bytes: 8 } })
  await server.replay({}, newer)
  assert.deepEqual(await known(agent, 'demo.gadget'), { g: { name: 'g' } })
  assert.deepEqual(
    (await aside(agent)).map(({ name, outcome }) => [name, outcome]),
    [
      ['demo.thing', 'applied'],
      ['demo.gadget', 'applied'],
      ['future-app.wonder', 'waiting'],
      ['demo.thing', 'applied'],
    ],
  )
  const again = await server.replay({ name: 'demo.thing' }, newer)
  assert.equal(again.tried, 0, 'nothing is replayed twice')
  await balanced()
})

test('what was kept aside while an older version was known is newer than that', async () => {
  const agent = await newHost()
  await agent.tell([
    facts('demo.thing', 1, [
      { name: 'a', size: 'small' },
      { name: 'old', size: 'small' },
    ]),
  ])
  await new Promise((resolve) => setTimeout(resolve, 5))
  await agent.tell([facts('demo.thing', 2, [{ name: 'a', bytes: 7 }])])
  await server.apply()
  assert.deepEqual(Object.keys(await known(agent, 'demo.thing')), ['a', 'old'])
  await server.replay({ name: 'demo.thing' }, newer)
  assert.deepEqual(await known(agent, 'demo.thing'), { a: { name: 'a', bytes: 7 } })
  await balanced()
})

test('a change to a version that was kept aside is not built upon an older one', async () => {
  const agent = await newHost()
  await agent.tell([
    facts('demo.thing', 1, [
      { name: 'a', size: 'small' },
      { name: 'old', size: 'small' },
    ]),
  ])
  await agent.tell([facts('demo.thing', 2, [{ name: 'a', bytes: 7 }])])
  await server.apply()
  await agent.tell([facts('demo.thing', 2, [{ name: 'b', bytes: 8 }], { mode: 'delta' })])
  await server.apply(newer)
  const items = Object.values(await known(agent, 'demo.thing')) as { size?: string; bytes?: number }[]
  assert.ok(
    items.every(({ size }) => size !== undefined) || items.every(({ bytes }) => bytes !== undefined),
    'two versions are not mixed',
  )
  assert.equal((await agent.beat()).advice, 'new-epoch', 'the source is asked for a snapshot')
  await agent.reopen('server-went-back')
  await agent.tell([
    { type: 'asset', ref: 'self', kind: 'host', name: 'again', identifiers: [{ kind: 'agent-id', value: agent.run }] },
    facts('demo.thing', 2, [
      { name: 'a', bytes: 7 },
      { name: 'b', bytes: 8 },
    ]),
  ])
  await server.apply(newer)
  assert.deepEqual(await known(agent, 'demo.thing'), { a: { name: 'a', bytes: 7 }, b: { name: 'b', bytes: 8 } })
  await balanced()
})

test('a replay never replaces what was said since', async () => {
  const agent = await newHost()
  await agent.tell([
    facts('demo.thing', 2, [
      { name: 'a', bytes: 1 },
      { name: 'gone', bytes: 1 },
    ]),
  ])
  await server.apply()
  await agent.reopen('closed')
  await agent.tell([facts('demo.thing', 2, [{ name: 'a', bytes: 2 }])])
  await server.apply(newer)
  assert.deepEqual(await known(agent, 'demo.thing'), { a: { name: 'a', bytes: 2 } })
  const report = await server.replay({ name: 'demo.thing' }, newer)
  assert.ok(report.superseded >= 1)
  assert.deepEqual(await known(agent, 'demo.thing'), { a: { name: 'a', bytes: 2 } })
  assert.deepEqual(
    (await aside(agent)).map(({ outcome }) => outcome),
    ['superseded'],
  )
  await balanced()
  assert.deepEqual(server.errors(), [])
})
