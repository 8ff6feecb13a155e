import assert from 'node:assert/strict'
import { test } from 'node:test'
import { advisoriesIn, problemsIn, readBytes, readText, surviveDamage } from '../../../tests/feed-reading.fixture.ts'
import { feedMembers, withoutFeeds as skip } from '../../../tests/shared-feeds.fixture.ts'
import { feedReaderFor } from '../read-feed-file.ts'
import { nodejsReader } from './nodejs-reader.ts'
import { unpatched } from './unpatched.ts'

const entry = {
  cve: ['CVE-2017-1000381'],
  ref: 'https://nodejs.org/en/blog/vulnerability/',
  vulnerable: '8.x || 7.x || 4.x',
  patched: '^8.1.4 || ^7.10.1 || ^4.8.4',
  description: 'memory overread',
  overview: 'The function reads past the end.\n',
  affectedEnvironments: ['win32'],
  severity: 'high',
  type: 'CWE-125: Out-of-bounds Read',
  cvss: '3.0/AV:N/AC:H/PR:N/UI:N/S:U/C:L/I:L/A:N',
  publish_date: '2017-07-11',
}

test('an entry of the index and a file of its own say the same', async () => {
  const index = { 1: entry }
  assert.ok(nodejsReader.matches('vuln/core/index.json', JSON.stringify(index)))
  assert.ok(nodejsReader.matches('vuln/core/1.json', JSON.stringify(entry, undefined, 2)))
  const [listed] = advisoriesIn(await readText(nodejsReader, 'vuln/core/index.json', index, 7))
  const [alone] = advisoriesIn(await readText(nodejsReader, 'vuln/core/1.json', entry, 7))
  assert.deepEqual(listed, alone)
  assert.equal(listed?.id, 'NODEJS-CORE-1')
  assert.deepEqual(listed?.aliases, ['CVE-2017-1000381'])
  assert.equal(listed?.summary, 'memory overread')
  assert.equal(listed?.details, 'The function reads past the end.\n\nAffected environments: win32.')
  assert.deepEqual(listed?.severity, [{ type: 'CVSS_V3', score: 'CVSS:3.0/AV:N/AC:H/PR:N/UI:N/S:U/C:L/I:L/A:N' }])
  assert.deepEqual(listed?.cwes, ['CWE-125'])
  assert.deepEqual(listed?.affected[0]?.ranges[0]?.events, [
    { introduced: '4.0.0' },
    { fixed: '4.8.4' },
    { introduced: '7.0.0' },
    { fixed: '7.10.1' },
    { introduced: '8.0.0' },
    { fixed: '8.1.4' },
  ])
})

test('what is vulnerable, without what is patched', () => {
  const spans = (vulnerable: string, patched: string) => {
    const found = unpatched(vulnerable, patched)
    return 'problem' in found ? found.problem : found.events.flatMap((event) => Object.values(event)).join(' ')
  }
  assert.equal(spans('0.10.x || 0.12.x', '^0.10.48 || ^0.12.17'), '0.10.0 0.10.48 0.12.0 0.12.17')
  // A line that is given up: the next one is vulnerable too, so its end repairs nothing.
  assert.equal(spans('4.x || 5.x || 6.x', '^4.4.6 || ^6.2.0'), '4.0.0 4.4.6 5.0.0 6.2.0')
  assert.equal(spans('>=6.0.0 <6.2.0 || 5.x', '^5.12.0'), '5.0.0 5.12.0 6.0.0 6.2.0')
  assert.equal(spans('15.x', ' 15.2.1'), '15.0.0 15.2.1')
  assert.equal(spans('8.5.0', '^8.6.0'), '8.5.0 8.5.1')
  assert.equal(spans('<= 10', '^6.14.4 || ^8.11.4 || >= 10.9.0'), '0 6.14.4 7.0.0 8.11.4 9.0.0 10.9.0')
  assert.equal(spans('9.7.x', ''), '9.7.0 9.8.0')
  assert.equal(spans('8.x', '^8.0.0'), 'every vulnerable version is patched')
  assert.equal(spans('some', '^8.0.0'), '"some" is no range of versions')
  assert.equal(spans('', '^8.0.0'), '"" is no range of versions')
  assert.equal(spans('8.x', 'soon'), '"soon" is no range of versions')
})

test('several CVEs are not one under several names', async () => {
  const several = { ...entry, cve: ['CVE-2020-1111', 'CVE-2020-2222', 'x'] }
  const [advisory] = advisoriesIn(await readText(nodejsReader, '7.json', several))
  assert.deepEqual([advisory?.aliases, advisory?.upstream], [[], ['CVE-2020-1111', 'CVE-2020-2222']])
})

test('an entry without versions is named and left out', async () => {
  const index = { 1: entry, 2: { ...entry, vulnerable: 7 }, x: entry }
  const records = await readText(nodejsReader, 'index.json', index)
  assert.deepEqual(problemsIn(records), ['index.json 2: "" is no range of versions', 'index.json x: has no number'])
  assert.equal(advisoriesIn(records).length, 1)
})

test('damaged documents are survived', async () => {
  await surviveDamage(nodejsReader, 'index.json', { 1: entry, 2: entry })
  await surviveDamage(nodejsReader, '1.json', entry)
})

test('the list of the working group', { skip }, async () => {
  const members = feedMembers('nodejs-core/nodejs-core.zip', () => true)
  const single = new Map<string, unknown>()
  for (const { name, bytes } of members) {
    assert.equal(feedReaderFor(name, bytes), nodejsReader, name)
    const records = await readBytes(nodejsReader, name, bytes)
    assert.deepEqual(problemsIn(records), [], name)
    if (name.endsWith('index.json')) continue
    for (const advisory of advisoriesIn(records)) single.set(advisory.id, advisory)
  }
  const index = members.find(({ name }) => name.endsWith('index.json'))
  const listed = advisoriesIn(await readBytes(nodejsReader, 'index.json', index?.bytes ?? new Uint8Array()))
  assert.equal(listed.length, 171)
  assert.deepEqual(new Map(listed.map((one) => [one.id, one])), single)
  const newest = listed.find(({ aliases }) => aliases.includes('CVE-2026-21716'))
  assert.deepEqual(newest?.affected[0]?.ranges[0]?.events.slice(-2), [{ introduced: '25.0.0' }, { fixed: '25.8.2' }])
})
