import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { FactType, ObservedFacts } from '@holdfast/platform/contract'
import fc from 'fast-check'
import { SentState } from './sent-state.ts'

const fact = { name: 'inventory.package', key: ['name'], volatile: ['cpu'] } as unknown as FactType

const observed = (items: readonly Record<string, unknown>[], complete = true): ObservedFacts => ({
  type: 'facts',
  fact: 'inventory.package',
  scope: 'dpkg',
  complete,
  items,
})

test('the first telling is full, an unchanged scope is silent for an hour, then confirmed', () => {
  const sent = new SentState()
  assert.deepEqual(sent.differ('c', fact, observed([{ name: 'a', v: 1 }]), 0), {
    mode: 'full',
    set: { a: { name: 'a', v: 1 } },
    gone: [],
  })
  assert.equal(sent.differ('c', fact, observed([{ name: 'a', v: 1 }]), 1000), undefined)
  assert.deepEqual(sent.differ('c', fact, observed([{ name: 'a', v: 1 }]), 3_600_000), {
    mode: 'delta',
    set: {},
    gone: [],
  })
})

test('volatile fields are no change; what a partial look did not see is not gone', () => {
  const sent = new SentState()
  sent.differ(
    'c',
    fact,
    observed([
      { name: 'a', cpu: 1 },
      { name: 'b', cpu: 1 },
    ]),
    0,
  )
  assert.equal(
    sent.differ(
      'c',
      fact,
      observed([
        { name: 'a', cpu: 9 },
        { name: 'b', cpu: 9 },
      ]),
      1,
    ),
    undefined,
  )
  assert.deepEqual(sent.differ('c', fact, observed([{ name: 'a', cpu: 9 }], false), 2)?.gone, [])
  assert.deepEqual(sent.differ('c', fact, observed([{ name: 'a', cpu: 9 }]), 3)?.gone, ['b'])
})

test('a receiver that applies what is told knows what was seen', () => {
  const items = fc.uniqueArray(
    fc.record({ name: fc.constantFrom('a', 'b', 'c', 'd', '|', '%'), v: fc.nat(2) }, { noNullPrototype: true }),
    {
      selector: ({ name }) => name,
    },
  )
  fc.assert(
    fc.property(fc.array(items, { maxLength: 12 }), (looks) => {
      const sent = new SentState()
      let received = new Map<string, unknown>()
      for (const [index, look] of looks.entries()) {
        const told = sent.differ('c', fact, observed(look), index)
        if (told?.mode === 'full') received = new Map()
        for (const [key, item] of Object.entries(told?.set ?? {})) received.set(key, item)
        for (const key of told?.gone ?? []) received.delete(key)
        assert.deepEqual(new Set(received.values()), new Set(look))
      }
    }),
  )
})

test('a scope that is no longer mentioned has vanished', () => {
  const sent = new SentState()
  sent.differ('c', fact, observed([{ name: 'a' }]), 0)
  assert.deepEqual(sent.vanished('c', new Set(['inventory.package\0dpkg'])), [])
  assert.deepEqual(sent.vanished('c', new Set()), [{ fact: 'inventory.package', scope: 'dpkg' }])
  assert.deepEqual(sent.vanished('other', new Set()), [])
})
