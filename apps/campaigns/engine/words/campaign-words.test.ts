import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ending, standing } from './campaign-words.ts'

const counts = { infected: 0, exploitable: 0, unknown: 0, mitigated: 0, patched: 0 }

test('what is left is said, worst first; nothing left is said as well', () => {
  assert.equal(
    standing({ ...counts, infected: 1, exploitable: 9, unknown: 1, patched: 77 }, 3),
    '1 of 88 show signs of infection; 9 of 88 can be exploited now, 3 of them over the network; 1 of 88 was never assessed.',
  )
  assert.equal(standing({ ...counts, patched: 4, mitigated: 1 }, 0), 'All 5 are out of danger.')
  assert.equal(standing(counts, 0), 'No asset is in its scope.')
})

test('the end is said with its interval and the deadline', () => {
  assert.equal(
    ending({ kind: 'ends', on: '2026-12-01', soonest: '2026-11-29', latest: null, perDay: 3 }, '2026-12-07'),
    'At this pace it is over on 2026-12-01 (90 % sure: between 2026-11-29 and no end at all). The deadline is 2026-12-07.',
  )
  assert.match(ending({ kind: 'no-end', perDay: 0 }, '2026-12-07'), /^No end in sight/)
})
