import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { CheckId, Outcome, Verdict } from '../../contract/index.ts'
import { readVerdicts } from './read-verdicts.ts'

const check: CheckId = 'inventory.every-door-is-locked'
const other: CheckId = 'inventory.every-window-is-shut'

function verdict(outcome: Outcome, place = '', of: CheckId = check): Verdict {
  return { check: of, place, outcome, because: { summary: `${outcome} at ${place}` } }
}

function sight(verdicts: readonly Verdict[], place: string) {
  const answer = readVerdicts([check, other], verdicts).sightOf(check, place)
  return answer.kind === 'gone' ? answer.because : answer.kind
}

test('what the verdicts say of a finding that was open before', () => {
  assert.equal(sight([], 'tcp/22'), 'untested')
  assert.equal(sight([verdict('pass', '', other)], 'tcp/22'), 'untested')
  assert.equal(sight([verdict('pass')], ''), 'passed')
  assert.equal(sight([verdict('pass')], 'tcp/22'), 'passed')
  assert.equal(sight([verdict('pass', 'tcp/22')], 'tcp/22'), 'passed')
  assert.equal(sight([verdict('fail', 'tcp/80')], 'tcp/22'), 'absent')
  assert.equal(sight([verdict('not-applicable')], 'tcp/22'), 'not-applicable')
  assert.equal(sight([verdict('not-applicable', 'tcp/22')], 'tcp/22'), 'not-applicable')
})

test('what could not be assessed covers its place and all below it, and nothing beside', () => {
  assert.equal(sight([verdict('unknown')], 'tcp/22'), 'untested')
  assert.equal(sight([verdict('error')], ''), 'untested')
  assert.equal(sight([verdict('unknown', 'tcp')], 'tcp/22'), 'untested')
  assert.equal(sight([verdict('unknown', 'tcp')], 'tcp'), 'untested')
  assert.equal(sight([verdict('unknown', 'tcp')], 'tcp6/22'), 'absent')
  assert.equal(sight([verdict('unknown', 'udp'), verdict('fail', 'tcp/80')], 'tcp/22'), 'absent')
  assert.equal(sight([verdict('unknown'), verdict('pass', 'tcp/22')], 'tcp/22'), 'passed')
})

test('a check that is no more withdraws its findings', () => {
  assert.deepEqual(readVerdicts([check], [verdict('fail')]).sightOf('inventory.old-check-is-gone', 'x'), {
    kind: 'gone',
    because: 'withdrawn',
  })
})

test('a check without a verdict is not assessed, with the reason', () => {
  const read = readVerdicts([check, other], [verdict('unknown', 'tcp')])
  assert.deepEqual(read.notAssessed, [
    { check, place: 'tcp', outcome: 'unknown', reason: 'unknown at tcp' },
    { check: other, place: '', outcome: 'error', reason: 'The judge gave no answer.' },
  ])
  assert.deepEqual(read.passed, [])
})

test('only what was looked at everywhere counts as passed', () => {
  assert.deepEqual(readVerdicts([check], [verdict('pass', 'a'), verdict('not-applicable', 'b')]).passed, [check])
  assert.deepEqual(readVerdicts([check], [verdict('pass', 'a'), verdict('unknown', 'b')]).passed, [])
  assert.deepEqual(readVerdicts([check], [verdict('pass', 'a'), verdict('fail', 'b')]).passed, [])
  assert.deepEqual(readVerdicts([check], [verdict('not-applicable', 'b')]).notApplicable, [check])
})

test('a foreign check is refused', () => {
  assert.throws(() => readVerdicts([check], [verdict('pass', '', other)]), /not among the checks/)
})

test('the order of verdicts does not matter, and of two for one place the worse counts', () => {
  const verdicts = fc.array(
    fc.record({
      check: fc.constant(check),
      place: fc.constantFrom('', 'a', 'a/b', 'c'),
      outcome: fc.constantFrom<Outcome>('pass', 'fail', 'not-applicable', 'unknown', 'error'),
      because: fc.record({ summary: fc.constantFrom('x', 'y') }),
    }),
  )
  fc.assert(
    fc.property(verdicts, (given) => {
      const forward = readVerdicts([check], given)
      const backward = readVerdicts([check], [...given].reverse())
      assert.deepEqual(sorted(backward.failing), sorted(forward.failing))
      assert.deepEqual(sorted(backward.notAssessed), sorted(forward.notAssessed))
      assert.deepEqual(backward.counts, forward.counts)
      for (const place of ['', 'a', 'a/b', 'a/b/c', 'c', 'd'])
        assert.deepEqual(backward.sightOf(check, place), forward.sightOf(check, place))
      const failed = new Set(given.filter(({ outcome }) => outcome === 'fail').map(({ place }) => place))
      assert.deepEqual(new Set(forward.failing.map(({ place }) => place)), failed)
    }),
  )
})

function sorted(values: readonly object[]): string[] {
  return values.map((value) => JSON.stringify(value)).sort()
}
