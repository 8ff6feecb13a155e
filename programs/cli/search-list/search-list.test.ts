import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { sampleInstallation } from '../../../tests/api/sample-installation.ts'
import { runVerb } from '../../../tests/durability/run-verb.ts'

const installation = await sampleInstallation({ after })
const token = await installation.token()
const folder = mkdtempSync(join(tmpdir(), 'hf-search-list-verbs-'))
after(() => rmSync(folder, { recursive: true }))
const run = (...words: string[]) =>
  runVerb(['search-list', ...words], { HOLDFAST_SERVER: installation.url, HOLDFAST_TOKEN: token })

before(() => installation.fill(installation.tenantId, 'listed-'))

test('a list is made of ids, a file or a query, shown, said anew and removed', async () => {
  assert.match((await run('list')).err, /There is no search list/)
  const made = await run('set', 'SSH', 'inventory.sudo-asks-for-a-password', 'CVE-2024-3094')
  assert.equal(made.code, 0, made.err)
  assert.match(made.err, /^SSH: 1 check that found something here, \d+ open findings/)
  assert.match((await run('show', 'ssh', '-o', 'csv')).out, /inventory\.sudo-asks-for-a-password/)
  const file = join(folder, 'ids.txt')
  writeFileSync(file, '# ours\ninventory.sudo-asks-for-a-password\r\n\r\nCVE-2018-14847\n')
  assert.match((await run('set', 'From a file', '--from', file)).err, /1 check /)
  assert.match((await run('set', 'SSH', '--query', 'severity >= info')).err, /^SSH: \d{2,} checks/)
  const { out } = await run('list', '-o', 'csv')
  assert.match(out, /^From a file,1,\d+,2 ids\r?$/m)
  assert.match(out, /^SSH,\d+,\d+,severity >= info\r?$/m)
  assert.match((await run('remove', 'SSH')).err, /is gone/)
})

test('what is missing or wrong is told in words', async () => {
  assert.match((await run('set', 'x')).err, /either ids, or a query/)
  assert.match((await run('set', 'x', 'CVE-1', '--query', 'severity:high')).err, /either ids, or a query/)
  assert.match((await run('set', 'x', '--query', 'severty:high')).err, /no token severty/)
  assert.match((await run('show', 'none')).err, /no search list called none/)
})
