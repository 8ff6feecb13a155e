import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Groupable, type Grouping, groupFindings } from './group-findings.ts'

const some: readonly Groupable[] = [
  { id: 'f3', asset: 'a1', check: 'c2' },
  { id: 'f1', asset: 'a1', check: 'c1', fix: 'openssl 3.0.2' },
  { id: 'f2', asset: 'a2', check: 'c2', fix: 'openssl 3.0.2' },
]

test('findings make tickets by finding, asset, check or fix', () => {
  const keys = (grouping: Grouping) => groupFindings(some, grouping).map(({ key, findings }) => [key, ...findings])
  assert.deepEqual(keys('finding'), [
    ['finding:f1', 'f1'],
    ['finding:f2', 'f2'],
    ['finding:f3', 'f3'],
  ])
  assert.deepEqual(keys('asset'), [
    ['asset:a1', 'f1', 'f3'],
    ['asset:a2', 'f2'],
  ])
  assert.deepEqual(keys('check'), [
    ['check:c1', 'f1'],
    ['check:c2', 'f2', 'f3'],
  ])
  assert.deepEqual(keys('fix'), [
    ['check:c2', 'f3'],
    ['fix:openssl 3.0.2', 'f1', 'f2'],
  ])
})

test('each finding is in one ticket, and neither order nor repetition changes the tickets', () => {
  const name = fc.constantFrom('x', 'y', 'z')
  const one = fc.record({ asset: name, check: name, fix: fc.option(name, { nil: undefined }) })
  const grouping = fc.constantFrom<Grouping>('finding', 'asset', 'check', 'fix')
  fc.assert(
    fc.property(fc.array(one, { maxLength: 20 }), grouping, (list, by) => {
      const findings = list.map(({ fix, ...rest }, index) => ({ id: `f${index}`, ...rest, ...(fix && { fix }) }))
      const groups = groupFindings(findings, by)
      assert.deepEqual(groups.flatMap((group) => group.findings).sort(), findings.map(({ id }) => id).sort())
      assert.deepEqual(groupFindings([...findings, ...findings].reverse(), by), groups)
    }),
  )
})
