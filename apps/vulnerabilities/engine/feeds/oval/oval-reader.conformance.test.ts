import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decodeUtf8 } from '@holdfast/kit/text'
import { advisoriesIn, problemsIn, readBytes, surviveDamage } from '../../../tests/feed-reading.fixture.ts'
import { feedBytes, withoutFeeds as skip } from '../../../tests/shared-feeds.fixture.ts'
import { feedReaderFor } from '../read-feed-file.ts'
import { ovalReader } from './oval-reader.ts'

const samples = 'format-samples/providers/'

async function read(path: string) {
  const bytes = feedBytes(`${samples}${path}`)
  assert.equal(feedReaderFor(path, bytes), ovalReader)
  return readBytes(ovalReader, path, bytes)
}

test('what a shortened sample of Oracle lacks is named', { skip }, async () => {
  const records = await read('oracle/test-fixtures/mock_data')
  const advisories = advisoriesIn(records)
  assert.deepEqual(
    advisories.map(({ id, upstream, published, databaseSeverity }) => [
      id,
      upstream.length,
      published,
      databaseSeverity,
    ]),
    [
      ['ELSA-2007-0057', 2, '2007-06-26', 'MODERATE'],
      ['ELSA-2018-4250', 4, '2018-10-12', 'IMPORTANT'],
    ],
  )
  const problems = problemsIn(records)
  assert.match(problems[0] ?? '', /def:20070057: the test oval:com.oracle.elsa:tst:20070057002 names no package/)
  assert.match(problems[1] ?? '', /tst:20070057003 is not there/)
})

test('builds with a mark of their own say nothing of others', { skip }, async () => {
  const records = await read('oracle/test-fixtures/mock_ksplice_data')
  const [advisory] = advisoriesIn(records)
  assert.deepEqual([advisory?.id, advisory?.affected], ['ELSA-2021-9151', []])
})

test('definitions of SUSE are told for each product that they name', { skip }, async () => {
  const records = await read('sles/test-fixtures/suse_truncated.xml')
  const advisories = advisoriesIn(records)
  assert.equal(advisories.length, 4)
  const told = advisories.map(({ affected }) =>
    affected.map(({ ecosystem, name, state, ranges }) =>
      [ecosystem?.slice('SUSE:Linux Enterprise '.length), name, state ?? ranges[0]?.events[1]?.fixed].join(' '),
    ),
  )
  assert.deepEqual(told, [
    [
      'Module for Basesystem 15 kernel-default not-affected',
      'Module for Development Tools 15 kernel-default not-affected',
      'Module for Basesystem 15 kernel-source not-affected',
      'Module for Development Tools 15 kernel-source not-affected',
    ],
    [
      'Server 15-LTSS kernel-default 4.12.14-150.72.1',
      'Server 15 SP1-BCL kernel-default 4.12.14-197.89.2',
      'Server 15 SP1-LTSS kernel-default 4.12.14-197.89.2',
    ],
    [],
    ['Server 15 python3-cryptography not-affected'],
  ])
})

test('a test that is not there is named, and damage is survived', { skip }, async () => {
  const records = await read('oracle/test-fixtures/mock_per_arch_data')
  assert.match(problemsIn(records)[0] ?? '', /oval:\S+: the test oval:\S+ is not there/)
  await surviveDamage(ovalReader, 'a.xml', decodeUtf8(feedBytes(`${samples}oracle/test-fixtures/mock_data`)))
})
