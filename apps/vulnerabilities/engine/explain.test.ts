import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readOsv } from '@holdfast/kit/osv'
import { advisoryIndex } from './advisory-index.ts'
import { explain } from './explain.ts'

test('each software of an asset gets its reason', () => {
  const ranges = [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed: '2.0.0' }] }]
  const affected = [{ package: { ecosystem: 'npm', name: 'left' }, ranges }]
  const reading = readOsv({ id: 'GHSA-1', modified: '2024-01-01T00:00:00Z', aliases: ['CVE-2024-1'], affected })
  assert.ok(reading.ok)
  const software = [
    { purl: 'a', ecosystem: 'npm', name: 'left', version: '1.0.0' },
    { purl: 'b', ecosystem: 'npm', name: 'left', version: '2.0.0' },
    { purl: 'c', ecosystem: 'npm', name: 'left', version: 'odd' },
    { purl: 'd', ecosystem: 'npm', name: 'right', version: '1.0.0' },
    { purl: 'e', ecosystem: 'RubyGems', name: 'left', version: '1.0.0' },
  ]
  const reasons = explain('CVE-2024-1', software, advisoryIndex([reading.advisory])).map(({ reason }) => reason)
  assert.deepEqual(reasons, ['affected', 'not-affected', 'undecided', 'not-named', 'no-feed'])
})
