import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { type CsafGroup, fileNameOf, validateCsaf } from './index.ts'

const corpora = process.env.HOLDFAST_CORPORA ?? join(import.meta.dirname, '../../../shared/corpora')
const folder = join(corpora, 'csaf-2.0/test')
const skip = existsSync(folder) ? false : `no documents at ${folder}`

interface Case {
  readonly id: string
  readonly group: CsafGroup
  readonly failures?: readonly { readonly name: string }[]
  readonly valid?: readonly { readonly name: string }[]
}
const cases: readonly Case[] = skip
  ? []
  : JSON.parse(readFileSync(join(folder, 'validator/data/testcases.json'), 'utf8')).tests

/** Tests that are not made. */
const notMade: Readonly<Record<string, string>> = {
  '6.3.6': 'asks the network whether addresses answer',
  '6.3.7': 'asks the network whether addresses answer',
  '6.3.8': 'needs a dictionary of each language',
}

/** The name of the one weakness that a document of the corpus gives a wrong name. Source: CWE 4.15. */
const weaknesses: Readonly<Record<string, string>> = {
  'CWE-79': "Improper Neutralization of Input During Web Page Generation ('Cross-site Scripting')",
}

/** Documents that fail a mandatory test beside the one they are for. */
const beside: Readonly<Record<string, string>> = {
  'optional/oasis_csaf_tc-csaf_2_0-2021-6-2-08-02.json': 'gives two hashes by the same algorithm, against 6.1.25',
  'optional/oasis_csaf_tc-csaf_2_0-2021-6-2-09-02.json': 'gives two hashes by the same algorithm, against 6.1.25',
}

const read = (name: string) => JSON.parse(readFileSync(join(folder, 'validator/data', name), 'utf8'))

const issuesOf = (name: string) => validateCsaf(read(name), { weaknessName: (id) => weaknesses[id] })

test('every document fails the tests that it should, and no other of the mandatory ones', { skip }, (context) => {
  const wrong: string[] = []
  const counts = new Map<string, number>()
  let unmade = 0
  for (const { id, group, failures = [], valid = [] } of cases)
    for (const [list, fails] of [
      [failures, true],
      [valid, false],
    ] as const)
      for (const { name } of list) {
        if (id in notMade) {
          unmade++
          continue
        }
        const failed = issuesOf(name).some((issue) => issue.test === id)
        if (failed === fails) counts.set(group, (counts.get(group) ?? 0) + 1)
        else wrong.push(`${id} ${name} ${fails ? 'must fail' : 'must pass'}`)
      }
  context.diagnostic(
    `${[...counts].map(([group, count]) => `${count} ${group}`).join(', ')}; ${unmade} of tests that are not made`,
  )
  assert.deepEqual(wrong, [])
  assert.deepEqual(
    [...counts.values()].reduce((sum, one) => sum + one, unmade),
    239,
  )
})

test('what is to pass a test passes all mandatory ones', { skip }, () => {
  const wrong = cases
    .filter(({ group }) => group !== 'mandatory')
    .flatMap(({ failures = [], valid = [] }) => [...failures, ...valid])
    .concat(cases.flatMap(({ valid = [] }) => valid))
    .filter(({ name }) => !(name in beside))
    .flatMap(({ name }) =>
      validateCsaf(read(name), { groups: ['mandatory'] }).map(({ test: id, position }) => `${name}: ${id} ${position}`),
    )
  assert.deepEqual([...new Set(wrong)], [])
})

test('files have the names that their documents give them', { skip }, () => {
  for (const [kind, good] of [
    ['valid', true],
    ['invalid', false],
  ] as const)
    for (const name of readdirSync(join(folder, 'filenames/data', kind))) {
      const { document } = JSON.parse(readFileSync(join(folder, 'filenames/data', kind, name), 'utf8'))
      assert.equal(fileNameOf(document.tracking.id) === name, good, name)
    }
})
