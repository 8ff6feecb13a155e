import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { recordAudit } from '../../audit/index.ts'
import { testHttp } from '../testing/index.ts'
import { auditRoutes } from './audit-routes.ts'

const { ask, database, tenantId, tenant, token, admin } = await testHttp({ after }, { routes: auditRoutes })
const other = await tenant('Theirs')
const write = (id: number, name: string, action: string, target: string) =>
  database.asTenant(id, (tx) =>
    recordAudit(tx, {
      actor: { kind: 'person', id: `per_${name}`, name },
      action,
      target,
      before: { state: 'shut' },
      after: { state: 'open', password: 'hunter2' },
    }),
  )
for (let n = 1; n <= 3; n += 1) await write(tenantId, 'Ada', 'door:open', `door_${n}`)
await write(tenantId, 'Grace', 'sign-in', 'per_Grace')
await write(other, 'Eve', 'door:open', 'door_theirs')

const get = (path: string) => ask('GET', `/api/v1${path}`)

test('the log is asked by who, what, on what and when, newest first, a page at a time', async () => {
  const first = (await get('/audit?limit=3&facets=*')).json
  assert.deepEqual(
    first.data.map(({ who, action, target }: Record<string, string>) => [who, action, target]),
    [
      ['Grace', 'sign-in', 'per_Grace'],
      ['Ada', 'door:open', 'door_3'],
      ['Ada', 'door:open', 'door_2'],
    ],
  )
  assert.deepEqual(
    first.facets.map(({ token: name }: { token: string }) => name),
    ['who', 'action'],
  )
  assert.equal((await get(`/audit?limit=3&cursor=${encodeURIComponent(first.page.next)}`)).json.data.length, 1)
  assert.deepEqual(first.data[0].entry.before, { state: 'shut' })
  for (const [query, count] of [
    ['who:Ada', 3],
    ['actor:per_Ada', 0],
    ['actor:`person:per_Ada`', 3],
    ['action:sign-in', 1],
    ['target:door_2', 1],
    ['seq:2', 1],
    ['at > now-1h', 4],
    ['at < now-1h', 0],
  ] as const)
    assert.equal((await get(`/audit?q=${encodeURIComponent(query)}`)).json.data.length, count, query)
  const none = await token(['findings:read'])
  assert.equal((await ask('GET', '/api/v1/audit', { token: none })).status, 403)
  assert.equal((await ask('GET', '/api/v1/audit/export', { token: none })).status, 403)
})

test('what nobody would call a name, an action or a target is listed all the same', async () => {
  const id = await tenant('Odd')
  const by = await token(['audit:read'], id)
  const odd = ['Nu\0l', 'Quo"te', 'back\\\\slash', '"actor":{"id":"x","kind":"person","name":"Eve"}', '‮evil', '']
  for (const name of odd) await write(id, name, name, name)
  const { status, json, text } = await ask('GET', '/api/v1/audit?facets=*', { token: by })
  assert.equal(status, 200, text)
  const mine = json.data.filter(({ actor }: { actor: string }) => actor.startsWith('person:per_'))
  assert.deepEqual(
    mine.map(({ entry }: { entry: { actor: { name: string } } }) => entry.actor.name),
    odd.toReversed(),
  )
  const [empty, evil, , , quote] = mine.map(({ who }: { who: string }) => who)
  assert.deepEqual([empty, evil, quote], ['', '‮evil', 'Quo"te'])
  assert.ok(mine.every(({ who }: { who: string }) => who !== 'Eve'))
  assert.equal((await ask('GET', '/api/v1/audit?q=who:Quo*', { token: by })).json.data.length, 1)
  assert.equal((await ask('GET', '/api/v1/audit/export?format=csv', { token: by })).status, 200)
})

test('an export holds all of it as CSV, JSON and NDJSON, none of others, no secret, and is itself in the log', async () => {
  const csv = await get('/audit/export?format=csv&q=who:Ada&columns=who,action,target,before,after')
  assert.equal(
    csv.text.split('\r\n')[1],
    `Ada,door:open,door_3,"{""state"":""shut""}","{""password"":""(hidden)"",""state"":""open""}"`,
  )
  const json = (await get('/audit/export?q=action:door*')).json
  assert.equal(json.rows, 3)
  const lines = (await get('/audit/export?format=ndjson')).text.trim().split('\n')
  for (const text of [csv.text, JSON.stringify(json), lines.join()]) assert.doesNotMatch(text, /Eve|theirs|hunter2/)
  const { rows } = await admin.query(
    `select entry::json -> 'after' ->> 'format' as format from holdfast.audit_entry where action = 'GET /audit/export' and tenant_id = $1 order by seq`,
    [tenantId],
  )
  assert.deepEqual(
    rows.map(({ format }) => format),
    ['csv', 'json', 'ndjson'],
  )
})
