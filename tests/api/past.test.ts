import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { sampleInstallation } from './sample-installation.ts'

const installation = await sampleInstallation({ after })
await installation.fill(installation.tenantId, 'past-')

test('lists with everything that apps add to them answer as of a moment, whole rows and exports', async () => {
  await sleep(20)
  const moment = new Date().toISOString()
  for (const list of ['assets', 'findings']) {
    const now = await installation.ask('GET', `/api/v1/${list}?limit=200`)
    const q = encodeURIComponent(`as of ${moment}`)
    const then = await installation.ask('GET', `/api/v1/${list}?limit=200&q=${q}`)
    assert.equal(then.status, 200, then.text)
    assert.ok(then.json.data.length > 0)
    const ids = (reply: typeof now) => reply.json.data.map(({ id }: { id: string }) => id)
    assert.deepEqual(ids(then), ids(now))
    const exported = await installation.ask('GET', `/api/v1/${list}/export?format=ndjson&q=${q}`)
    assert.equal(exported.status, 200, exported.text)
    assert.deepEqual(
      exported.text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).id),
      ids(then),
    )
    const before = await installation.ask('GET', `/api/v1/${list}?q=${encodeURIComponent('as of 2020-01-01')}`)
    assert.deepEqual([before.status, before.json.data], [200, []])
  }
})
