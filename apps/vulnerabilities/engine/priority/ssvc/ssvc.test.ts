import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { decide } from './decide.ts'
import { cisaBod2604, cisaCoordinator, decisionTrees, deployer } from './decision-tree.ts'
import { inputsOfFacts } from './inputs-of-facts.ts'

for (const tree of decisionTrees) {
  test(`${tree.id} has one decision for each combination, and no worse value makes it less urgent`, () => {
    const combinations = tree.points.reduce((product, { values }) => product * values.length, 1)
    const keys = new Set(tree.rows.map((row) => row.slice(0, -1).join('\n')))
    assert.deepEqual([tree.rows.length, keys.size], [combinations, combinations])
    const urgency = (decision: string | undefined) => tree.decisions.findIndex(({ id }) => id === decision)
    for (const row of tree.rows) {
      assert.equal(row.length, tree.points.length + 1)
      assert.ok(urgency(row.at(-1)) >= 0)
      row.slice(0, -1).forEach((value, index) => {
        const { values = [] } = tree.points[index] ?? {}
        assert.ok(values.includes(value), `${value} in ${row}`)
        const worse = values[values.indexOf(value) + 1]
        if (worse === undefined) return
        const other = tree.rows.find((one) => one.slice(0, -1).join() === row.slice(0, -1).with(index, worse).join())
        assert.ok(urgency(other?.at(-1)) >= urgency(row.at(-1)), `${row} and ${other}`)
      })
    }
  })
}

test('cases of the published tables', () => {
  const known = (values: Record<string, string>) =>
    Object.fromEntries(Object.entries(values).map(([id, value]) => [id, { values: [value], because: 'told' }]))
  const worst = { exploitation: 'active', automatable: 'yes', technicalImpact: 'total' }
  assert.deepEqual(decide(cisaCoordinator, known({ ...worst, missionImpact: 'high' })).possible, ['act'])
  assert.deepEqual(decide(cisaCoordinator, known({ ...worst, missionImpact: 'low' })).possible, ['attend'])
  const quiet = { exploitation: 'none', automatable: 'no', technicalImpact: 'total', missionImpact: 'high' }
  assert.deepEqual(decide(cisaCoordinator, known(quiet)).possible, ['track*'])
  const open = { exploitation: 'active', systemExposure: 'open', automatable: 'no', humanImpact: 'very high' }
  assert.deepEqual(decide(deployer, known(open)).possible, ['immediate'])
  const listed = { inKev: 'yes', assetExposure: 'no', automatable: 'yes', technicalImpact: 'total' }
  assert.deepEqual(decide(cisaBod2604, known(listed)).possible, ['3-days-forensics'])
})

test('what is not known gives every decision that it leaves open, and no more', () => {
  const nothing = decide(cisaCoordinator, {})
  assert.deepEqual(nothing.possible, ['track', 'track*', 'attend', 'act'])
  assert.equal(nothing.decided, false)
  const partly = fc.constantFrom(...decisionTrees).chain((tree) =>
    fc.record({
      tree: fc.constant(tree),
      values: fc.tuple(...tree.points.map(({ values }) => fc.subarray([...values]))),
    }),
  )
  fc.assert(
    fc.property(partly, ({ tree, values }) => {
      const inputs = Object.fromEntries(
        tree.points.map(({ id }, index) => [id, { values: values[index] ?? [], because: 'told' }]),
      )
      const expected = new Set(
        tree.rows
          .filter((row) => values.every((allowed, index) => allowed.length === 0 || allowed.includes(row[index] ?? '')))
          .map((row) => row.at(-1)),
      )
      const { possible, points, decided } = decide(tree, inputs)
      assert.deepEqual(new Set(possible), expected)
      assert.equal(decided, expected.size === 1)
      if (decided) assert.ok(points.every(({ decisive }) => !decisive))
    }),
  )
})

test('facts become inputs, and only what is known does', () => {
  const threat = {
    kev: { ransomware: true },
    exploitation: { level: 'poc', because: 'x' },
    automatable: 'yes',
    technicalImpact: 'total',
  } as const
  const decision = decide(cisaCoordinator, inputsOfFacts(threat, { criticality: 3 }))
  assert.deepEqual(decision.possible, ['act'])
  assert.equal(
    decision.sentence,
    'Act: exploitation is active, automatable is yes, technical impact is total, mission and well-being is medium.',
  )
  const without = decide(cisaCoordinator, inputsOfFacts(threat))
  assert.deepEqual(without.possible, ['attend', 'act'])
  assert.match(without.sentence, /^Attend or Act: .*; open is mission and well-being\.$/)
  const published = { exploitation: { level: 'poc', because: 'x', atLeast: true } } as const
  assert.deepEqual(decide(deployer, inputsOfFacts(published)).points[0]?.values, ['poc', 'active'])
  assert.deepEqual(decide(cisaBod2604, inputsOfFacts({}, {}, { catalogue: true })).points[0]?.values, ['no'])
  assert.deepEqual(decide(cisaBod2604, inputsOfFacts({})).points[0]?.values, ['no', 'yes'])
  assert.equal(decide(deployer, inputsOfFacts({}, { reach: 'internet' })).points[1]?.values[0], 'open')
})

test('a value that a point does not have is not taken for an answer', () => {
  const { points } = decide(deployer, { exploitation: { values: ['constructor'], because: 'a feed says so' } })
  assert.deepEqual(points[0]?.values, ['none', 'poc', 'active'])
  assert.equal(points[0]?.because, 'what is given is none of its values')
})
