import assert from 'node:assert/strict'
import { it } from 'node:test'
import fc from 'fast-check'
import type { Affected } from './advisory.ts'
import { isOutside, prepareEntry } from './match/judge-entry.ts'
import { fromOn, untilOf } from './until.ts'

const events = (...each: object[]) => each as Affected['ranges'][number]['events']
const entry = (change: Partial<Affected> = {}): Affected => ({
  ecosystem: 'Debian:12',
  name: 'openssl',
  purl: undefined,
  severity: [],
  commits: [],
  versions: [],
  ranges: [{ type: 'ECOSYSTEM', events: events({ introduced: '0' }, { fixed: '3.0.15-1' }) }],
  ...change,
})

it('of an entry that says more than one end, nothing is cut short', () => {
  assert.equal(untilOf(entry()), '3.0.15-1')
  const range = (...each: object[]) => entry({ ranges: [{ type: 'ECOSYSTEM', events: events(...each) }] })
  for (const other of [
    entry({ versions: ['1.0'] }),
    entry({ ranges: [] }),
    entry({ ranges: [entry().ranges[0]!, entry().ranges[0]!] }),
    entry({ updates: ['KB1'] } as never),
    entry({ state: 'under-investigation' } as never),
    entry({ ecosystem: 'Nowhere' }),
    range({ introduced: '1.0' }, { fixed: '2.0' }),
    range({ introduced: '0' }),
    range({ introduced: '0' }, { last_affected: '2.0' }),
    range({ introduced: '0' }, { fixed: '1.0' }, { introduced: '2.0' }),
    range({ introduced: '0' }, { fixed: 'not a version' }),
  ])
    assert.equal(untilOf(other), undefined, JSON.stringify(other))
})

it('it says of every version what the entry itself says', () => {
  const part = fc.integer({ min: 0, max: 12 })
  const version = fc.tuple(part, part, part).map(([a, b, c]) => `${a}.${b}-${c}`)
  fc.assert(
    fc.property(version, fc.oneof(version, fc.string({ maxLength: 8 })), (fixed, installed) => {
      const one = entry({ ranges: [{ type: 'ECOSYSTEM', events: events({ introduced: '0' }, { fixed }) }] })
      const prepared = prepareEntry({ feed: 'x', entry: one, advisory: () => ({}) as never })
      assert.equal(fromOn('Debian:12', installed)(untilOf(one)!), isOutside(prepared, installed))
    }),
  )
})
