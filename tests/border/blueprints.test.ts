import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { platformAlertLists } from '@holdfast/platform/http'
import { startJobs } from '@holdfast/platform/jobs'
import type { EntityExtension } from '@holdfast/platform/search'
import { blueprintJob } from '@holdfast/platform/tenants'
import { serverFaces } from '../../apps/server.ts'
import { taggingOf } from '../../programs/server/tagging.ts'
import { sampleInstallation } from '../api/sample-installation.ts'

// Before the database goes.
let stopWorker = async () => {}
after(() => stopWorker())
const installation = await sampleInstallation({ after })
const { database, admin, ask, tenantId: provider } = installation
await admin.query(`update tenant set kind = 'provider', name = 'Northwind' where id = $1`, [provider])

const failures: unknown[] = []
const worker = await startJobs({
  database,
  kinds: [
    blueprintJob({
      database,
      language: taggingOf(serverFaces).language,
      lists: platformAlertLists(serverFaces.flatMap((face) => face.entities as readonly EntityExtension[])),
      now: () => Date.now(),
    }),
  ],
  tasks: [],
  scheduled: [],
  onError: (error) => failures.push(error),
  pollMs: 50,
})
stopWorker = () => worker.stop()

interface Child {
  readonly id: string
  readonly internal: number
  readonly token: string
}

async function child(name: string, labels: readonly string[] = []): Promise<Child> {
  const made = await ask('POST', '/api/v1/tenants', { body: { name } })
  assert.equal(made.status, 201, made.text)
  const { id } = made.json.data
  if (labels.length > 0) await change(`/tenants/${id}`, { labels })
  const { rows } = await admin.query('select id from tenant where public_id = $1', [id])
  return { id, internal: rows[0].id, token: await installation.token(['*'], rows[0].id) }
}

async function change(path: string, body: unknown, token?: string) {
  const reply = await ask('PATCH', `/api/v1${path}`, { body, headers: { 'if-match': '*' }, ...(token && { token }) })
  return { status: reply.status, json: reply.json }
}

async function made(path: string, body: unknown, token?: string) {
  const reply = await ask('POST', `/api/v1${path}`, { body, ...(token && { token }) })
  assert.ok(reply.status < 300, `${path}: ${reply.text}`)
  return reply.json.data
}

const list = async (path: string, token?: string) =>
  (await ask('GET', `/api/v1${path}`, token ? { token } : {})).json.data

/** Waits until nothing waits; what came of it by the names of tenants. */
// biome-ignore lint/suspicious/noExplicitAny: a test looks at what it expects
async function results(blueprint: string): Promise<Record<string, any>> {
  for (;;) {
    assert.deepEqual(failures, [])
    const { rows } = await admin.query(`select 1 from job where tenant_id = $1 and state in ('queued', 'running')`, [
      provider,
    ])
    if (rows.length === 0) break
    await sleep(30)
  }
  const found = await list(`/placements?limit=1000&q=${encodeURIComponent(`blueprint.id:${blueprint}`)}`)
  return Object.fromEntries(found.map((each: { tenant: { name: string } }) => [each.tenant.name, each]))
}

const anchor = await child('Anchor', ['gold'])
const birch = await child('Birch', ['gold'])
const cedar = await child('Cedar', ['gold'])
const dune = await child('Dune')

const role = await made('/roles', { from: 'reader', title: 'Night shift' })
const above = await made('/tags', { name: 'Managed', colour: 'blue' })
const tag = await made('/tags', { name: 'Servers', parent: above.id, query: 'name:web*', criticality: 4 })
const view = await made('/views', {
  list: 'findings',
  name: 'Worst first',
  query: 'severity:critical',
  visibility: 'tenant',
})
const widget = { id: 'one', kind: 'number', title: 'Open', list: 'findings', query: 'status:open', width: 4 }
const board = await made('/boards', { name: 'Provider’s', visibility: 'tenant', widgets: [widget] })
const alert = await made('/alerts', {
  name: 'New critical',
  list: 'findings',
  query: 'severity:critical',
  trigger: { kind: 'each' },
  channels: [],
})
await change('/security/policy', { idleMinutes: 60 })
await change('/tenant/retention', { past: 100, audit: 400 })
// Of one's own, and kept.
await made(
  '/views',
  { list: 'findings', name: 'worst FIRST', query: 'severity:low', visibility: 'tenant' },
  birch.token,
)
await made('/tags', { name: 'managed', colour: 'red' }, birch.token)
await change('/security/policy', { idleMinutes: 30 }, birch.token)
await admin.query('update tenant_grant set expires_at = now() where tenant_id = $1', [cedar.internal])

const objects = [
  { kind: 'role', id: role.name },
  { kind: 'tag', id: tag.id },
  { kind: 'view', id: view.id },
  { kind: 'board', id: board.id },
  { kind: 'alert', id: alert.id },
  { kind: 'policy', id: '' },
  { kind: 'retention', id: '' },
]
const blueprint = (await made('/blueprints', { name: 'Standard', targets: 'label:gold', objects })).id as string

test('a push brings everything to the tenants that it is for; what they have of their own stays, and the provider is told', async () => {
  const pushed = await made(`/blueprints/${blueprint}/push`, undefined)
  assert.equal(pushed.tenants, 3)
  const all = await results(blueprint)
  assert.deepEqual(Object.keys(all), ['Anchor', 'Birch', 'Cedar'])
  assert.deepEqual(
    [all.Anchor.state, all.Birch.state, all.Cedar.state],
    ['done', 'partly', 'no-grant'],
    JSON.stringify(all, null, 1),
  )
  const outcomes = Object.fromEntries(
    all.Birch.objects.map((each: { key: string; outcome: string }) => [each.key, each.outcome]),
  )
  assert.deepEqual(outcomes, {
    [`role ${role.name}`]: 'made',
    [`tag ${above.id}`]: 'kept-own',
    [`tag ${tag.id}`]: 'made',
    [`view ${view.id}`]: 'kept-own',
    [`board ${board.id}`]: 'made',
    [`alert ${alert.id}`]: 'made',
    'policy ': 'kept-own',
    'retention ': 'made',
  })
  // In the tenant.
  const tags = await list('/tags', anchor.token)
  const servers = tags.find((each: { path: string }) => each.path === 'Managed / Servers')
  assert.deepEqual([servers.kind, servers.query, servers.criticality], ['dynamic', 'name:web*', 4])
  const inBirch = await list('/tags', birch.token)
  assert.ok(inBirch.some((each: { path: string }) => each.path === 'managed / Servers'))
  const roles = await list('/roles', anchor.token)
  assert.ok(roles.some((each: { title: string }) => each.title === 'Night shift'))
  assert.equal((await list('/security/policy', anchor.token)).idleMinutes, 60)
  assert.equal((await list('/security/policy', birch.token)).idleMinutes, 30)
  assert.equal((await list('/tenant/retention', anchor.token)).past, 100)
  const [rule] = await list('/alerts', anchor.token)
  assert.deepEqual([rule.name, rule.channels, rule.problem], ['New critical', [], null])
  const told = await list('/tenant/pushed', anchor.token)
  assert.equal(told.length, 8)
  assert.ok(told.every((each: { from: string; locked: boolean }) => each.from === 'Northwind' && each.locked))
  // Nothing of it in those that it is not for, or that let nobody in.
  for (const each of [cedar, dune]) {
    assert.deepEqual(await list('/tenant/pushed', each.token), [])
    assert.deepEqual(await list('/alerts', each.token), [])
  }
  const { rows } = await admin.query(
    `select entry from audit_entry where tenant_id = $1 and action = 'blueprint:push'`,
    [anchor.internal],
  )
  assert.equal(rows.length, 1)
  assert.match(JSON.parse(rows[0].entry).actor.name, /\(Northwind\)/)
})

test('what was pushed is the provider’s to change, but for whom an alert tells', async () => {
  const [view] = (await list('/views?list=findings', anchor.token)) as { id: string }[]
  const [board] = await list('/boards', anchor.token)
  const [rule] = await list('/alerts', anchor.token)
  const tag = (await list('/tags', anchor.token)).find((each: { name: string }) => each.name === 'Servers')
  const role = (await list('/roles', anchor.token)).find((each: { isOwn: boolean }) => each.isOwn)
  for (const [path, body] of [
    [`/views/${view!.id}`, { name: 'Mine' }],
    [`/boards/${board.id}`, { name: 'Mine' }],
    [`/alerts/${rule.id}`, { query: 'severity:low' }],
    [`/tags/${tag.id}`, { criticality: 1 }],
    [`/roles/${role.name}`, { title: 'Mine' }],
    ['/security/policy', { idleMinutes: 9 }],
    ['/tenant/retention', { past: 5 }],
  ] as const) {
    const refused = await change(path, body, anchor.token)
    assert.deepEqual([refused.status, refused.json.code], [409, 'from-provider'], path)
    assert.match(refused.json.detail, /Northwind/)
    if (path.startsWith('/security') || path.startsWith('/tenant')) continue
    const gone = await ask('DELETE', `/api/v1${path}`, { token: anchor.token, headers: { 'if-match': '*' } })
    assert.deepEqual([gone.status, gone.json.code], [409, 'from-provider'], path)
  }
  assert.equal((await change(`/alerts/${rule.id}`, { enabled: false }, anchor.token)).status, 200)
})

test('the next push changes what it brought, twice changes nothing, and what was taken out of it goes', async () => {
  await change(`/tags/${tag.id}`, { query: 'name:db*' })
  await change(`/blueprints/${blueprint}`, { objects: objects.filter(({ kind }) => kind !== 'board') })
  await made(`/blueprints/${blueprint}/push`, undefined)
  const all = await results(blueprint)
  const outcome = (key: string) => all.Anchor.objects.find((each: { key: string }) => each.key === key)?.outcome
  assert.deepEqual(
    [outcome(`tag ${tag.id}`), outcome(`board ${board.id}`), outcome(`view ${view.id}`)],
    ['changed', 'removed', 'same'],
  )
  assert.deepEqual(await list('/boards', anchor.token), [])
  const [rule] = await list('/alerts', anchor.token)
  assert.equal(rule.enabled, false, 'the tenant’s own choice stays')
  const before = await stateOf(anchor.internal)
  await made(`/blueprints/${blueprint}/push`, undefined)
  await results(blueprint)
  assert.deepEqual(await stateOf(anchor.internal), before)
})

test('whoever comes to be meant gets it; who is meant no more gives it back', async () => {
  const elm = await child('Elm', ['Gold'])
  assert.equal((await results(blueprint)).Elm.state, 'done')
  assert.equal((await list('/tenant/pushed', elm.token)).length, 7)
  await change(`/tenants/${elm.id}`, { labels: ['silver'] })
  assert.equal((await results(blueprint)).Elm.state, 'withdrawn')
  assert.deepEqual(await list('/tenant/pushed', elm.token), [])
  assert.ok(!(await list('/tags', elm.token)).some((each: { name: string }) => each.name === 'Servers'))
})

test('a push does no more than the grant allows', async () => {
  const fir = await child('Fir', ['gold'])
  await results(blueprint)
  await admin.query(`update tenant_grant set role = 'scanner' where tenant_id = $1`, [fir.internal])
  await made(`/tags`, { name: 'More' })
  await change(`/roles/${role.name}`, { permissions: ['*'] })
  await change('/security/policy', { idleMinutes: 90 })
  await made(`/blueprints/${blueprint}/push`, undefined)
  const all = await results(blueprint)
  assert.equal(all.Fir.state, 'partly')
  assert.match(all.Fir.message, /security:write/)
  assert.equal((await list('/security/policy', fir.token)).idleMinutes, 60)
  assert.equal((await list('/security/policy', anchor.token)).idleMinutes, 90)
  await admin.query(`update tenant_grant set role = 'owner' where tenant_id = $1`, [fir.internal])
})

test('after the grant has ended nothing reaches the tenant, and what is there is its own with the first change', async () => {
  const gum = await child('Gum', ['gold'])
  await results(blueprint)
  const tags = await list('/tags', gum.token)
  const servers = tags.find((each: { name: string }) => each.name === 'Servers')
  await admin.query('update tenant_grant set expires_at = now() where tenant_id = $1', [gum.internal])
  await change(`/tags/${tag.id}`, { criticality: 5 })
  const before = await stateOf(gum.internal)
  await made(`/blueprints/${blueprint}/push`, undefined)
  assert.equal((await results(blueprint)).Gum.state, 'no-grant')
  await made(`/blueprints/${blueprint}/withdraw`, { leave: false })
  assert.equal((await results(blueprint)).Gum.state, 'no-grant')
  assert.deepEqual(await stateOf(gum.internal), before)
  const kept = await change(`/tags/${servers.id}`, { criticality: 1 }, gum.token)
  assert.equal(kept.status, 200, JSON.stringify(kept.json))
  const told = await list('/tenant/pushed', gum.token)
  assert.ok(!told.some((each: { id: string }) => each.id === servers.id))
})

test('withdrawn, it is out of every tenant, and what is in use there stays as their own', async () => {
  const all = await results(blueprint)
  assert.equal(all.Anchor.state, 'withdrawn')
  assert.deepEqual(await list('/tenant/pushed', anchor.token), [])
  assert.deepEqual(await list('/alerts', anchor.token), [])
  assert.equal((await list('/security/policy', anchor.token)).version, 0)
  assert.deepEqual((await list('/tenant/retention', anchor.token)).past, null)
  // Those of the tenant's own are there.
  assert.equal((await list('/security/policy', birch.token)).idleMinutes, 30)
  assert.equal((await list('/views?list=findings', birch.token)).length, 1)
  await made(`/blueprints/${blueprint}/push`, undefined)
  await results(blueprint)
  const { name } = (await list('/roles', anchor.token)).find((each: { isOwn: boolean }) => each.isOwn)
  await made('/people/invitations', { name: 'Nora', role: name }, anchor.token)
  await made(`/blueprints/${blueprint}/withdraw`, { leave: false })
  const left = (await results(blueprint)).Anchor.objects.find((each: { kind: string }) => each.kind === 'role')
  assert.equal(left.outcome, 'detached')
  assert.equal((await change(`/roles/${name}`, { title: 'Ours' }, anchor.token)).status, 200)
})

test('a stranger cannot push: not by naming a tenant that is not theirs, and not by a row in a table', async () => {
  const stranger = await installation.tenant('Stranger')
  const token = await installation.token(['*'], stranger)
  const refused = await ask('POST', '/api/v1/blueprints', { token, body: { name: 'Mine', objects: [] } })
  assert.deepEqual([refused.status, refused.json.code], [403, 'not-a-provider'])
  await admin.query(`update tenant set kind = 'provider' where id = $1`, [stranger])
  const own = await made('/tags', { name: 'Planted' }, token)
  const { id } = await made('/blueprints', { name: 'Mine', objects: [{ kind: 'tag', id: own.id }] }, token)
  assert.equal((await made(`/blueprints/${id}/push`, undefined, token)).tenants, 0)
  // Even with the row that says whom it is for, nothing is written where no grant is.
  await assert.rejects(
    database.asTenant(stranger, (tx) =>
      tx.query(
        `insert into blueprint_child (tenant_id, blueprint_id, child_id) select $1, blueprint_id, $2 from blueprint where public_id = $3`,
        [stranger, anchor.internal, id],
      ),
    ),
    { code: '23503' },
  )
  for (const other of [tag.id, role.name, view.id])
    for (const kind of ['tag', 'role', 'view']) {
      const theirs = await ask('POST', '/api/v1/blueprints', {
        token,
        body: { name: 'x', objects: [{ kind, id: other }] },
      })
      assert.equal(theirs.status, 422, theirs.text)
    }
  await admin.query(`update tenant set kind = 'customer' where id = $1`, [stranger])
})

/** What a push could have touched. */
async function stateOf(tenantId: number): Promise<unknown> {
  const tables = [
    'tag',
    'own_role',
    'saved_view',
    'board',
    'alert_rule',
    'access_policy',
    'audit_entry',
    'pushed_object',
  ]
  const found: Record<string, string> = {}
  for (const table of tables) {
    const moving = table === 'alert_rule' || table === 'tag' ? ` - 'due_at' - 'evaluated_at'` : ''
    const { rows } = await admin.query(
      `select md5(coalesce(string_agg((to_jsonb(t)${moving})::text, '|' order by t::text), '')) as digest from ${table} t
        where tenant_id = $1 ${table === 'audit_entry' ? `and action like 'blueprint%'` : ''}`,
      [tenantId],
    )
    found[table] = rows[0].digest
  }
  return found
}
