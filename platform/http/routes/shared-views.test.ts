import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { newSignInLink } from '../../access/index.ts'
import type { TenantTransaction } from '../../contract/index.ts'
import { createUnit } from '../../scope/index.ts'
import { sampleEntity } from '../../search/testing/index.ts'
import { newPublicId } from '../../store/index.ts'
import { everyPart } from '../../store/testing/index.ts'
import { testHttp } from '../testing/index.ts'
import { viewRoutes } from './view-routes.ts'

const { ask, admin, database, tenantId } = await testHttp(
  { after },
  { parts: everyPart().filter(({ part }) => part !== 'store'), routes: viewRoutes({ hosts: sampleEntity }) },
)
let north: { unit: string; cookie: string; other: string }
let south: typeof north

/** A unit of one tag with two people in it. */
async function team(name: string) {
  const { rows: tags } = await admin.query<{ id: string }>(
    `insert into holdfast.tag (tenant_id, public_id, name, path, kind, colour, created_by)
     values ($1, $2, $3, $3, 'static', 'teal', 'x')  returning public_id as id`,
    [tenantId, newPublicId('tag'), name],
  )
  const unit = await database.asTenant(tenantId, (tx) =>
    createUnit(tx as unknown as TenantTransaction, { name, include: [tags[0]!.id] }),
  )
  return { unit, cookie: await member(unit, 'unit-manager'), other: await member(unit, 'reader') }
}

async function member(unit: string | null, role: string): Promise<string> {
  const { rows } = await admin.query<{ id: number }>(
    `with made as (insert into holdfast.person (public_id, name) values ($1, 'Somebody') returning id)
     insert into holdfast.membership (tenant_id, person_id, role, unit_id, scope_id)
     select $2, made.id, $3, u.unit_id, u.scope_id from made
       left join holdfast.unit u on u.tenant_id = $2 and u.public_id = $4 returning person_id as id`,
    [newPublicId('per'), tenantId, role, unit],
  )
  const link = await newSignInLink(database, { personId: rows[0]!.id, tenantId }, 'loopback')
  const reply = await ask('POST', '/api/v1/session', { token: '', body: { link } })
  return String(reply.headers.get('set-cookie')).split(';')[0]!
}

/** Asks as somebody with a cookie, or with the owner's token. */
const as = (cookie: string | undefined, method: string, path: string, body?: object) =>
  ask(method, `/api/v1${path}`, {
    ...(cookie && { token: '' }),
    ...(body && { body }),
    headers: { ...(cookie && { cookie, 'x-holdfast-request': '1' }), ...(method !== 'GET' && { 'if-match': '*' }) },
  })
const make = async (by: string | undefined, body: object) => {
  const reply = await as(by, 'POST', '/views', { list: 'hosts', query: '', ...body })
  assert.equal(reply.status, 201, reply.text)
  return reply.json.data.id as string
}
const seen = async (by?: string): Promise<string[]> =>
  (await as(by, 'GET', '/views?list=hosts')).json.data.map(({ name }: { name: string }) => name)
/** What the list begins with. */
const begins = async (by?: string): Promise<string | undefined> => {
  const found = (await as(by, 'GET', '/views?list=hosts')).json.data.filter(
    (view: { isDefault: boolean }) => view.isDefault,
  )
  assert.ok(found.length <= 1)
  return found[0]?.name
}

before(async () => {
  north = await team('North')
  south = await team('South')
})

test('a view shared with a unit is seen by its people, by who shares views, and by nobody else', async () => {
  const id = await make(undefined, { name: 'For the north', visibility: 'unit', unit: north.unit })
  assert.ok((await seen(north.cookie)).includes('For the north'))
  assert.ok((await seen(north.other)).includes('For the north'))
  assert.ok((await seen()).includes('For the north'))
  assert.ok(!(await seen(south.cookie)).includes('For the north'))
  assert.equal((await as(south.cookie, 'GET', `/views/${id}`)).status, 404)
  assert.equal((await as(await member(null, 'reader'), 'GET', `/views/${id}`)).status, 404)
  const { data } = (await as(north.other, 'GET', `/views/${id}`)).json
  assert.deepEqual([data.visibility, data.unit, data.unitName], ['unit', north.unit, 'North'])
})

test('people of a unit share with their own, and with no other', async () => {
  const units = (await as(south.cookie, 'GET', '/views/units')).json.data
  assert.deepEqual(units, [{ id: south.unit, name: 'South', own: true }])
  await make(south.cookie, { name: 'Ours', visibility: 'unit' })
  assert.ok((await seen(south.other)).includes('Ours'))
  assert.ok(!(await seen(north.other)).includes('Ours'))
  const foreign = await as(south.cookie, 'POST', '/views', {
    ...{ list: 'hosts', query: '', name: 'Theirs', visibility: 'unit', unit: north.unit },
  })
  assert.deepEqual([foreign.status, foreign.json.errors[0].pointer], [422, '/body/unit'])
  const reader = await as(south.other, 'POST', '/views', { list: 'hosts', query: '', name: 'No', visibility: 'unit' })
  assert.equal(reader.status, 403)
  const nowhere = await as(undefined, 'POST', '/views', { list: 'hosts', query: '', name: 'No', visibility: 'unit' })
  assert.match(nowhere.json.detail, /in no unit/)
})

test('a view of a unit is changed by its owner and by who shares views and sees everything', async () => {
  const id = await make(undefined, { name: 'Given', visibility: 'unit', unit: north.unit })
  const change = (by: string | undefined) => as(by, 'PATCH', `/views/${id}`, { query: 'status:new' })
  assert.equal((await change(north.other)).status, 403)
  assert.equal((await change(north.cookie)).status, 403)
  assert.equal((await as(north.cookie, 'DELETE', `/views/${id}`)).status, 403)
  assert.equal((await change(undefined)).status, 200)
})

test('the nearest says what a list begins with: oneself, else the unit, else the tenant', async () => {
  const all = await member(null, 'reader')
  assert.equal(await begins(all), undefined)
  const tenantWide = await make(undefined, { name: 'Of the tenant', visibility: 'tenant', begins: true })
  const unitWide = await make(undefined, { name: 'Of the unit', visibility: 'unit', unit: north.unit, begins: true })
  assert.equal(await begins(all), 'Of the tenant')
  assert.equal(await begins(north.other), 'Of the unit')
  assert.equal(await begins(south.other), undefined)
  // What everybody begins with can be declined, and taken up again.
  const choose = (by: string, id: string, isDefault: boolean) => as(by, 'POST', `/views/${id}/choose`, { isDefault })
  await choose(all, tenantWide, false)
  assert.equal(await begins(all), undefined)
  await as(all, 'POST', `/views/${tenantWide}/choose`, { favourite: true })
  assert.equal(await begins(all), undefined)
  const own = await make(all, { name: 'My own' })
  await choose(all, own, true)
  assert.equal(await begins(all), 'My own')
  await choose(all, own, false)
  await choose(all, tenantWide, true)
  assert.equal(await begins(all), 'Of the tenant')
  // Another one takes its place, for whom it is meant alone.
  const next = await make(undefined, { name: 'Next', visibility: 'tenant', begins: true })
  assert.equal(await begins(await member(null, 'reader')), 'Next')
  assert.equal(await begins(north.other), 'Of the unit')
  // What is shared with others anew does not begin for them by itself.
  const moved = await as(undefined, 'PATCH', `/views/${unitWide}`, { unit: south.unit })
  assert.deepEqual([moved.status, moved.json.data.begins], [200, false])
  const hidden = await as(undefined, 'PATCH', `/views/${next}`, { visibility: 'private', begins: true })
  assert.deepEqual([hidden.status, hidden.json.errors[0].pointer], [422, '/body/begins'])
})

test('of many who say at once what a list begins with one is heard', async () => {
  const ids = await Promise.all(
    ['a', 'b', 'c', 'd'].map((name) =>
      make(undefined, { name: `At once ${name}`, visibility: 'tenant', begins: true }),
    ),
  )
  const { rows } = await admin.query<{ n: number }>(
    `select count(*)::int as n from holdfast.saved_view where begins and visibility = 'tenant' and tenant_id = $1`,
    [tenantId],
  )
  assert.deepEqual([ids.length, rows[0]!.n], [4, 1])
})

test('a view outlives its unit as its owner’s alone', async () => {
  const gone = await team('Gone')
  const id = await make(undefined, { name: 'Outlives', visibility: 'unit', unit: gone.unit, begins: true })
  await admin.query(
    `update holdfast.membership set unit_id = null, scope_id = null
      where tenant_id = $1 and unit_id = (select unit_id from holdfast.unit where public_id = $2)`,
    [tenantId, gone.unit],
  )
  await admin.query('delete from holdfast.unit where public_id = $1', [gone.unit])
  const { data } = (await as(undefined, 'GET', `/views/${id}`)).json
  assert.deepEqual([data.visibility, data.unit, data.begins], ['private', null, false])
  assert.ok(!(await seen(gone.other)).includes('Outlives'))
  // It can be written again as it is shown.
  assert.equal((await as(undefined, 'PATCH', `/views/${id}`, { name: 'Still here' })).status, 200)
})
