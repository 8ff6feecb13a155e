import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { applyAndJudge, sampleInstallation } from '../../../tests/api/sample-installation.ts'
import { runVerb } from '../../../tests/durability/run-verb.ts'

const installation = await sampleInstallation({ after })
const token = await installation.token()
const ticket = (...words: string[]) =>
  runVerb(['ticket', ...words], { HOLDFAST_SERVER: installation.url, HOLDFAST_TOKEN: token })
const content = Buffer.from(
  '"id","fqdn/ip","port","severity","finding","cve","cwe"\n"weak","a/","443","HIGH","told","",""\n"old","a/","443","LOW","told","",""',
)
await installation.ask('POST', '/api/v1/vulnerabilities/reports', { body: { content: content.toString('base64') } })
await applyAndJudge(installation.database)

test('tickets are opened, listed, changed and shown from the command line', async () => {
  assert.match((await ticket('list')).err, /No ticket matches/)
  const opened = await ticket('open', 'asset.name:a', '--due', '2031-01-01')
  assert.deepEqual([opened.code, opened.err.trim()], [0, 'Opened #1, #2.'])
  assert.match((await ticket('open', 'asset.name:a')).err, /No new ticket\. 2 findings are .*in a living ticket/)
  assert.match((await ticket('list', '-o', 'csv')).out, /^2,open,\w+,1,2031-01-01,,/m)
  assert.match((await ticket('edit', '1', '#2', '--resolve', '--comment', 'Done.')).err, /2 tickets are changed/)
  assert.match((await ticket('list', 'state:resolved', '-o', 'ndjson')).out, /"number":1/)
  const shown = (await ticket('show', '1')).out
  const listed = JSON.parse((await ticket('list', 'severity:[low, high]', '-o', 'json')).out)
  assert.deepEqual([listed.total, listed.data.length, listed.entity], [2, 2, 'tickets'])
  assert.match(shown, /^#1 testssl\.sh reports: /)
  assert.match(shown, /comment: words Done\./)
})

test('what is missing or wrong is told in words', async () => {
  assert.match((await ticket('edit', '1')).err, /say what is to be changed/)
  assert.match((await ticket('edit', 'x', '--resolve')).err, /x is no number of a ticket/)
  assert.match((await ticket('edit', '1', '--resolve', '--ignore')).err, /choose one of --resolve and --ignore/)
  assert.match((await ticket('edit', '1', '--assignee', 'Nobody Known')).err, /Nobody here is called Nobody Known/)
  assert.match((await ticket('edit', '1', '--due', 'soon')).err, /--due soon is no time/)
  assert.match((await ticket('open', 'severty:high')).err, /severty/)
  assert.notEqual((await ticket('show', '999')).code, 0)
})
