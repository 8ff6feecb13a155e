import assert from 'node:assert/strict'
import { test } from 'node:test'
import { explain } from './explain.ts'
import { libraryInMemory } from './library-in-memory.ts'
import { advisory, below, records, software } from './match/sample.fixture.ts'

const affected = [below('npm', 'left', '2.0.0')]
const library = libraryInMemory({
  sample: records(
    [
      advisory('GHSA-1', { aliases: ['GHSA-2'], affected }),
      advisory('GHSA-2', { aliases: ['CVE-2024-1111'], affected: [below('npm', 'left', '1.5.0')] }),
      advisory('GHSA-3', { aliases: ['CVE-2024-2222'], withdrawn: '2024-02-01T00:00:00Z', affected }),
    ],
    'npm',
  ),
})

const all = [
  'pkg:npm/left@1.0.0',
  'pkg:npm/left@2.0.0',
  'pkg:npm/left@odd',
  'pkg:npm/right@1.0.0',
  'pkg:gem/left@1.0.0',
].map((purl) => software(purl))

test('each software gets its reason, by whatever name is asked', () => {
  for (const id of ['CVE-2024-1111', 'GHSA-1', 'GHSA-2']) {
    const { checks, explanations } = explain(id, all, library, { all: true })
    assert.deepEqual(checks, ['CVE-2024-1111'])
    assert.deepEqual(
      explanations.map(({ purl, verdict }) => [purl, verdict]),
      [
        ['pkg:npm/left@1.0.0', 'affected'],
        ['pkg:gem/left@1.0.0', 'not-assessed'],
        ['pkg:npm/left@odd', 'not-assessed'],
        ['pkg:npm/left@2.0.0', 'not-affected'],
        ['pkg:npm/right@1.0.0', 'not-named'],
      ],
    )
    assert.equal(explanations[0]?.sentence, 'left 1.0.0 is among what GHSA-1 affects, fixed in 2.0.0 (sample).')
    assert.equal(explanations[0]?.statements.length, 2)
  }
})

test('a withdrawn advisory is named, and is not told as unknown', () => {
  const { advisories, explanations } = explain('CVE-2024-2222', all, library)
  assert.deepEqual(advisories, [{ feed: 'sample', advisory: 'GHSA-3', withdrawn: true }])
  assert.deepEqual(explanations.map(({ verdict, sentence }) => [verdict, sentence])[0], [
    'not-affected',
    'GHSA-3 was withdrawn on 2024-02-01.',
  ])
})

test('what no feed knows has no checks, and says so of nothing', () => {
  assert.deepEqual(explain('CVE-1999-0001', all, library), { checks: [], names: [], advisories: [], explanations: [] })
})
