import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { compareVersions } from '../versions/index.ts'
import { contains, type OsvEvent, osvRange } from './index.ts'

function holds(ecosystem: string, events: readonly OsvEvent[], version: string): boolean | undefined {
  const range = osvRange(ecosystem, { type: 'ECOSYSTEM', events })
  assert.ok(range.ok)
  return contains(range.value, version)
}

const cases: readonly [
  name: string,
  events: readonly OsvEvent[],
  inside: readonly string[],
  outside: readonly string[],
][] = [
  [
    'from the start to a fix',
    [{ introduced: '0' }, { fixed: '1.2-3' }],
    ['0~', '1.2-2', '1.2-3~bpo1'],
    ['1.2-3', '1:0'],
  ],
  ['never fixed', [{ introduced: '1.0' }], ['1.0', '99'], ['1.0~rc1']],
  ['up to the last affected', [{ introduced: '1.0' }, { last_affected: '1.5' }], ['1.0', '1.5'], ['1.5-1', '1.6']],
  [
    'in any order, with two intervals',
    [{ fixed: '2.5' }, { introduced: '2.0' }, { fixed: '1.5' }, { introduced: '1.0' }],
    ['1.0', '1.4', '2.0', '2.4'],
    ['0.9', '1.5', '1.9', '2.5'],
  ],
  [
    'introduced again by the fix',
    [{ introduced: '1' }, { fixed: '2' }, { introduced: '2' }, { fixed: '3' }],
    ['1', '2', '2.9'],
    ['3'],
  ],
  ['introduced and fixed at once', [{ introduced: '1' }, { fixed: '1' }], [], ['0', '1', '2']],
  ['affected exactly once', [{ introduced: '1' }, { last_affected: '1' }], ['1', '1-0'], ['0.9', '1.0']],
  ['with a limit', [{ introduced: '0' }, { limit: '2' }, { limit: '1' }], ['0', '1.9'], ['2', '3']],
  ['without an effective limit', [{ introduced: '0' }, { limit: '2' }, { limit: '*' }], ['0', '3'], []],
  ['without events', [], [], ['0', '1']],
]

for (const [name, events, inside, outside] of cases) {
  test(`an OSV range ${name}`, () => {
    for (const version of inside) assert.equal(holds('Debian', events, version), true, version)
    for (const version of outside) assert.equal(holds('Debian', events, version), false, version)
  })
}

test('the order of events does not matter, and the evaluation of the schema gives the same', () => {
  const version = fc.integer({ min: 0, max: 9 }).map(String)
  const pair = fc.tuple(fc.uniqueArray(fc.integer({ min: 1, max: 9 }), { minLength: 2, maxLength: 8 }), fc.boolean())
  fc.assert(
    fc.property(pair, version, fc.infiniteStream(fc.nat()), ([points, isLast], candidate, keys) => {
      const sorted = [...points].sort((a, b) => a - b).map(String)
      const events = sorted.map(
        (text, index): OsvEvent =>
          index % 2 === 0 ? { introduced: text } : isLast ? { last_affected: text } : { fixed: text },
      )
      const shuffled = events
        .map((event) => ({ event, key: keys.next().value as number }))
        .sort((a, b) => a.key - b.key)
        .map(({ event }) => event)
      let affected = false
      for (const event of events) {
        const past = (text: string) => (compareVersions('Debian', candidate, text) ?? -1) >= 0
        if (event.introduced !== undefined && past(event.introduced)) affected = true
        if (event.fixed !== undefined && past(event.fixed)) affected = false
        if (event.last_affected !== undefined && compareVersions('Debian', candidate, event.last_affected) === 1)
          affected = false
      }
      assert.equal(holds('Debian', shuffled, candidate), affected)
    }),
  )
})

test('a SEMVER range is of semantic versions in every ecosystem; what does not parse is refused by name', () => {
  const range = osvRange('Go', { type: 'SEMVER', events: [{ introduced: '0' }, { fixed: '1.2.0' }] })
  assert.ok(range.ok)
  assert.equal(contains(range.value, 'v0.0.0-20180116102854-5a71ef0e047d'), true)
  assert.equal(contains(range.value, '1.2.0'), false)
  assert.equal(contains(range.value, 'not a version'), undefined)
  const wrong = osvRange('Debian', { type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed: 'not a version' }] })
  assert.match(wrong.ok ? '' : wrong.problem.message, /"not a version" \(fixed\)/)
  assert.equal(osvRange('Nowhere', { type: 'ECOSYSTEM', events: [] }).ok, false)
})
