import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { ecosystems, type Order, schemeOf, type VersionScheme } from './index.ts'

/** Pieces that mean something to one format or another; few, so that versions are near each other. */
const pieces = [
  ...[
    '0',
    '0',
    '1',
    '1',
    '2',
    '9',
    '10',
    '00',
    '01',
    '010',
    '.',
    '.',
    '.',
    '.0',
    '.1',
    '-',
    '-1',
    '_',
    '~',
    '^',
    '+',
    ':',
    '1:',
    '1!',
  ],
  ...[
    'a',
    'A',
    'b1',
    'rc',
    '-rc.1',
    '_rc1',
    '_p1',
    '_alpha',
    '-r0',
    '-r1',
    'v',
    'dev',
    '.dev1',
    '.post1',
    'ga',
    '.ga',
    'sp',
    'foo',
    'é',
  ],
  ...['-SNAPSHOT', '-alpha', '.alpha', '+b1', '+1', '~1f', 'go', '-ea', '9'.repeat(80)],
]
const texts = fc
  .tuple(fc.constantFrom('', '0', '1', '1.0', '1.0.0', '1.2'), fc.array(fc.constantFrom(...pieces), { maxLength: 6 }))
  .map(([head, tail]) => head + tail.join(''))

const schemes = new Map<VersionScheme, string>(
  ecosystems.map((name) => [schemeOf(name) as VersionScheme, name] as const).reverse(),
)

function byKey(a: string, b: string): Order {
  return a < b ? -1 : a === b ? 0 : 1
}

for (const [scheme, ecosystem] of schemes) {
  if (scheme.key === undefined) continue

  test(`${ecosystem}: keys are printable, and their byte order is the order of the versions`, () => {
    let compared = 0
    fc.assert(
      fc.property(fc.array(texts, { minLength: 2, maxLength: 8 }), (versions) => {
        const keyed = versions.flatMap((text) => {
          const version = scheme.parse(text)
          const key = version === undefined ? undefined : scheme.key?.(version)
          return key === undefined ? [] : [{ text, version, key }]
        })
        for (const a of keyed) {
          assert.match(a.key, /^[!-~]*$/)
          for (const b of keyed) {
            assert.equal(
              byKey(a.key, b.key),
              scheme.compare(a.version, b.version),
              `${a.text} ${b.text} ${a.key} ${b.key}`,
            )
            compared++
          }
        }
      }),
      { numRuns: 1500 },
    )
    assert.ok(compared > 2000, `only ${compared} comparisons`)
  })
}
