import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { sampleInstallation } from '../../../tests/api/sample-installation.ts'
import { runVerb } from '../../../tests/durability/run-verb.ts'

const installation = await sampleInstallation({ after })
const folder = mkdtempSync(join(tmpdir(), 'hf-score-model-verbs-'))
after(() => rmSync(folder, { recursive: true }))
const file = join(folder, 'weights.json')
const token = await installation.token()
const run = (...words: string[]) =>
  runVerb(['score-model', ...words], { HOLDFAST_SERVER: installation.url, HOLDFAST_TOKEN: token })

test('the formula is shown, weighed otherwise within its bounds, and put back', async () => {
  assert.match((await run('show')).err, /as published/)
  writeFileSync(file, '{"weights": {"severity": 450, "epss": 170}, "place": {"criticality": {"2": 0.75}}}')
  const { err } = await run('set', file)
  assert.match(err, /epss 170 instead of 120, severity 450 instead of 500, criticality 2 × 0.75 instead of × 0.8/)
  const { out } = await run('show', '-o', 'csv')
  assert.match(out, /^severity,,450,500,300,700,Severity\r?$/m)
  assert.match(out, /^criticality,2,0.75,0.8,0.5,1,Criticality of the asset\r?$/m)
  assert.match((await run('set', '--usual')).err, /as published\. All is scored anew/)
})

test('what is wrong is told in words', async () => {
  writeFileSync(file, '{"weights": {"severity": 900}}')
  assert.match((await run('set', file)).err, /whole number from 300 to 700, not 900/)
  writeFileSync(file, '{"weights": {"severity": 600}}')
  assert.match((await run('set', file)).err, /add up to 1100; they must add up to 1000: take 100 away/)
  writeFileSync(file, '{')
  assert.match((await run('set', file)).err, /is no JSON/)
  assert.match((await run('set')).err, /Name a file with weights, or say --usual/)
})
