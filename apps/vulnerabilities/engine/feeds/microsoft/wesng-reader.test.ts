import assert from 'node:assert/strict'
import { test } from 'node:test'
import { advisoriesIn, problemsIn, readText, surviveDamage } from '../../../tests/feed-reading.fixture.ts'
import { feedMembers, withoutFeeds } from '../../../tests/shared-feeds.fixture.ts'
import { wesngReader } from './wesng-reader.ts'

const head =
  '"DatePosted","CVE","BulletinKB","Title","AffectedProduct","AffectedComponent","Severity","Impact","Supersedes","Exploits"'
const row = (...cells: readonly string[]) => cells.map((cell) => `"${cell}"`).join(',')
const table = [
  head,
  row(
    '20300102',
    'CVE-2030-1000',
    '5000001',
    'A ""flaw""',
    'Windows X',
    '',
    'Critical',
    'RCE',
    '',
    'https://example.org/x',
  ),
  row('20300201', 'CVE-2030-1001', '5000002', 'B', 'Windows X', '', 'Low', 'RCE', '5000001', ''),
  row('20300301', 'CVE-2030-1002', '5000003', 'C', 'Windows X', '', 'Low', 'RCE', '5000002;5000003', ''),
  row('20300301', 'CVE-2030-1002', '5000009', 'C', 'Windows Y', '', 'Low', 'RCE', '5000001', ''),
  row('20300301', 'CVE-2030-1003', 'Release Notes', 'D', 'Browser', '', '', '', '', ''),
  '20300301,CVE-2030-1004',
].join('\r\n')

test('an update is as good as what replaces it, on the same product', async () => {
  const records = await readText(wesngReader, 'CVEs_1.csv', table, 7)
  assert.deepEqual(
    advisoriesIn(records).map(({ id, modified, affected }) => [
      id,
      modified,
      affected.map(({ name, updates }) => [name, updates]),
    ]),
    [
      ['CVE-2030-1000', '2030-01-02', [['Windows X', ['KB5000001', 'KB5000002', 'KB5000003']]]],
      ['CVE-2030-1001', '2030-02-01', [['Windows X', ['KB5000002', 'KB5000003']]]],
      [
        'CVE-2030-1002',
        '2030-03-01',
        [
          ['Windows X', ['KB5000003']],
          ['Windows Y', ['KB5000009']],
        ],
      ],
    ],
  )
  assert.equal(advisoriesIn(records)[0]?.summary, 'A "flaw"')
  assert.deepEqual(problemsIn(records), [
    'CVEs_1.csv line 7: 2 cells, not 10',
    'CVEs_1.csv: 1 rows name no update by its number, and are left out',
  ])
})

test('another table of the feed does not replace what the main one says', async () => {
  const [first] = advisoriesIn(await readText(wesngReader, 'Custom_20190321.csv', table))
  assert.deepEqual([first?.id, first?.upstream], ['Custom/CVE-2030-1000', ['CVE-2030-1000']])
})

test('damage gives problems with places', async () => {
  await surviveDamage(wesngReader, 'CVEs_1.csv', table)
})

test('the whole table of 2026 tells which updates close MS17-010', { skip: withoutFeeds }, async () => {
  const found = new Map<string, readonly string[]>()
  let count = 0
  for (const { name, bytes } of feedMembers('microsoft-wesng/definitions.zip', (one) => one.startsWith('CVEs_'))) {
    async function* pieces() {
      for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536)
    }
    for await (const record of wesngReader.read({ path: name, pieces: pieces() })) {
      if (record.kind !== 'advisory') continue
      count++
      if (record.advisory.id !== 'CVE-2017-0144') continue
      for (const { name: product, updates } of record.advisory.affected) found.set(product ?? '', updates ?? [])
    }
  }
  assert.ok(count > 10_000, `${count}`)
  const seven = found.get('Windows 7 for x64-based Systems Service Pack 1') ?? []
  assert.ok(seven.includes('KB4012212'))
  const ten = found.get('Windows 10 Version 1607 for x64-based Systems') ?? []
  assert.ok(ten.includes('KB4013429') && ten.length > 10, ten.join())
  assert.ok(!ten.includes('KB4012606'))
})
