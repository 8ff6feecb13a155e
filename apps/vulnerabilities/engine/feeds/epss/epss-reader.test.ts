import assert from 'node:assert/strict'
import { test } from 'node:test'
import { problemsIn, readBytes, readText, surviveDamage, threatsIn } from '../../../tests/feed-reading.fixture.ts'
import { feedBytes, withoutFeeds as skip } from '../../../tests/shared-feeds.fixture.ts'
import { feedReaderFor } from '../read-feed-file.ts'
import { epssReader } from './epss-reader.ts'

const table = `#model_version:v2025.03.14,score_date:2026-08-07T00:00:00+0000
cve,epss,percentile
CVE-1999-0001,0.00383,0.73075
CVE-2017-0144,9.4e-1,1
CVE-2017-0145,1.5,1
odd,0,0
`

test('scores have the day of the first line', async () => {
  assert.ok(epssReader.matches('epss.csv', table))
  const records = await readText(epssReader, 'epss.csv', table, 10)
  assert.deepEqual(threatsIn(records), [
    { cve: 'CVE-1999-0001', epss: { probability: 0.00383, percentile: 0.73075, date: '2026-08-07' } },
    { cve: 'CVE-2017-0144', epss: { probability: 0.94, percentile: 1, date: '2026-08-07' } },
  ])
  assert.deepEqual(records[0], { kind: 'date', date: '2026-08-07' })
  assert.deepEqual(problemsIn(records), [
    'CVE-2017-0145: has a score that is not from 0 to 1',
    'epss.csv line 6: names no CVE',
  ])
})

test('without a first line the name of the file tells the day', async () => {
  const [, ...rest] = table.split('\n')
  const records = await readText(epssReader, 'epss_scores-2020-01-02.csv', rest.join('\n'))
  assert.equal(threatsIn(records)[0]?.epss?.date, '2020-01-02')
})

test('a table without its columns is refused', async () => {
  const records = await readText(
    epssReader,
    'e.csv',
    '#model_version:1,score_date:2024-02-20\na,b,c\nCVE-2024-6775,0,0\n',
  )
  assert.deepEqual(problemsIn(records), ['e.csv line 2: the columns cve, epss and percentile are missing'])
})

test('damaged tables are survived', async () => {
  await surviveDamage(epssReader, 'epss.csv', table)
})

test('scores of known exploited vulnerabilities', { skip }, async () => {
  const path = 'epss-kev-subset/epss_kev_nvd.csv'
  const bytes = feedBytes(path)
  assert.equal(feedReaderFor(path, bytes), epssReader)
  const records = await readBytes(epssReader, path, bytes)
  assert.deepEqual(problemsIn(records), [])
  assert.equal(threatsIn(records).length, 1556)
  const one = threatsIn(records).find(({ cve }) => cve === 'CVE-2021-27137')
  assert.deepEqual(one?.epss, { probability: 0.16488, percentile: 0.96739, date: '' })
})
