import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { sampleInstallation } from '../../../tests/api/sample-installation.ts'
import { runVerb } from '../../../tests/durability/run-verb.ts'

const installation = await sampleInstallation({ after })
const folder = mkdtempSync(join(tmpdir(), 'hf-report-verbs-'))
after(() => rmSync(folder, { recursive: true }))
const token = await installation.token()
const file = join(folder, 'tls.csv')
const report = (...words: string[]) =>
  runVerb(['report', ...words], { HOLDFAST_SERVER: installation.url, HOLDFAST_TOKEN: token })

const rows = (count: number) =>
  `"id","fqdn/ip","port","severity","finding","cve","cwe"\n${[...Array(count).keys()]
    .map((number) => `"SWEET32","a${number}.example/10.0.0.5","443","LOW","uses 64 bit","CVE-2016-2183","CWE-327"\n`)
    .join('')}`

test('a report is imported, listed and taken back from the command line', async () => {
  assert.match((await report('list')).err, /No report was imported/)
  writeFileSync(file, rows(2))
  const imported = await report('import', file, '--name', 'tls')
  assert.deepEqual([imported.code, imported.out], [0, ''])
  assert.match(
    imported.err,
    /2 findings of testssl\.sh on 2 assets, as report "tls"\. 2 assets were not known before\./,
  )
  writeFileSync(file, rows(1))
  assert.match((await report('import', file, '--name', 'tls', '--whole')).err, /1 asset of the report before is not/)
  assert.match((await report('list', '-o', 'csv')).out, /^name,assets,findings,newest,oldest\r\ntls,1,1,/)
  assert.match((await report('remove', 'tls')).err, /taken back from 2 assets/)
  assert.match((await report('list')).err, /No report was imported/)
})

test('what cannot be imported is told in words, and changes nothing', async () => {
  writeFileSync(file, '{"results": 7}')
  const unknown = await report('import', file)
  assert.notEqual(unknown.code, 0)
  assert.match(unknown.err, /is not read as a report: JSON in the form of no report that is known/)
  assert.match((await report('import', join(folder, 'none.xml'))).err, /none\.xml/)
  assert.match((await report('import', file, '--observed', 'yesterday')).err, /--observed yesterday is no time/)
  assert.match((await report('remove', 'none')).err, /no .*report/i)
})
