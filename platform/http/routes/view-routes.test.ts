import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { sampleEntity } from '../../search/testing/index.ts'
import { everyPart } from '../../store/testing/index.ts'
import { testHttp } from '../testing/index.ts'
import { viewRoutes } from './view-routes.ts'

const { ask, token, admin } = await testHttp(
  { after },
  { parts: everyPart().filter(({ part }) => part !== 'store'), routes: viewRoutes({ hosts: sampleEntity }) },
)
const other = await token(['*'])
const reader = await token(['*:read', 'views:write'])

const make = async (body: object, by?: string) => {
  const reply = await ask('POST', '/api/v1/views', { body: { list: 'hosts', ...body }, ...(by && { token: by }) })
  assert.equal(reply.status, 201, reply.text)
  return reply.json.data.id as string
}
const names = async (by?: string) =>
  (await ask('GET', '/api/v1/views?list=hosts', by ? { token: by } : {})).json.data.map(
    ({ name }: { name: string }) => name,
  )

test('a view keeps its query in canonical form, with order, columns and facets', async () => {
  const id = await make({
    name: 'Worst',
    query: 'severity>=high  AND (status:new)',
    sort: '-risk',
    columns: ['name', 'risk'],
    facets: ['status'],
  })
  const { json, headers } = await ask('GET', `/api/v1/views/${id}`)
  const { query, sort, columns, facets, mine, visibility, problem, favourite, isDefault } = json.data
  assert.deepEqual(
    { query, sort, columns, facets, mine, visibility, problem, favourite, isDefault },
    {
      query: 'severity >= high and status:new',
      sort: '-risk',
      columns: ['name', 'risk'],
      facets: ['status'],
      mine: true,
      visibility: 'private',
      problem: null,
      favourite: false,
      isDefault: false,
    },
  )
  assert.match(headers.get('etag')!, /^"1\./)
})

test('a private view is its owner’s alone; one of the tenant is everybody’s, and changed by who may share', async () => {
  const mine = await make({ name: 'Only mine', query: '' })
  const ours = await make({ name: 'Ours', query: 'status:new', visibility: 'tenant' })
  assert.ok(!(await names(other)).includes('Only mine'))
  assert.ok((await names(reader)).includes('Ours'))
  assert.equal((await ask('GET', `/api/v1/views/${mine}`, { token: other })).status, 404)
  const change = (id: string, by: string) =>
    ask('PATCH', `/api/v1/views/${id}`, { token: by, body: { name: 'Theirs' }, headers: { 'if-match': '*' } })
  assert.equal((await change(mine, other)).status, 404)
  assert.equal((await change(ours, reader)).status, 403)
  assert.equal((await change(ours, other)).status, 200)
  const shared = await ask('POST', '/api/v1/views', {
    token: reader,
    body: { list: 'hosts', name: 'Shared', query: '', visibility: 'tenant' },
  })
  assert.deepEqual([shared.status, shared.json.code], [403, 'not-permitted'])
  assert.equal(
    (await ask('DELETE', `/api/v1/views/${ours}`, { token: reader, headers: { 'if-match': '*' } })).status,
    403,
  )
})

test('of two who edit at once the second is told, and loses nothing', async () => {
  const id = await make({ name: 'Both', query: '', visibility: 'tenant' })
  const etag = (await ask('GET', `/api/v1/views/${id}`)).headers.get('etag')!
  const change = (query: string, by?: string) =>
    ask('PATCH', `/api/v1/views/${id}`, { body: { query }, headers: { 'if-match': etag }, ...(by && { token: by }) })
  assert.equal((await change('status:new')).status, 200)
  const late = await change('status:fixed', other)
  assert.deepEqual([late.status, late.json.code], [412, 'changed-meanwhile'])
  assert.match(late.json.detail, /changed since you read it/)
  assert.equal((await ask('GET', `/api/v1/views/${id}`)).json.data.query, 'status:new')
  assert.equal((await ask('PATCH', `/api/v1/views/${id}`, { body: { query: '' } })).status, 428)
  // Liking it is no change of it.
  const now = (await ask('GET', `/api/v1/views/${id}`)).headers.get('etag')!
  await ask('POST', `/api/v1/views/${id}/choose`, { body: { favourite: true } })
  const again = await ask('PATCH', `/api/v1/views/${id}`, { body: { query: '' }, headers: { 'if-match': now } })
  assert.equal(again.status, 200)
})

test('names are unique for each person and list, in any case of letters', async () => {
  await make({ name: 'Once', query: '' })
  const twice = await ask('POST', '/api/v1/views', { body: { list: 'hosts', name: 'ONCE', query: '' } })
  assert.deepEqual([twice.status, twice.json.code], [409, 'already-exists'])
  assert.match(twice.json.detail, /Take another name/)
  await make({ name: 'Once', query: '' }, other)
  const second = await make({ name: 'Second', query: '' })
  const renamed = await ask('PATCH', `/api/v1/views/${second}`, {
    body: { name: 'once' },
    headers: { 'if-match': '*' },
  })
  assert.equal(renamed.status, 409)
})

test('a list begins with one view at most, and liked ones come first, for each person', async () => {
  const one = await make({ name: 'Zebra', query: '', visibility: 'tenant' })
  const two = await make({ name: 'Yak', query: '', visibility: 'tenant' })
  const choose = (id: string, body: object, by?: string) =>
    ask('POST', `/api/v1/views/${id}/choose`, { body, ...(by && { token: by }) })
  await choose(one, { isDefault: true, favourite: true })
  await choose(two, { isDefault: true })
  const defaults = async (by?: string) =>
    (await ask('GET', '/api/v1/views?list=hosts', by ? { token: by } : {})).json.data
      .filter(({ isDefault }: { isDefault: boolean }) => isDefault)
      .map(({ name }: { name: string }) => name)
  assert.deepEqual(await defaults(), ['Yak'])
  assert.deepEqual(await defaults(other), [])
  const sorted = await names()
  assert.ok(sorted.indexOf('Zebra') < sorted.indexOf('Yak'))
  await choose(two, { isDefault: false })
  assert.deepEqual(await defaults(), [])
})

test('a query that means nothing is not kept; one that ceased to mean something is listed with what is wrong', async () => {
  const wrong = await ask('POST', '/api/v1/views', { body: { list: 'hosts', name: 'Wrong', query: 'nonsense:1' } })
  assert.deepEqual([wrong.status, wrong.json.code], [422, 'invalid-query'])
  const id = await make({ name: 'Gone', query: 'status:new' })
  await admin.query(`update holdfast.saved_view set query = 'retired:1' where public_id = $1`, [id])
  const { data } = (await ask('GET', `/api/v1/views/${id}`)).json
  assert.match(data.problem, /retired/)
  const renamed = await ask('PATCH', `/api/v1/views/${id}`, {
    body: { name: 'Still here' },
    headers: { 'if-match': '*' },
  })
  assert.deepEqual([renamed.status, renamed.json.data.query], [200, 'retired:1'])
  const mended = await ask('PATCH', `/api/v1/views/${id}`, { body: { query: '' }, headers: { 'if-match': '*' } })
  assert.equal(mended.json.data.problem, null)
})

test('writing is audited, and bounded', async () => {
  const { rows } = await admin.query(`select count(*)::int as n from holdfast.audit_entry where action like '%/views%'`)
  assert.ok(rows[0].n > 10)
  const long = await ask('POST', '/api/v1/views', { body: { list: 'hosts', name: 'x'.repeat(101), query: '' } })
  assert.equal(long.status, 422)
  assert.equal((await ask('POST', '/api/v1/views', { body: { list: 'nowhere', name: 'x', query: '' } })).status, 422)
  await admin.query(
    `insert into holdfast.saved_view (tenant_id, public_id, list, owner, name, visibility, query, updated_by)
     select tenant_id, 'view_' || lpad(g::text, 22, '0'), list, owner, 'n' || g, visibility, '', owner
       from (select * from holdfast.saved_view limit 1) v, generate_series(1, 200) g`,
  )
  const full = await ask('POST', '/api/v1/views', { body: { list: 'hosts', name: 'One more', query: '' } })
  assert.match(full.text, /200 views of this list/)
})
