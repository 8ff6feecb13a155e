import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { sampleInstallation } from '../../../tests/api/sample-installation.ts'
import { runVerb } from '../../../tests/durability/run-verb.ts'

const installation = await sampleInstallation({ after })
const token = await installation.token()
const run = (...words: string[]) =>
  runVerb(['own-check', ...words], { HOLDFAST_SERVER: installation.url, HOLDFAST_TOKEN: token })

test('a check of one’s own is made of a query or a tag, listed and removed', async () => {
  assert.match((await run('list')).err, /There is no check of your own/)
  const words = ['--title', 'Telnet is installed', '--severity', 'high']
  const made = await run('add', 'no-telnet', ...words, '--query', 'software:(name:telnetd)', '--cve', 'cve-2020-10188')
  assert.equal(made.code, 0, made.err)
  assert.match(made.err, /The check no-telnet is made \(chk_/)
  assert.equal((await run('add', 'same-tag', ...words, '--tag', 'OWN-CHECK no-telnet')).code, 0)
  const { out } = await run('list', '-o', 'csv')
  assert.match(out, /^no-telnet,high,0,Telnet is installed,own-check no-telnet,software:\(name:telnetd\)\r?$/m)
  assert.match((await run('remove', 'no-telnet')).err, /is gone/)
  assert.match((await run('remove', 'no-telnet')).err, /There is no check of your own called no-telnet/)
})

test('what is missing or wrong is told in words', async () => {
  assert.match((await run('add', 'x')).err, /--title and --severity/)
  const words = ['--title', 'Some', '--severity', 'low']
  assert.match((await run('add', 'x', ...words)).err, /either --query or --tag/)
  assert.match((await run('add', 'x', ...words, '--tag', 'none')).err, /there is no tag none/)
  assert.match((await run('add', 'x', ...words, '--query', 'nonsense:1')).err, /nonsense/)
  assert.match((await run('add', 'Not Kebab', ...words, '--tag', 'own-check no-telnet')).err, /name/)
})
