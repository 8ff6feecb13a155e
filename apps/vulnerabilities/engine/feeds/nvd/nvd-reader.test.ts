import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  advisoriesIn,
  problemsIn,
  readBytes,
  readText,
  surviveDamage,
  threatsIn,
} from '../../../tests/feed-reading.fixture.ts'
import { feedBytes, withoutFeeds as skip } from '../../../tests/shared-feeds.fixture.ts'
import { feedReaderFor } from '../read-feed-file.ts'
import { nvdReader } from './nvd-reader.ts'

const cpe = (version: string) => `cpe:2.3:a:some:left:${version}:*:*:*:*:*:*:*`
const page = {
  resultsPerPage: 1,
  format: 'NVD_CVE',
  timestamp: '2026-08-07T00:00:00.000',
  vulnerabilities: [
    {
      cve: {
        id: 'CVE-2024-1111',
        published: '2024-01-02T00:00:00.000',
        lastModified: '2024-01-03T00:00:00.000',
        vulnStatus: 'Analyzed',
        descriptions: [{ lang: 'en', value: 'It leaks' }],
        metrics: { cvssMetricV31: [{ cvssData: { vectorString: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H' } }] },
        weaknesses: [{ description: [{ lang: 'en', value: 'CWE-79' }, { value: 'NVD-CWE-Other' }] }],
        configurations: [
          {
            nodes: [
              {
                cpeMatch: [
                  { vulnerable: true, criteria: cpe('*'), versionEndExcluding: '1.2' },
                  { vulnerable: true, criteria: cpe('*'), versionStartIncluding: '2.0', versionEndIncluding: '2.1' },
                  { vulnerable: true, criteria: cpe('3.0') },
                  { vulnerable: false, criteria: cpe('4.0') },
                ],
              },
            ],
          },
        ],
        references: [{ url: 'https://example.org/a' }],
      },
    },
    { cve: { id: 'CVE-2024-2222', vulnStatus: 'Rejected' } },
    {},
  ],
}

test('a page says how bad a CVE is, and which products it is about', async () => {
  assert.ok(nvdReader.matches('page.json', JSON.stringify(page)))
  const records = await readText(nvdReader, 'page.json', page, 40)
  const [first, rejected] = threatsIn(records)
  assert.equal(first?.severity?.[0]?.type, 'CVSS_V3')
  assert.deepEqual(first?.cwes, ['CWE-79'])
  assert.equal(rejected?.rejected, true)
  const [advisory, ...others] = advisoriesIn(records)
  assert.deepEqual(others, [])
  assert.deepEqual(
    advisory?.affected.map(({ ranges, versions }) => [ranges[0]?.events, versions]),
    [
      [[{ introduced: '0' }, { fixed: '1.2' }], []],
      [[{ introduced: '2.0' }, { last_affected: '2.1' }], []],
      [undefined, ['3.0']],
    ],
  )
  assert.deepEqual(problemsIn(records), ['page.json vulnerabilities[2]: names no CVE'])
})

test('damaged pages are survived', async () => {
  await surviveDamage(nvdReader, 'page.json', page)
})

test('a page as the database gives it', { skip }, async () => {
  const path = 'format-samples/providers/nvd/test-fixtures/full-page.json'
  const bytes = feedBytes(path)
  assert.equal(feedReaderFor(path, bytes), nvdReader)
  const records = await readBytes(nvdReader, path, bytes)
  assert.deepEqual(problemsIn(records), [])
  assert.equal(threatsIn(records).length, 38)
  const [entry] = advisoriesIn(records).find(({ id }) => id === 'CVE-2023-45109')?.affected ?? []
  assert.equal(entry?.cpe, 'cpe:2.3:a:myback.link:whitepage:*:*:*:*:*:wordpress:*:*')
  assert.deepEqual(entry?.ranges[0]?.events, [{ introduced: '0' }, { last_affected: '1.1.5' }])
})
