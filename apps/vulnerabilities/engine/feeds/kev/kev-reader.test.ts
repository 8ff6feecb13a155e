import assert from 'node:assert/strict'
import { test } from 'node:test'
import { problemsIn, readBytes, readText, surviveDamage, threatsIn } from '../../../tests/feed-reading.fixture.ts'
import { feedBytes, withoutFeeds as skip } from '../../../tests/shared-feeds.fixture.ts'
import { feedReaderFor } from '../read-feed-file.ts'
import { kevReader } from './kev-reader.ts'

const entry = {
  cveID: 'CVE-2017-0144',
  vulnerabilityName: 'Microsoft SMBv1 Remote Code Execution',
  dateAdded: '2022-02-10',
  shortDescription: 'SMBv1, "again"',
  requiredAction: 'Apply updates',
  dueDate: '2022-08-10',
  knownRansomwareCampaignUse: 'Known',
  notes: 'https://example.org/a ; https://example.org/b',
  cwes: ['CWE-20'],
}
const catalogue = { dateReleased: '2026-08-07T16:45:47.0648Z', catalogVersion: '2026.08.07', vulnerabilities: [entry] }
const table = `cveID,vendorProject,product,vulnerabilityName,dateAdded,shortDescription,requiredAction,dueDate,knownRansomwareCampaignUse,notes,cwes
CVE-2017-0144,Microsoft,SMBv1,Microsoft SMBv1 Remote Code Execution,2022-02-10,"SMBv1, ""again""",Apply updates,2022-08-10,Known,https://example.org/a ; https://example.org/b,CWE-20
`

test('JSON and CSV say the same', async () => {
  const expected = {
    cve: 'CVE-2017-0144',
    description: 'SMBv1, "again"',
    cwes: ['CWE-20'],
    kev: {
      added: '2022-02-10',
      due: '2022-08-10',
      ransomware: true,
      action: 'Apply updates',
      name: 'Microsoft SMBv1 Remote Code Execution',
    },
    references: ['https://example.org/a', 'https://example.org/b'],
  }
  assert.ok(kevReader.matches('kev.json', JSON.stringify(catalogue)))
  assert.ok(kevReader.matches('kev.csv', table))
  assert.deepEqual(threatsIn(await readText(kevReader, 'kev.json', catalogue, 7)), [expected])
  assert.deepEqual(threatsIn(await readText(kevReader, 'kev.csv', table, 7)), [expected])
})

test('an entry without a CVE or a day is left out', async () => {
  const vulnerabilities = [{ ...entry, cveID: 'x' }, { ...entry, dateAdded: 'soon' }, 1]
  assert.deepEqual(problemsIn(await readText(kevReader, 'kev.json', { ...catalogue, vulnerabilities })), [
    'kev.json vulnerabilities[0]: names no CVE',
    'CVE-2017-0144: does not say when it was added',
    'kev.json vulnerabilities[2]: names no CVE',
  ])
})

test('damaged catalogues are survived', async () => {
  await surviveDamage(kevReader, 'kev.json', catalogue)
  await surviveDamage(kevReader, 'kev.csv', table)
})

test('the catalogue of CISA', { skip }, async () => {
  const path = 'cisa-kev/known_exploited_vulnerabilities.json'
  const bytes = feedBytes(`${path}.gz`)
  assert.equal(feedReaderFor(path, bytes), kevReader)
  const records = await readBytes(kevReader, path, bytes)
  assert.deepEqual(problemsIn(records), [])
  const threats = threatsIn(records)
  assert.equal(threats.length, 1662)
  assert.equal(threats.filter(({ kev }) => kev?.ransomware).length, 338)
  assert.deepEqual(
    records.filter(({ kind }) => kind === 'date'),
    [{ kind: 'date', date: '2026-08-07T16:45:47.0648Z' }],
  )
  const older = await readBytes(kevReader, 'kev.csv', feedBytes('cisa-kev/known_exploited_vulnerabilities.csv.gz'))
  assert.deepEqual(problemsIn(older), [])
  assert.equal(threatsIn(older).length, 1404)
  const byCve = new Map(threats.map((threat) => [threat.cve, threat]))
  for (const { cve, kev } of threatsIn(older)) assert.equal(byCve.get(cve)?.kev?.added, kev?.added, cve)
})
