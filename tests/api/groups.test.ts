import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { sampleInstallation } from './sample-installation.ts'

const installation = await sampleInstallation({ after })
const { ask, token, tenantId } = installation
await installation.fill(tenantId, 'group-')

const search = async (list: string, body: Record<string, unknown>, by?: string) =>
  ask('POST', `/api/v1/${list}/search`, { body, ...(by !== undefined && { token: by }) })

test('the query of every group finds exactly what it counts', async () => {
  let compared = 0
  for (const [list, q] of [
    ['assets', 'group by operatingSystem'],
    ['assets', 'group by openPort.port, openPort.protocol'],
    ['assets', 'group by software.name, software.version limit 20'],
    ['assets', 'group by tags.name, kind'],
    ['assets', 'group by firstSeen/h, operatingSystem.family'],
    ['findings', 'status:open or severity:high group by severity, status, asset.name'],
    ['findings', 'group by firstFound/w, check'],
    ['not-assessed', 'group by outcome, severity'],
  ] as const) {
    const { status, json, text } = await search(list, { q, zone: 'Europe/Prague' })
    assert.equal(status, 200, text)
    assert.deepEqual(
      json.query.groupBy.map(({ token }: { token: string }) => token).length,
      json.groups[0]?.keys.length ?? json.query.groupBy.length,
    )
    for (const { query, count } of json.groups) {
      const found = await search(list, { q: query, limit: 1 })
      assert.equal(found.status, 200, `${query}: ${found.text}`)
      assert.equal(found.json.page.total, count, query)
      compared += 1
    }
  }
  assert.ok(compared > 30, `${compared} groups were compared`)
})

test('how a query was answered is told to those who may see operations, without values', async () => {
  const q = 'status:open and asset.name:"secret-word" as of now'
  const { status, json, text } = await search('findings', { q, explain: true })
  assert.equal(status, 200, text)
  assert.deepEqual(
    json.explain.statements.map(({ what }: { what: string }) => what),
    ['rows', 'count'],
  )
  const [{ ways, milliseconds }] = json.explain.statements
  assert.ok(milliseconds > 0)
  assert.ok(ways.some(({ of }: { of?: string }) => of === 'finding' || of === 'asset'))
  assert.doesNotMatch(JSON.stringify(json.explain.statements), /secret-word/)
  const reader = await token(['findings:read'])
  assert.equal((await search('findings', { q, explain: true }, reader)).status, 403)
  assert.equal((await search('findings', { q }, reader)).status, 200)
})
