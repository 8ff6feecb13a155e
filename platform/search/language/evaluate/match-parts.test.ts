import assert from 'node:assert/strict'
import { test } from 'node:test'
import { samplePlan } from '../../testing/sample-plan.ts'
import { matchParts } from './match-parts.ts'

const host = {
  id: 1,
  name: 'web-1',
  risk: 7,
  severity: 4,
  ports: [
    { number: 22, service: 'ssh' },
    { number: 443, service: 'https' },
  ],
  port: [
    { number: 22, service: 'ssh' },
    { number: 443, service: 'https' },
  ],
}

test('each condition says whether it holds, and of what', () => {
  const parts = matchParts(samplePlan('name:web* and severity:high and risk > 8'), host)
  assert.deepEqual(
    parts.map(({ holds, found }) => [holds, found]),
    [
      [true, ['web-1']],
      [true, ['high']],
      [false, ['7']],
    ],
  )
  assert.match(parts[0]!.words, /name begins with|name starts with|name/)
})

test('of an "or" each side is told, of a group the elements that meet it', () => {
  const [part, ...more] = matchParts(samplePlan('name:db* or port:443'), host)
  assert.equal(more.length, 0)
  assert.equal(part!.holds, true)
  assert.deepEqual(
    part!.either.map(({ holds, found }) => [holds, found]),
    [
      [false, ['web-1']],
      [true, ['443']],
    ],
  )
})

test('what must not be is told with what is there', () => {
  const [part] = matchParts(samplePlan('not port:22'), host)
  assert.deepEqual([part!.holds, part!.found], [false, ['22']])
})
