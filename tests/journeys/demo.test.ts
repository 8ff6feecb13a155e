import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Installation, startInstallation } from './installation.ts'

let installation: Installation
before(async () => {
  installation = await startInstallation({ arguments: ['--no-agent'] })
})
after(() => installation?.remove())

test('a demo tenant is made, filled over the protocol, and removed whole; what was there before stays', async () => {
  const id = (await installation.run('demo', 'create', '--agents', '5')).trim()
  assert.match(id, /^ten_\w{22}$/)
  const second = (await installation.run('demo', 'create', '--agents', '1')).trim()
  assert.deepEqual((await installation.run('demo', 'remove')).trim().split('\n'), [id, second])
  assert.equal((await installation.run('demo', 'remove')).trim(), '')
  // The first tenant goes on.
  assert.match(await installation.run('query', 'status:new', '--output', 'json'), /schemaVersion/)
})
