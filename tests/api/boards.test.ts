import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { fillTenant, starterBoards, type Widget } from '@holdfast/platform/boards'
import type { TenantTransaction } from '@holdfast/platform/contract'
import { platformEntities } from '@holdfast/platform/http'
import type { EntityExtension } from '@holdfast/platform/search'
import fc from 'fast-check'
import { serverFaces } from '../../apps/server.ts'
import { sampleInstallation } from './sample-installation.ts'

const installation = await sampleInstallation({ after })
const { ask, database, tenantId, token } = installation
await installation.fill(tenantId, 'board-')

const zone = 'Europe/Prague'
interface Mark {
  readonly value: number | null
  readonly query: string
}

/** Every number that a widget shows, with the query that it leads to: found by its shape, whatever the kind. */
function marksOf(value: unknown): Mark[] {
  if (Array.isArray(value)) return value.flatMap(marksOf)
  if (typeof value !== 'object' || value === null) return []
  const own = 'query' in value && 'value' in value ? [value as Mark] : []
  return [...own, ...Object.values(value).flatMap(marksOf)]
}

const total = async (list: string, q: string) => {
  const reply = await ask('POST', `/api/v1/${list}/search`, { body: { q, zone, limit: 1 } })
  assert.equal(reply.status, 200, `${q}: ${reply.text}`)
  return reply.json.page.total as number
}

const queries = {
  findings: [
    '',
    'status:open',
    'severity >= high or asset.name:"*a*"',
    'not disposition:none',
    'firstFound > now-7d',
    'status:nothing',
  ],
  assets: ['', 'kind:host', 'findings.high > 0', 'not tags:*', 'openPort.port:22', 'software.name:*a*'],
  'not-assessed': ['', 'outcome:unknown', 'severity:[high, critical]'],
}
const keys = {
  findings: [
    'severity',
    'status',
    'asset.name',
    'firstFound/w',
    'firstFound/h',
    'fixed/d',
    'check',
    'tags.name',
    'exception',
  ],
  assets: [
    'operatingSystem',
    'kind',
    'openPort.port',
    'openPort.protocol',
    'software.name',
    'tags.name',
    'firstSeen/d',
    'cloud',
    'criticality',
  ],
  'not-assessed': ['outcome', 'severity', 'asset.name', 'since/d'],
}
const lists = Object.keys(queries) as (keyof typeof queries)[]

const arbitraryWidget = fc.constantFrom(...lists).chain((list) => {
  const query = fc.constantFrom(...queries[list])
  const shared = {
    id: fc.constant('one'),
    title: fc.constant('One'),
    list: fc.constant(list),
    query,
    width: fc.constant(6),
  }
  const groupBy = fc.uniqueArray(fc.constantFrom(...keys[list]), {
    minLength: 1,
    maxLength: 3,
    selector: (key) => key.split('/')[0],
  })
  return fc.oneof(
    fc.record({
      ...shared,
      kind: fc.constant('number' as const),
      before: fc.constantFrom('now-1d' as const, 'now-7d' as const),
    }),
    fc.record({ ...shared, kind: fc.constant('ratio' as const), of: fc.constantFrom(...queries[list]) }),
    fc.record({
      ...shared,
      kind: fc.constantFrom('table' as const, 'bar' as const),
      groupBy,
      limit: fc.constantFrom(3, 20),
    }),
    fc.record({
      ...shared,
      kind: fc.constant('trend' as const),
      every: fc.constantFrom('h' as const, 'd' as const, 'w' as const),
      points: fc.constantFrom(2, 5),
    }),
  )
})

test('every mark of every kind of widget leads to a list of exactly that many rows', async () => {
  const seen = new Map<string, number>()
  const property = fc.asyncProperty(arbitraryWidget, async (widget) => {
    const { status, json, text } = await ask('POST', '/api/v1/boards/values', { body: { widgets: [widget], zone } })
    assert.equal(status, 200, text)
    const [{ value }] = json.data
    if (value.kind === 'problem') {
      // What these samples cannot ask: a past that is not kept, and a value that does not exist.
      assert.match(value.message, /No history is kept|nothing/, value.message)
      return
    }
    for (const { value: count, query } of marksOf(value)) {
      if (count === null) continue
      assert.equal(await total(widget.list, query), count, `${JSON.stringify(widget)} → ${query}`)
      seen.set(widget.kind, (seen.get(widget.kind) ?? 0) + 1)
    }
  })
  await fc.assert(property, { numRuns: 60 })
  assert.deepEqual([...seen.keys()].toSorted(), ['bar', 'number', 'ratio', 'table', 'trend'])
})

test('the boards to begin with can be answered as they are', async () => {
  for (const [name, { widgets }] of Object.entries(starterBoards)) {
    const { json } = await ask('POST', '/api/v1/boards/values', { body: { widgets, zone } })
    for (const { id, value } of json.data) {
      assert.notEqual(value.kind, 'problem', `${name} ${id}: ${value.message}`)
      assert.equal(value.note, undefined, `${name} ${id}`)
    }
  }
})

test('a board is kept, shared, begun with, given away and taken in', async () => {
  const widgets = starterBoards.overview!.widgets as readonly Widget[]
  const made = await ask('POST', '/api/v1/boards', { body: { name: 'Mine', widgets } })
  assert.equal(made.status, 201, made.text)
  const { id } = made.json.data
  const board = await ask('GET', `/api/v1/boards/${id}`)
  assert.deepEqual(board.json.data.widgets, widgets)
  assert.equal((await ask('POST', '/api/v1/boards', { body: { name: 'mine', widgets: [] } })).status, 409)

  const colleague = await token(['*'], tenantId)
  const narrow = await token(['boards:read', 'boards:write'])
  assert.equal((await ask('GET', `/api/v1/boards/${id}`, { token: narrow })).status, 404)
  const share = { visibility: 'tenant' }
  const etag = board.headers.get('etag')!
  const shared = await ask('PATCH', `/api/v1/boards/${id}`, { body: share, headers: { 'if-match': etag } })
  assert.equal(shared.json.data.visibility, 'tenant')
  assert.equal((await ask('PATCH', `/api/v1/boards/${id}`, { body: share, headers: { 'if-match': etag } })).status, 412)
  assert.equal((await ask('GET', `/api/v1/boards/${id}`, { token: narrow })).json.data.mine, false)

  assert.equal((await ask('GET', '/api/v1/boards/home')).json.data, null)
  await ask('POST', `/api/v1/boards/${id}/home`, { body: { begin: true, forAll: true } })
  assert.equal((await ask('GET', '/api/v1/boards/home', { token: colleague })).json.data.id, id)
  const refused = await ask('POST', `/api/v1/boards/${id}/home`, { token: narrow, body: { begin: true, forAll: true } })
  assert.equal(refused.status, 403)

  // Without the permission of a list its widgets say so, and nothing of it is told.
  const blind = await ask('GET', `/api/v1/boards/${id}/values`, { token: narrow })
  assert.ok(blind.json.data.every(({ value }: { value: { kind: string } }) => value.kind === 'problem'))

  const { data } = (await ask('GET', `/api/v1/boards/${id}/document`)).json
  const text = JSON.stringify({ ...data, name: 'Taken in' }, null, 2)
  const taken = await ask('POST', '/api/v1/boards/import', { body: { text } })
  assert.equal(taken.status, 201, taken.text)
  assert.deepEqual((await ask('GET', `/api/v1/boards/${taken.json.data.id}`)).json.data.widgets, widgets)

  assert.equal((await ask('DELETE', `/api/v1/boards/${id}`, { headers: { 'if-match': '*' } })).status, 200)
  assert.equal((await ask('GET', '/api/v1/boards/home')).json.data, null)
})

test('a file that is no board is refused with the place of each mistake', async () => {
  const refusal = async (text: string) => {
    const { status, json } = await ask('POST', '/api/v1/boards/import', { body: { text } })
    assert.equal(status, 422)
    return json.errors.map(({ message }: { message: string }) => message).join(' | ') as string
  }
  assert.match(await refusal('{"schemaVersion": 1,\n "name": "x", }}'), /board\.json:2:/)
  assert.match(await refusal('{"schemaVersion": 2, "name": "x", "widgets": []}'), /board\.json:1:19: "schemaVersion"/)
  assert.match(
    await refusal('{"schemaVersion": 1, "name": "x",\n"widgets": [{"kind": "pie"}]}'),
    /board\.json:2:\d+: "widgets\.0\.kind" must be one of/,
  )
  const broken = { id: 'A B', kind: 'trend', title: 'T', list: 'findings', query: '', width: 6, every: 'x', points: 1 }
  const told = await refusal(JSON.stringify({ schemaVersion: 1, name: 'x', widgets: [broken] }, null, 1))
  for (const field of ['id', 'every', 'points'])
    assert.match(told, new RegExp(`board\\.json:\\d+:\\d+: "widgets\\.0\\.${field}"`))
})

test('lines are counted ahead, and what is counted ahead is what the list says', async () => {
  const widget = {
    id: 'line',
    kind: 'trend',
    title: 'Line',
    list: 'findings',
    query: 'status:open',
    width: 6,
    every: 'h',
    points: 12,
  }
  const made = await ask('POST', '/api/v1/boards', { body: { name: 'Lines', widgets: [widget] } })
  const lineLists = platformEntities(serverFaces.flatMap((face) => face.entities as readonly EntityExtension[]))
  const fill = () =>
    database.asTenant(tenantId, (tx) => fillTenant(tx as unknown as TenantTransaction, lineLists, Date.now()))
  const first = await fill()
  assert.ok(first >= 11, `${first} points`)
  assert.equal(await fill(), 0)
  const values = await ask('GET', `/api/v1/boards/${made.json.data.id}/values`)
  const marks = marksOf(values.json.data)
  assert.equal(marks.length, 13)
  for (const { value, query } of marks) assert.equal(await total('findings', query), value, query)
})
