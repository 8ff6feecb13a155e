import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { TenantTransaction } from '@holdfast/platform/contract'
import { compileWhere, type Group, render, type Token } from '@holdfast/platform/search'
import { loadRows, markAssets, tagNext } from '@holdfast/platform/tags'
import { serverFaces } from '../../apps/server.ts'
import { taggingOf } from '../../programs/server/tagging.ts'
import { sampleInstallation } from './sample-installation.ts'

const installation = await sampleInstallation({ after })
const { ask, database, tenantId, admin } = installation
await installation.fill(tenantId, 'mine-')
const tagging = taggingOf(serverFaces)

const errors: unknown[] = []
let now = () => Date.now()
/** Does what a worker does for tags, until nothing is left to do. */
async function settle(tenant = tenantId) {
  const context = { database, ...tagging, now: () => now(), onError: (error: unknown) => errors.push(error) }
  while (await tagNext(context, tenant));
  assert.deepEqual(errors, [])
}
await settle()

const inTenant = <T>(work: (tx: TenantTransaction) => Promise<T>) =>
  database.asTenant(tenantId, (tx) => work(tx as unknown as TenantTransaction))
const make = async (body: Record<string, unknown>) => {
  const reply = await ask('POST', '/api/v1/tags', { body })
  assert.equal(reply.status, 201, reply.text)
  return reply.json.data
}
const total = async (q: string, list = 'assets') => {
  const reply = await ask('POST', `/api/v1/${list}/search`, { body: { q, limit: 1 } })
  assert.equal(reply.status, 200, reply.text)
  return reply.json.page.total as number
}
const read = async (id: string) => (await ask('GET', `/api/v1/tags/${id}`)).json.data
const change = async (id: string, body: Record<string, unknown>, etag?: string) => {
  const match = etag ?? (await ask('GET', `/api/v1/tags/${id}`)).headers.get('etag')!
  return ask('PATCH', `/api/v1/tags/${id}`, { body, headers: { 'if-match': match } })
}
const all = await total('')
const assetNamed = async (name: string) =>
  (await ask('POST', '/api/v1/assets/search', { body: { q: `name:\`${name}\`` } })).json.data[0]

test('every tenant has the tags of the program, and nobody changes them', async () => {
  const tags = (await ask('GET', '/api/v1/tags')).json.data as {
    id: string
    name: string
    kind: string
    assets: number
  }[]
  assert.deepEqual(
    tags.filter(({ kind }) => kind === 'system').map(({ name }) => name),
    ['Agent', 'Internet facing', 'Stale'],
  )
  const agent = tags.find(({ name }) => name === 'Agent')!
  assert.equal(agent.assets, all)
  assert.equal(await total('tags:Agent'), all)
  assert.equal((await change(agent.id, { name: 'Mine' })).json.code, 'system-tag')
  const reply = await ask('DELETE', `/api/v1/tags/${agent.id}`, { headers: { 'if-match': '*' } })
  assert.deepEqual([reply.status, reply.json.code], [409, 'system-tag'])
})

test('memory and database agree on every token that tags can ask for', async () => {
  const { language } = tagging
  const ids = (
    await admin.query('select asset_id as id from holdfast.asset where tenant_id = $1', [tenantId])
  ).rows.map(({ id }) => Number(id))
  const tokens = language.entity.members.filter((member): member is Token => member.kind === 'token')
  const some = { hits: 0, asked: 0 }
  for (const token of tokens) {
    for (const text of await questions(token)) {
      const { plan, matches } = language.read(text, Date.now())
      const where = render(compileWhere(plan, tenantId))
      const { from, id } = plan.entity.spec.sql!
      const { found, rows } = await inTenant(async (tx) => ({
        found: (await tx.query<{ id: number }>(`select ${id} as id from ${from} where ${where.text}`, where.values))
          .rows,
        rows: await loadRows(tx, [plan], ids),
      }))
      const expected = found.map((row) => row.id).sort((a, b) => a - b)
      const actual = ids.filter((asset) => rows.has(asset) && matches(rows.get(asset)!)).sort((a, b) => a - b)
      assert.deepEqual(actual, expected, text)
      some.asked++
      if (expected.length > 0 && expected.length < ids.length) some.hits++
    }
  }
  assert.ok(
    tokens.length > 40 && some.asked > 150 && some.hits > 50,
    JSON.stringify({ tokens: tokens.length, ...some }),
  )
})

/** Queries about a token: whether it is there, and with values that some asset has. */
async function questions(token: Token): Promise<string[]> {
  const name = token.fullName
  const reply = await ask('POST', '/api/v1/query/assets/complete', {
    body: { text: `${name}:`, cursor: name.length + 1 },
  })
  const values = (reply.json.data.items as { kind: string; text: string }[])
    .filter(({ kind }) => kind === 'value')
    .slice(0, 3)
    .map(({ text }) => text.trim())
  const group: Group | null = token.group
  const inside = group ? [`${group.fullName}:(not ${token.name} is null)`] : []
  const ordered = token.type === 'number' || token.type === 'size' ? [`${name} > 0`, `${name}:[1 .. 100]`] : []
  const dated = token.type === 'date' ? [`${name} < now-1h`, `${name} > now-1h`] : []
  const texts = token.type === 'text' || token.type === 'keyword' ? [`${name}:*e*`, `not ${name}:*1*`] : []
  return [
    `${name} is null`,
    ...inside,
    ...ordered,
    ...dated,
    ...texts,
    ...values.flatMap((value) => [`${name}:${value}`, `not ${name}:${value}`]),
  ]
}

test('a dynamic tag is given to what its query finds, and follows it', async () => {
  const tag = await make({ name: 'Weak', query: 'findings.high > 0', criticality: 4, colour: 'red' })
  assert.deepEqual([tag.kind, tag.evaluating, tag.assets], ['dynamic', true, 0])
  const expected = await total('findings.high > 0')
  assert.ok(expected > 1 && expected < all, `${expected} of ${all}`)
  await settle()
  const known = await read(tag.id)
  assert.deepEqual([known.assets, known.evaluating, known.problem], [expected, false, null])
  assert.equal(await total('tags:weak'), expected)
  assert.equal(await total('not tags.name:Weak'), all - expected)
  assert.equal(await total('criticality:4'), expected)
  assert.equal(await total('criticality:2'), all - expected)
  // Accepting its findings takes the tag from one asset within the next piece of work.
  const [weak] = (await ask('POST', '/api/v1/assets/search', { body: { q: 'tags:Weak' } })).json.data
  const body = { scope: { asset: weak.id }, reason: 'false-positive', justification: 'It is not.' }
  const exception = (await ask('POST', '/api/v1/exceptions', { body })).json.data.id
  await settle()
  assert.equal((await read(tag.id)).assets, expected - 1)
  assert.equal(await total(`tags:Weak and id:\`${weak.id}\``), 0)
  assert.equal((await ask('GET', `/api/v1/assets/${weak.id}`)).json.data.criticality, 2)
  await ask('DELETE', `/api/v1/exceptions/${exception}`, { headers: { 'if-match': '*' } })
  await settle()
  assert.equal((await read(tag.id)).assets, expected)
  // Another query is asked of all.
  assert.equal((await change(tag.id, { query: 'findings.high = 0' })).status, 200)
  await settle()
  assert.equal((await read(tag.id)).assets, all - expected)
  assert.equal((await change(tag.id, { criticality: 5 })).status, 200)
  assert.equal(await total('criticality:5'), all - expected)
  assert.equal((await change(tag.id, { criticality: null })).status, 200)
  assert.equal(await total('criticality:2'), all)
  await ask('DELETE', `/api/v1/tags/${tag.id}`, { headers: { 'if-match': '*' } })
  assert.equal(await total('tags:Weak'), 0)
})

test('what depends on the clock is asked for again by the clock', async () => {
  const tag = await make({ name: 'Silent', query: 'lastSeen < now-1d' })
  await settle()
  assert.equal((await read(tag.id)).assets, 0)
  now = () => Date.now() + 2 * 86_400_000
  await settle()
  assert.equal((await read(tag.id)).assets, 0, 'asked too early')
  await admin.query(`update holdfast.tag set due_at = now() where tenant_id = $1 and public_id = $2`, [
    tenantId,
    tag.id,
  ])
  await settle()
  assert.equal((await read(tag.id)).assets, all)
  await ask('DELETE', `/api/v1/tags/${tag.id}`, { headers: { 'if-match': '*' } })
  now = () => Date.now()
})

test('an asset says why it has its tags', async () => {
  const dynamic = await make({
    name: 'Reasoned',
    query: 'name:mine* and (operatingSystem:debian or source.kind:agent)',
  })
  const tag = await make({ name: 'By hand', description: 'For tests' })
  await settle()
  const [asset] = (await ask('GET', '/api/v1/assets?limit=1')).json.data
  const given = await ask('POST', `/api/v1/assets/${asset.id}/tags`, { body: { tag: tag.id } })
  assert.deepEqual([given.status, given.json.data.changed], [200, true])
  assert.equal(
    (await ask('POST', `/api/v1/assets/${asset.id}/tags`, { body: { tag: tag.id } })).json.data.changed,
    false,
  )
  const why = (await ask('GET', `/api/v1/assets/${asset.id}/tags/${dynamic.id}`)).json.data
  assert.deepEqual(why.because[0].found, [asset.name])
  assert.equal(why.givenBy, null)
  assert.deepEqual(why.because[1].either.map(({ found }: { found: string[] }) => found).at(-1), ['agent'])
  const hand = (await ask('GET', `/api/v1/assets/${asset.id}/tags`)).json.data.find(
    ({ id }: { id: string }) => id === tag.id,
  )
  assert.ok(hand.givenBy && hand.since && hand.because.length === 0)
  const row = await assetNamed(asset.name)
  assert.deepEqual(
    row.tags.map(({ name }: { name: string }) => name),
    ['By hand', 'Reasoned', 'Agent'],
  )
  assert.equal(await total('tags:"By hand"', 'findings'), await total(`asset.id:\`${asset.id}\``, 'findings'))
  const refused = await ask('POST', `/api/v1/assets/${asset.id}/tags`, { body: { tag: dynamic.id } })
  assert.deepEqual([refused.status, refused.json.errors[0].code], [422, 'not-static'])
  const taken = await ask('DELETE', `/api/v1/assets/${asset.id}/tags/${tag.id}`, { headers: { 'if-match': '*' } })
  assert.deepEqual([taken.status, taken.json.data.changed], [200, true])
  assert.equal((await ask('GET', `/api/v1/assets/${asset.id}/tags/${tag.id}`)).status, 404)
})

test('all that a query finds get a tag at once, counted, and undone exactly', async () => {
  const tag = await make({ name: 'Bulk' })
  const [first] = (await ask('GET', '/api/v1/assets?limit=1')).json.data
  await ask('POST', `/api/v1/assets/${first.id}/tags`, { body: { tag: tag.id } })
  const wrong = await ask('POST', `/api/v1/tags/${tag.id}/assign`, { body: { q: 'name:mine*', expected: 3 } })
  assert.deepEqual([wrong.status, wrong.json.code], [409, 'count-changed'])
  const done = await ask('POST', `/api/v1/tags/${tag.id}/assign`, { body: { q: 'name:mine*', expected: all } })
  assert.equal(done.status, 200, done.text)
  assert.deepEqual([done.json.data.matched, done.json.data.changed], [all, all - 1])
  assert.equal(await total('tags:Bulk'), all)
  const undo = () => ask('POST', `/api/v1/tag-changes/${done.json.data.change}/undo`)
  assert.equal((await undo()).json.data.changed, all - 1)
  assert.equal(await total('tags:Bulk'), 1, 'what had the tag before keeps it')
  assert.equal((await undo()).json.code, 'already-undone')
  const taken = await ask('POST', `/api/v1/tags/${tag.id}/unassign`, { body: { q: 'tags:Bulk' } })
  assert.equal(taken.json.data.changed, 1)
  await ask('POST', `/api/v1/tag-changes/${taken.json.data.change}/undo`)
  assert.equal(await total('tags:Bulk'), 1)
})

test('facets and completion count what the list shows, also where two tags have one name', async () => {
  const above = await make({ name: 'Above' })
  const twins = [await make({ name: 'Twin' }), await make({ name: 'Twin', parent: above.id })]
  for (const { id } of twins)
    await ask('POST', `/api/v1/tags/${id}/assign`, { body: { q: 'tags:Bulk or findings.high > 0' } })

  const { facets } = (await ask('GET', '/api/v1/assets?facets=tags.name,criticality&limit=1')).json
  for (const { token, values } of facets) {
    assert.ok(values.length > 0, token)
    for (const { value, count } of values)
      assert.equal(await total(`${token}:\`${value}\``), count, `${token}:${value}`)
  }
  const { items } = (await ask('POST', '/api/v1/query/assets/complete', { body: { text: 'tags:ag', cursor: 7 } })).json
    .data
  assert.deepEqual([items[0].label, items[0].count], ['Agent', all])
  const { items: twin } = (await ask('POST', '/api/v1/query/assets/complete', { body: { text: 'tags:tw', cursor: 7 } }))
    .json.data
  assert.deepEqual([twin[0].label, twin[0].count], ['Twin', await total('tags:Twin')])
  const { rows } = await admin.query(
    `select g.name from holdfast.tag g left join holdfast.tag_count c using (tenant_id, tag_id)
      where coalesce(c.assets, 0) <> (select count(*) from holdfast.asset_tag t where t.tag_id = g.tag_id and not t.resting)`,
  )
  assert.deepEqual(rows, [], 'kept counts are true')
  assert.equal(await total('tags is null'), 0)
  assert.equal(await total('not tags:*'), 0)
  assert.equal(await total('tags:*'), all)
})

test('the tree keeps names apart, moves whole branches, and refuses circles', async () => {
  const europe = await make({ name: 'Europe' })
  const prague = await make({ name: 'Prague', parent: europe.id })
  const shop = await make({ name: 'Shop', parent: prague.id })
  assert.equal(shop.path, 'Europe / Prague / Shop')
  const twice = await ask('POST', '/api/v1/tags', { body: { name: 'PRAGUE', parent: europe.id } })
  assert.deepEqual(
    [twice.status, twice.json.errors[0].pointer, twice.json.errors[0].code],
    [422, '/body/name', 'name-taken'],
  )
  assert.equal((await make({ name: 'Prague' })).path, 'Prague')
  const circle = await change(europe.id, { parent: shop.id })
  assert.deepEqual([circle.status, circle.json.errors[0].code], [422, 'own-descendant'])
  assert.match(circle.json.detail, /stands under it/)
  assert.equal((await change(europe.id, { parent: europe.id })).json.errors[0].code, 'own-descendant')
  assert.equal((await change(europe.id, { name: 'EMEA' })).json.data.path, 'EMEA')
  assert.equal((await read(shop.id)).path, 'EMEA / Prague / Shop')
  await ask('POST', `/api/v1/tags/${shop.id}/assign`, { body: { q: '', expected: all } })
  assert.equal(await total('tags.path:"EMEA / *"'), all)
  const used = await ask('DELETE', `/api/v1/tags/${prague.id}`, { headers: { 'if-match': '*' } })
  assert.deepEqual([used.status, used.json.code], [409, 'has-children'])
  let parent = shop.id
  for (let level = 4; level <= 8; level++) parent = (await make({ name: `L${level}`, parent })).id
  const deep = await ask('POST', '/api/v1/tags', { body: { name: 'L9', parent } })
  assert.deepEqual([deep.status, deep.json.errors[0].code], [422, 'too-deep'])
})

test('a wrong query is told with its place; a tag does not ask for tags', async () => {
  const wrong = await ask('POST', '/api/v1/tags', { body: { name: 'Wrong', query: 'nme:web' } })
  assert.deepEqual(
    [wrong.status, wrong.json.code, wrong.json.errors[0].pointer],
    [422, 'invalid-query', '/body/query#0-3'],
  )
  const chained = await ask('POST', '/api/v1/tags/preview', { body: { query: 'name:web and tags:Agent' } })
  assert.deepEqual([chained.status, chained.json.errors[0].at], [422, 13])
  assert.match(chained.json.detail, /cannot ask for other tags/)
  const preview = (await ask('POST', '/api/v1/tags/preview', { body: { query: 'name:mine*' } })).json.data
  assert.deepEqual([preview.total, preview.timed], [all, false])
  assert.ok(preview.assets.length > 0 && preview.assets.length <= 20)
})

test('of two who change a tag at once one is told', async () => {
  const tag = await make({ name: 'Shared' })
  const etag = (await ask('GET', `/api/v1/tags/${tag.id}`)).headers.get('etag')!
  await ask('POST', `/api/v1/tags/${tag.id}/assign`, { body: { q: '' } })
  assert.equal((await change(tag.id, { description: 'first' }, etag)).status, 200, 'members are no change of the tag')
  assert.equal((await change(tag.id, { description: 'second' }, etag)).status, 412)
})

test('a reader sees tags and changes none', async () => {
  const token = await installation.token(['*:read'])
  assert.equal((await ask('GET', '/api/v1/tags', { token })).status, 200)
  assert.equal((await ask('POST', '/api/v1/tags', { token, body: { name: 'No' } })).status, 403)
})

test('static tags follow a merge, and come back when it is undone', async () => {
  const tag = await make({ name: 'Merged' })
  const [into, from] = (await ask('GET', '/api/v1/assets?limit=2&sort=-name')).json.data
  await ask('POST', `/api/v1/assets/${from.id}/tags`, { body: { tag: tag.id } })
  await inTenant(async (tx) => {
    await tx.query(
      `update asset set merged_into = (select asset_id from asset where tenant_id = $1 and public_id = $2)
        where tenant_id = $1 and public_id = $3`,
      [tenantId, into.id, from.id],
    )
  })
  await settle()
  assert.deepEqual([(await read(tag.id)).assets, await total('tags:Merged')], [1, 1])
  assert.equal(await total(`tags:Merged and id:\`${into.id}\``), 1)
  await inTenant((tx) =>
    tx.query('update asset set merged_into = null where tenant_id = $1 and public_id = $2', [tenantId, from.id]),
  )
  await settle()
  assert.deepEqual([(await read(tag.id)).assets, await total('tags:Merged')], [2, 2])
  assert.equal((await ask('GET', '/api/v1/tags')).json.data.find(({ id }: { id: string }) => id === tag.id).assets, 2)
})

test('what is marked twice, or while others evaluate, is evaluated in the end', async () => {
  const tag = await make({ name: 'Racing', query: 'name:racing*' })
  await settle()
  const [asset] = (await ask('GET', '/api/v1/assets?limit=1')).json.data
  const { rows } = await admin.query('select asset_id as id from holdfast.asset where public_id = $1', [asset.id])
  await inTenant((tx) =>
    tx.query('update asset set name = $3 where tenant_id = $1 and asset_id = $2', [tenantId, rows[0].id, 'racing-1']),
  )
  await inTenant((tx) => markAssets(tx, [Number(rows[0].id), Number(rows[0].id)]))
  await Promise.all([settle(), settle(), settle()])
  await settle()
  assert.equal((await read(tag.id)).assets, 1)
  assert.equal(
    Number(
      (await admin.query('select count(*) as n from holdfast.tag_due where tenant_id = $1', [tenantId])).rows[0].n,
    ),
    0,
  )
})
