import assert from 'node:assert/strict'
import { test } from 'node:test'
import { advisoriesIn, coverageIn, problemsIn, readText, surviveDamage } from '../../../tests/feed-reading.fixture.ts'
import { osvReader } from './osv-reader.ts'

const record = {
  id: 'GHSA-aaaa-bbbb-cccc',
  modified: '2024-02-01T00:00:00Z',
  aliases: ['CVE-2024-1'],
  summary: 'Left leaks',
  affected: [
    {
      package: { ecosystem: 'npm', name: 'left' },
      ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }, { fixed: '1.2.0' }] }],
    },
  ],
  database_specific: { severity: 'HIGH', cwe_ids: ['CWE-79', 'CWE-79', 'x'] },
}

test('a record is read alone, in an array, a line, and one after another', async () => {
  const text = JSON.stringify(record)
  for (const [path, document] of [
    ['a.json', text],
    ['a.json', JSON.stringify(record, undefined, 2)],
    ['a.json', `[${text}]`],
    ['a.jsonl', `\n${text}\n`],
    ['a.json', `${text}\n${text}`],
  ] as const) {
    assert.ok(osvReader.matches(path, document))
    const records = await readText(osvReader, path, document)
    const [advisory] = advisoriesIn(records)
    assert.equal(advisory?.id, record.id)
    assert.deepEqual(advisory?.cwes, ['CWE-79'])
    assert.deepEqual(advisory?.affected[0]?.ranges[0]?.events, [{ introduced: '0' }, { fixed: '1.2.0' }])
    assert.deepEqual(coverageIn(records), ['npm'])
  }
})

test('a record of several ecosystems tells of none that it is there as a whole', async () => {
  const affected = [...record.affected, { package: { ecosystem: 'PyPI', name: 'left' } }]
  assert.deepEqual(coverageIn(await readText(osvReader, 'a.json', { ...record, affected })), [])
})

test('what is wrong is named with its place', async () => {
  const records = await readText(osvReader, 'all.jsonl', `${JSON.stringify(record)}\n{"id"\n{"id":"X"}\n`)
  assert.deepEqual(problemsIn(records), ['all.jsonl line 2: not JSON', 'all.jsonl line 3 modified: is missing'])
  assert.equal(advisoriesIn(records).length, 1)
})

test('damaged records are survived', async () => {
  await surviveDamage(osvReader, 'a.json', [record, record])
  await surviveDamage(osvReader, 'a.jsonl', `${JSON.stringify(record)}\n${JSON.stringify(record)}\n`)
})
