import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Identifier } from '../envelope/index.ts'
import { decideIdentity, findMisfit } from './decide-identity.ts'
import { identifierRules, telling, tidyIdentifiers } from './identifier.ts'
import type { Sighting } from './sighting.ts'

const now = Date.parse('2026-11-22T12:00:00.000Z')
const ago = (minutes: number) => new Date(now - minutes * 60_000).toISOString()
let ids = 0

function sighting(given: Record<string, string | string[]>, change: Partial<Sighting> = {}): Sighting {
  const identifiers: Identifier[] = Object.entries(given).flatMap(([kind, values]) =>
    [values].flat().map((value) => ({ kind, value })),
  )
  const id = ++ids
  return {
    id,
    sourceId: id,
    sourceKind: 'scanner',
    kind: 'host',
    lastSeenAt: ago(0),
    joinedAt: ago(1000),
    identifiers: tidyIdentifiers(identifiers),
    ...change,
  }
}

function decide(self: Sighting, others: readonly (readonly Sighting[])[], apart: string[] = []) {
  const assets = others.map((sightings, index) => ({ assetId: index + 1, sightings }))
  const decision = decideIdentity({ self, companions: [], others: assets, apart: new Set(apart), now })
  return decision.same ? `${decision.assetId} by ${decision.rule}` : 'new'
}

const agent = { sourceKind: 'agent' } as const
const silentAgent = { sourceKind: 'agent', lastSeenAt: ago(60) } as const

test('each rule joins what shares its value', () => {
  for (const { kind } of identifierRules) {
    const value = kind === 'mac' ? '52:54:00:aa:bb:01' : 'same-1'
    assert.equal(
      decide(sighting({ [kind]: value }), [[sighting({ [kind]: 'other-1' })], [sighting({ [kind]: value })]]),
      `2 by ${kind}`,
    )
  }
})

test('an agent and a scanner meet by MAC; two networks of values do not', () => {
  const known = sighting({ 'machine-id': 'm1', mac: ['52:54:00:00:00:01', '52:54:00:00:00:02'] }, agent)
  assert.equal(decide(sighting({ mac: '52-54-00-00-00-02', hostname: 'db' }), [[known]]), '1 by mac')
  assert.equal(decide(sighting({ mac: '52:54:00:00:00:03' }), [[known]]), 'new')
})

test('clones of one image, both alive, are told apart', () => {
  const first = sighting({ 'machine-id': 'm1', hostname: 'web', mac: '52:54:00:00:00:01' }, agent)
  const clone = sighting({ 'machine-id': 'm1', hostname: 'web', mac: '52:54:00:00:00:01' }, agent)
  assert.equal(decide(clone, [[first]]), 'new')
})

test('a clone is told apart by its hardware although the original is silent', () => {
  const first = sighting({ 'machine-id': 'm1', mac: '52:54:00:00:00:01' }, silentAgent)
  assert.equal(decide(sighting({ 'machine-id': 'm1', mac: '52:54:00:00:00:02' }, agent), [[first]]), 'new')
  const virtual = sighting({ 'machine-id': 'm1', 'product-uuid': 'u1' }, silentAgent)
  assert.equal(decide(sighting({ 'machine-id': 'm1', 'product-uuid': 'u2' }, agent), [[virtual]]), 'new')
})

test('an agent that was installed anew comes back to its machine', () => {
  const old = sighting({ 'machine-id': 'm1', 'product-uuid': 'u1', mac: '52:54:00:00:00:01' }, silentAgent)
  assert.equal(decide(sighting({ 'machine-id': 'm1', 'product-uuid': 'u1' }, agent), [[old]]), '1 by product-uuid')
  assert.equal(decide(sighting({ 'machine-id': 'new', 'product-uuid': 'u1' }, agent), [[old]]), '1 by product-uuid')
})

test('a network card that moved does not carry the machine along', () => {
  const old = sighting({ 'machine-id': 'm1', mac: ['52:54:00:00:00:01', '52:54:00:00:00:d0'] }, silentAgent)
  assert.equal(decide(sighting({ 'machine-id': 'm2', mac: ['52:54:00:00:00:d0'] }, agent), [[old]]), 'new')
})

test('a host name joins only what has nothing better, and only when it is the only one', () => {
  const known = sighting({ 'machine-id': 'm1', hostname: 'db-1' }, agent)
  assert.equal(decide(sighting({ hostname: 'DB-1.' }), [[known]]), '1 by hostname')
  assert.equal(decide(sighting({ hostname: 'db-1', mac: '52:54:00:00:00:09' }), [[known]]), 'new')
  assert.equal(decide(sighting({ hostname: 'db-1' }), [[known], [sighting({ hostname: 'db-1' })]]), 'new')
  assert.equal(decide(sighting({ hostname: 'localhost' }), [[sighting({ hostname: 'localhost' })]]), 'new')
})

test('what says nothing decides nothing', () => {
  const empty = {
    'product-uuid': '03000200-0400-0500-0006-000700080009',
    serial: 'To Be Filled By O.E.M.',
    mac: '00:00:00:00:00:00',
    'machine-id': 'uninitialized',
    hostname: 'localhost',
    'agent-id': 'whatever',
  }
  assert.deepEqual(telling(sighting(empty).identifiers), [])
  assert.equal(decide(sighting(empty), [[sighting(empty)]]), 'new')
})

test('one source with two names means two things, and who was told apart stays apart', () => {
  const known = sighting({ serial: 's1' })
  assert.equal(decide(sighting({ serial: 's1' }, { sourceId: known.sourceId }), [[known]]), 'new')
  const self = sighting({ serial: 's1' })
  assert.equal(decide(self, [[known]], [`${known.id}:${self.id}`]), 'new')
  assert.equal(decide(sighting({ serial: 's1' }, { kind: 'container' }), [[known]]), 'new')
})

test('two agents on one asset part when both have been heard from since; the later one leaves', () => {
  const first = sighting({ serial: 's1' }, { ...agent, lastSeenAt: ago(1) })
  const later = sighting({ serial: 's1' }, { ...agent, joinedAt: ago(30), lastSeenAt: ago(0) })
  assert.equal(findMisfit(first, [later], now)?.leaver, later)
  assert.equal(findMisfit(later, [first], now)?.leaver, later)
  const silent = sighting({ serial: 's1' }, silentAgent)
  assert.equal(findMisfit(later, [silent], now), undefined)
})

test('a later contradiction of hardware parts what a weaker rule had joined', () => {
  const known = sighting({ 'machine-id': 'm1', 'product-uuid': 'u1' })
  const joined = sighting({ 'machine-id': 'm1', 'product-uuid': 'u2' }, { joinedAt: ago(10) })
  assert.equal(findMisfit(joined, [known], now)?.rule, 'product-uuid')
  assert.equal(findMisfit(sighting({ 'machine-id': 'm1' }), [known], now), undefined)
})

/** Machines with an agent each, and scanners that see some of them by what the wire shows. */
const world = fc
  .array(
    fc.record({ cloned: fc.boolean(), uuid: fc.boolean(), cards: fc.integer({ min: 1, max: 3 }), seen: fc.boolean() }),
    {
      minLength: 1,
      maxLength: 6,
    },
  )
  .map((machines) =>
    machines.flatMap((machine, number) => {
      const macs = Array.from({ length: machine.cards }, (_, card) => `52:54:00:00:0${number}:0${card}`)
      const own = sighting(
        {
          'machine-id': machine.cloned ? 'golden-image' : `m${number}`,
          ...(machine.uuid && { 'product-uuid': `u${number}` }),
          mac: macs,
          hostname: machine.cloned ? 'golden' : `h${number}`,
        },
        agent,
      )
      const outside = sighting({ mac: macs[0]! })
      return [{ truth: number, sighting: own }, ...(machine.seen ? [{ truth: number, sighting: outside }] : [])]
    }),
  )

test('property: whatever the order in which they are seen, the assets are the machines', () => {
  fc.assert(
    fc.property(
      world.chain((seen) => fc.shuffledSubarray(seen, { minLength: seen.length, maxLength: seen.length })),
      (seen) => {
        const assets: { assetId: number; sightings: Sighting[]; truth: Set<number> }[] = []
        for (const { truth, sighting: self } of seen) {
          const decision = decideIdentity({ self, companions: [], others: assets, apart: new Set(), now })
          const asset = decision.same ? assets.find(({ assetId }) => assetId === decision.assetId)! : undefined
          if (asset) {
            asset.sightings.push(self)
            asset.truth.add(truth)
          } else assets.push({ assetId: assets.length + 1, sightings: [self], truth: new Set([truth]) })
        }
        assert.ok(
          assets.every((asset) => asset.truth.size === 1),
          'two machines in one asset',
        )
        assert.equal(assets.length, new Set(seen.map(({ truth }) => truth)).size, 'one machine in two assets')
      },
    ),
    { numRuns: 300 },
  )
})
