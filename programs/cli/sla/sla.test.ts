import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { sampleInstallation } from '../../../tests/api/sample-installation.ts'
import { runVerb } from '../../../tests/durability/run-verb.ts'

const installation = await sampleInstallation({ after })
const folder = mkdtempSync(join(tmpdir(), 'hf-sla-verbs-'))
after(() => rmSync(folder, { recursive: true }))
const file = join(folder, 'rules.json')
const token = await installation.token()
const sla = (...words: string[]) =>
  runVerb(['sla', ...words], { HOLDFAST_SERVER: installation.url, HOLDFAST_TOKEN: token })

test('the rules are shown, written to a file, changed, and those of the product put back', async () => {
  const { out, err } = await sla('rules')
  assert.match(out, /exploited +Known to be exploited +14/)
  assert.match(err, /rules of the product/)
  const written = (await sla('rules', '-o', 'json')).out
  const { data: rules, total } = JSON.parse(written)
  assert.deepEqual([rules.length, total], [5, 5])
  writeFileSync(file, written)
  assert.match((await sla('set', file)).err, /5 rules hold now/)
  writeFileSync(file, JSON.stringify(rules.slice(0, 2)))
  assert.match((await sla('set', file)).err, /2 rules hold now/)
  assert.match(
    (await sla('rules', '-o', 'csv')).out,
    /^id,name,[\s\S]*\r\ncritical,Critical,15,days,firstFound,,severity:critical\r\n$/,
  )
  assert.match((await sla('set', '--usual')).err, /5 rules hold now/)
  assert.match((await sla('status')).err, /No rule takes any finding/)
})

test('a wrong rule is told with its place', async () => {
  writeFileSync(file, '[{"id": "a", "name": "A", "query": "severty:high", "days": 3}]')
  const { code, err } = await sla('set', file)
  assert.notEqual(code, 0)
  assert.match(err, /rules\/0\/query/)
  writeFileSync(file, '{')
  assert.match((await sla('set', file)).err, /is no JSON/)
  writeFileSync(file, '{"rules": []}')
  assert.match((await sla('set', file)).err, /is no list of rules/)
  assert.match((await sla('set')).err, /Name a file with rules, or say --usual/)
})
