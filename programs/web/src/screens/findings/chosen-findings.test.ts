import assert from 'node:assert/strict'
import { it } from 'node:test'
import { chosenFindings } from './chosen-findings.ts'

it('rows chosen by hand are named; all that match are the query, without those that were taken out', () => {
  const ids = new Set(['fnd_1'])
  const { zone: _, ...hand } = chosenFindings({ all: false, ids }, 'status:open')
  assert.deepEqual(hand, { q: '', only: ['fnd_1'] })
  const { zone, ...rest } = chosenFindings({ all: true, ids }, 'status:open')
  assert.deepEqual(rest, { q: 'status:open', except: ['fnd_1'] })
  assert.ok(zone.length > 0)
  assert.deepEqual(Object.keys(chosenFindings({ all: true, ids: new Set() }, '')), ['q', 'zone'])
})
