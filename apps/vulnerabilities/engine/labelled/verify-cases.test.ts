import assert from 'node:assert/strict'
import { test } from 'node:test'
import { labelledGroups } from './labelled-case.ts'
import { verifyCases } from './verify-cases.ts'

test('matching answers every labelled case as its label says', () => {
  const { wrong, subjects } = verifyCases()
  assert.deepEqual(
    wrong.map(
      ({ group, software, check, expected, answered, why }) =>
        `${group}: ${software} ${check} is ${expected} (${why}), answered ${answered}`,
    ),
    [],
  )
  assert.ok(subjects.reduce((sum, { cases }) => sum + cases, 0) >= 150)
  assert.ok(
    subjects.every(({ cases, found }) => found > 0 && found < cases),
    'each subject has findings, and others',
  )
})

test('a case that is answered otherwise is told by its kind', () => {
  const [debian] = labelledGroups
  const [group] = debian?.groups ?? []
  assert.ok(debian !== undefined && group !== undefined)
  const turned = group.cases.map((one) => ({
    ...one,
    expected: one.expected === 'affected' ? ('not-affected' as const) : ('affected' as const),
  }))
  const { subjects, wrong } = verifyCases([{ subject: 'debian', groups: [{ ...group, cases: turned }] }])
  const affected = group.cases.filter(({ expected }) => expected === 'affected').length
  assert.deepEqual(subjects, [
    {
      subject: 'debian',
      cases: turned.length,
      found: 0,
      falsePositives: affected,
      falseNegatives: turned.length - affected,
      otherwise: 0,
    },
  ])
  assert.equal(wrong.length, turned.length)
})
