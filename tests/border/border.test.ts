import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { createApiToken } from '@holdfast/platform/access'
import { one } from '@holdfast/platform/http'
import { createTenant } from '@holdfast/platform/store'
import { countTenants, createChild, requestErasure } from '@holdfast/platform/tenants'
import { Type } from 'typebox'
import { sampleInstallation } from '../api/sample-installation.ts'
import { attackBodies } from './attack-bodies.ts'
import { attackFunction, type FunctionAttack, listDefinerFunctions } from './attack-functions.ts'
import { attackRoute, listOperations, type RouteAttack } from './attack-routes.ts'
import { attackTable, type Border, listTables } from './attack-tables.ts'
import emptyTables from './empty-tables.json' with { type: 'json' }
import functionAttacks from './function-attacks.json' with { type: 'json' }
import { limitedTests } from './limited-tests.ts'
import { anyMerge, rareRows } from './rare-rows.ts'
import { secretsOf } from './secrets-of.ts'
import sharedTables from './shared-tables.json' with { type: 'json' }
import { fleetBodies, useFleet } from './use-fleet.ts'

const installation = await sampleInstallation({ after })
const { database, admin, ask, server, tenantId: attacker } = installation
const { id: victim, publicId: victimPublicId } = await database.asPlatform((tx) =>
  createTenant(tx, { name: 'The other tenant' }),
)
await installation.fill(attacker, 'mine-')
await installation.fill(victim, 'theirs-')
const border: Border = { database, admin, attacker, victim }
const victimToken = await installation.token(['*'], victim)
const foreign = await useEverything()
const attackerToken = await installation.token(['*'], attacker)

/** The other tenant uses what there is, so that there is something to steal. Gives public ids by the names of parameters. */
async function useEverything(): Promise<Record<string, string>> {
  const by = { token: victimToken }
  const first = async (path: string) => (await ask('GET', path, by)).json.data[0].id as string
  const finding = await first('/api/v1/findings')
  const assets = (await ask('GET', '/api/v1/assets', by)).json.data as { id: string }[]
  const asset = assets[0]!
  const source = await first('/api/v1/sources')
  const body = { scope: { asset: asset.id }, reason: 'false-positive', justification: 'theirs-reason' }
  const made = await ask('POST', '/api/v1/exceptions', { ...by, body, headers: { 'idempotency-key': 'theirs' } })
  const asked = await ask('POST', `/api/v1/sources/${source}/collect`, { ...by, body: {} })
  const token = await database.asTenant(victim, (tx) => createApiToken(tx, { name: 'theirs-token', scopes: ['*'] }))
  const { rows } = await admin.query(
    `insert into holdfast.job (tenant_id, public_id, kind, title, args, started_by) values ($1, $2, 'test.nothing', 'theirs-job', '{}', 'x') returning public_id`,
    [victim, `job_${'9'.repeat(22)}`],
  )
  await rareRows(border, source)
  const merge = await anyMerge(border)
  const invitation = { name: 'theirs-invited', email: 'theirs@example.org', role: 'reader' }
  const invited = await ask('POST', '/api/v1/people/invitations', { ...by, body: invitation })
  const role = await ask('POST', '/api/v1/roles', { ...by, body: { from: 'reader', title: 'theirs-role' } })
  const kept = { list: 'findings', name: 'theirs-view', query: '', visibility: 'tenant' }
  const view = (await ask('POST', '/api/v1/views', { ...by, body: kept })).json.data.id as string
  await ask('POST', `/api/v1/views/${view}/choose`, { ...by, body: { favourite: true, isDefault: true } })
  const widget = {
    id: 'one',
    kind: 'trend',
    title: 'theirs',
    list: 'findings',
    query: '',
    width: 6,
    every: 'd',
    points: 3,
  }
  const boarded = { name: 'theirs-board', visibility: 'tenant', widgets: [widget] }
  const board = (await ask('POST', '/api/v1/boards', { ...by, body: boarded })).json.data.id as string
  await ask('POST', `/api/v1/boards/${board}/home`, { ...by, body: { begin: true } })
  const tagBody = { name: 'theirs-tag', criticality: 5, description: 'theirs' }
  const tag = (await ask('POST', '/api/v1/tags', { ...by, body: tagBody })).json.data.id
  const tagged = await ask('POST', `/api/v1/tags/${tag}/assign`, { ...by, body: { q: '' } })
  await database.asTenant(victim, (tx) =>
    tx.query(
      `insert into unit (tenant_id, public_id, name, scope_id)
       select $1, $2, 'theirs-unit', scope_for(array[tag_id], '{}') from tag where tenant_id = $1 and public_id = $3`,
      [victim, `unt_${'9'.repeat(22)}`, tag],
    ),
  )
  const fleet = await useFleet({
    ask,
    admin,
    token: victimToken,
    tenantId: victim,
    tag,
    asset: asset.id,
    finding,
    source,
  })
  const report = {
    content: Buffer.from(
      '"id","fqdn/ip","port","severity","finding","cve","cwe"\n"a","theirs.example/","443","LOW","b","",""',
    ).toString('base64'),
  }
  await ask('POST', '/api/v1/vulnerabilities/reports', { ...by, body: { ...report, name: 'theirs-report' } })
  const grant = await first('/api/v1/grants')
  const owned = await makeProvider()
  return {
    grant,
    network: await first('/api/v1/networks'),
    tenant: owned,
    erasure: await first('/api/v1/erasures'),
    finding,
    asset: asset.id,
    source,
    exception: made.json.data.id,
    command: asked.json.data.id,
    token: token.id,
    key: await first('/api/v1/activation-keys'),
    ...fleet,
    job: rows[0].public_id,
    merge,
    view,
    board,
    invitation: invited.json.data.id,
    role: role.json.data.name,
    member: `per_${'9'.repeat(22)}`,
    alert: `alr_${'9'.repeat(22)}`,
    campaign: `cmp_${'9'.repeat(22)}`,
    publisher: '9'.repeat(16),
    channel: `chn_${'9'.repeat(22)}`,
    delivery: `dlv_${'9'.repeat(22)}`,
    tag,
    blueprint: await makeBlueprint(by, tag, owned),
    unit: `unt_${'9'.repeat(22)}`,
    change: tagged.json.data.change,
    provider: `idp_${'9'.repeat(22)}`,
    domain: 'theirs.example',
    cve: 'CVE-1999-0001',
    ecosystem: 'theirs',
    name: 'theirs-private',
    report: 'theirs-report',
    ticket: '987654321',
    ownCheck: `chk_${'9'.repeat(22)}`,
    list: `lst_${'9'.repeat(22)}`,
    document: `vex_${'9'.repeat(22)}`,
    account: `svc_${'9'.repeat(22)}`,
  }
}

/** Something that the other tenant gives to its own, and something that its provider gave to it. */
async function makeBlueprint(by: { token: string }, tag: string, owned: string): Promise<string> {
  const headers = { 'if-match': '*' }
  await ask('PATCH', `/api/v1/tenants/${owned}`, { ...by, body: { labels: ['theirs-label'] }, headers })
  const body = { name: 'theirs-blueprint', targets: 'label:theirs-label', objects: [{ kind: 'tag', id: tag }] }
  const made = await ask('POST', '/api/v1/blueprints', { ...by, body })
  const { id } = made.json.data
  await ask('POST', `/api/v1/blueprints/${id}/push`, by)
  await admin.query(
    `insert into holdfast.pushed_blueprint (tenant_id, blueprint, name, provider_id, provider_public_id, provider_name, revision)
     values ($1, $2, 'theirs-standard', $1, 'ten_x', 'theirs-provider', 1)`,
    [victim, id],
  )
  await admin.query(
    `insert into holdfast.pushed_object (tenant_id, kind, object, blueprint, key, name, version)
     values ($1, 'view', 'theirs', $2, 'theirs', 'theirs', 1)`,
    [victim, id],
  )
  return id
}

/** Gives the other tenant one of its own, with numbers. */
async function makeProvider(): Promise<string> {
  await admin.query(`update holdfast.tenant set kind = 'provider' where id = $1`, [victim])
  const made = await database.asTenant(victim, (tx) =>
    createChild(
      tx as never,
      { name: 'theirs-customer' },
      { kind: 'system', id: 'test', name: 'theirs', provider: 'x' },
    ),
  )
  await countTenants(database)
  const by = { kind: 'person', id: 'per_theirs', name: 'theirs', provider: 'x' } as const
  const other = await database.asTenant(victim, (tx) => createChild(tx as never, { name: 'theirs-leaving' }, by))
  await database.asTenant(victim, (tx) => requestErasure(tx as never, other.id, 'theirs-leaving', by))
  return made.id
}

test('every table is of one tenant, or shared for a reason that is written down', async () => {
  const shared: Record<string, string> = sharedTables
  const others = (await listTables(admin)).filter(({ tenantOwned, isPartition }) => !tenantOwned && !isPartition)
  assert.deepEqual(
    others.map(({ name }) => name).filter((name) => !(name in shared)),
    [],
    'new tables without a tenant: protect them, or say in shared-tables.json why all tenants may share them',
  )
  assert.deepEqual(
    Object.keys(shared).filter((name) => !others.some((table) => table.name === name)),
    [],
  )
})

test('no table lets another tenant read, change, remove or plant rows', async () => {
  const owned = (await listTables(admin)).filter(({ tenantOwned }) => tenantOwned)
  const leaks: string[] = []
  const empty: string[] = []
  for (const { name } of owned) {
    const { rows } = await admin.query(`select 1 from holdfast.${name} where tenant_id = $1 limit 1`, [victim])
    if (rows.length === 0) empty.push(name)
    leaks.push(...(await attackTable(border, name)))
  }
  assert.deepEqual(leaks, [])
  assert.ok(owned.length >= 40, `${owned.length} tables`)
  assert.deepEqual(
    empty.filter((name) => !(name in emptyTables)),
    [],
    'tables without a row to steal: fill them in this test, or say in empty-tables.json why not',
  )
})

test('partitions cannot be reached past the policies of their tables', async () => {
  for (const { name } of (await listTables(admin)).filter(({ isPartition }) => isPartition)) {
    await assert.rejects(
      database.asTenant(attacker, (tx) => tx.query(`select 1 from ${name}`)),
      { code: '42501' },
      name,
    )
  }
})

test('tables of the platform show a tenant nothing of others', async () => {
  const personal = 'person_password person_totp recovery_code passkey sign_in_attempt sign_in_count'.split(' ')
  for (const table of ['session', 'sign_in_link', 'external_identity', ...personal]) {
    const { rowCount } = await database.asTenant(attacker, (tx) => tx.query(`select 1 from ${table}`))
    assert.equal(rowCount, 0, table)
  }
  for (const text of [
    `select 1 from person where name like 'theirs%'`,
    `select 1 from inventory_software where name like 'theirs%'`,
  ]) {
    assert.equal((await admin.query(text.replace('from ', 'from holdfast.'))).rowCount, 1, text)
    assert.equal((await database.asTenant(attacker, (tx) => tx.query(text))).rowCount, 0, text)
  }
  const { rows } = await database.asTenant(attacker, (tx) => tx.query<{ id: number }>('select id from tenant'))
  assert.deepEqual(rows, [{ id: attacker }])
})

test('no function that runs with more rights tells of another tenant', async () => {
  const attacks = functionAttacks as unknown as Record<string, FunctionAttack & { readonly why: string }>
  const functions = await listDefinerFunctions(admin)
  const callable = functions.filter((each) => each.callable).map(({ name }) => name)
  assert.deepEqual(
    callable.filter((name) => !(name in attacks)),
    [],
    'new definer functions: say in function-attacks.json how to attack them',
  )
  assert.deepEqual(
    Object.keys(attacks).filter((name) => !callable.includes(name)),
    [],
  )
  const leaks: string[] = []
  for (const name of callable) leaks.push(...(await attackFunction(border, name, attacks[name]!)))
  assert.deepEqual(leaks, [])
})

const bodies = { ...attackBodies(foreign, victimPublicId), ...fleetBodies(foreign) }

async function routeAttack(): Promise<RouteAttack> {
  return { ask, token: attackerToken, foreignIds: foreign, secrets: await secretsOf(border), bodies }
}

test('no route shows or touches what is another tenant’s', async () => {
  const attack = await routeAttack()
  assert.ok(attack.secrets.length > 25, `${attack.secrets.length} secrets`)
  // The attacker's own audit log tells what they tried, thus it and their export are looked at first.
  const isExport = ({ path }: { path: string }) => path.endsWith('/tenant/export') || path.includes('/audit')
  const operations = listOperations(server.openApi)
    .filter(({ path }) => !path.endsWith('/events'))
    .sort((a, b) => Number(isExport(b)) - Number(isExport(a)))
  const before = await everythingOf(victim)
  const leaks: string[] = []
  for (const operation of operations) leaks.push(...(await attackRoute(attack, operation)))
  assert.deepEqual(leaks, [])
  assert.ok(operations.length > 45, `${operations.length} routes`)
  assert.equal(await everythingOf(victim), before, 'something of the other tenant changed')
})

test('the same ids serve their owner, so the attacks above were real', async () => {
  for (const [name, id] of Object.entries(foreign)) {
    const places: Record<string, string> = {
      key: 'activation-keys',
      profile: 'agent-profiles',
      rule: 'asset-rules',
      rollout: 'update-rollouts',
      publisher: 'campaigns/publishers',
      invitation: 'people/invitations',
      provider: 'security/providers',
      account: 'service-accounts',
      delivery: 'deliveries',
      report: 'vulnerabilities/reports',
      ownCheck: 'vulnerabilities/own-checks',
      list: 'search-lists',
      document: 'vulnerabilities/vex',
      merge: '',
      domain: '',
      cve: '',
      ecosystem: '',
      name: '',
      change: '',
    }
    const place = places[name] ?? `${name}s`
    if (place === '') continue
    assert.equal((await ask('GET', `/api/v1/${place}/${id}`, { token: victimToken })).status, 200, name)
  }
})

test('a stream tells of its own tenant only', async () => {
  const heard = await listen(async () => {
    const body = { name: 'theirs-later', scopes: ['*:read'] }
    await ask('POST', '/api/v1/tokens', { token: victimToken, body })
    for (const [token, at] of [
      [victimToken, foreign.source!],
      [attackerToken, await ownSource()],
    ] as const) {
      await ask('POST', `/api/v1/sources/${at}/collect`, { token, body: {} })
    }
  })
  assert.match(heard, /command\.changed/)
  for (const secret of await secretsOf(border)) assert.ok(!heard.includes(secret), secret)
})

async function ownSource(): Promise<string> {
  return (await ask('GET', '/api/v1/sources', { token: attackerToken })).json.data[0].id
}

/** What the attacker's stream says until the first change after `act`. */
async function listen(act: () => Promise<unknown>): Promise<string> {
  const reply = await fetch(`${installation.url}/api/v1/events`, {
    headers: { authorization: `Bearer ${attackerToken}` },
  })
  let text = ''
  for await (const chunk of reply.body!) {
    const isFirst = text === ''
    text += Buffer.from(chunk as Uint8Array).toString()
    if (isFirst) await act()
    if (text.includes('command.changed')) break
  }
  return text
}

async function everythingOf(tenantId: number): Promise<string> {
  const owned = (await listTables(admin)).filter(({ tenantOwned, name }) => tenantOwned && name !== 'api_token')
  const digests: string[] = []
  for (const { name } of owned) {
    const { rows } = await admin.query<{ digest: string }>(
      `select md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as digest from holdfast.${name} t where tenant_id = $1`,
      [tenantId],
    )
    digests.push(`${name} ${rows[0]!.digest}`)
  }
  return digests.join('\n')
}

test('a leak that is planted is caught: table, function and route', async () => {
  await admin.query(`
    create table holdfast.leak (tenant_id int not null, note text);
    grant select, insert, update, delete on holdfast.leak to holdfast_app;
    insert into holdfast.leak values (${victim}, 'theirs');
    create function holdfast.leak_all() returns setof bigint language sql security definer
      set search_path = holdfast, pg_temp as 'select asset_id from asset';
    alter function holdfast.leak_all() owner to holdfast_search;
    grant execute on function holdfast.leak_all() to holdfast_app`)
  const unlisted = (await listTables(admin)).filter(({ name, tenantOwned }) => !tenantOwned && name === 'leak')
  assert.equal(unlisted.length, 1)
  const table = await attackTable(border, 'leak')
  assert.ok(table.length >= 4, JSON.stringify(table))
  const names = (await listDefinerFunctions(admin)).map(({ name }) => name)
  assert.ok(names.includes('leak_all()') && !('leak_all()' in functionAttacks))
  const call = { call: 'select * from leak_all()', answer: 'own' } as const
  assert.match((await attackFunction(border, 'leak_all()', call)).join(), /assets of another tenant/)
  await admin.query('drop table holdfast.leak; drop function holdfast.leak_all()')

  const { prepareRoutes } = await import('../../platform/http/api/prepared-route.ts')
  const { runRoute } = await import('../../platform/http/api/run-route.ts')
  const [leaky] = prepareRoutes([
    {
      method: 'GET',
      path: '/leaks/:asset',
      summary: 'Looks without the tenant',
      permission: 'assets:read',
      params: Type.Object({ asset: Type.String() }),
      reply: one(Type.String()),
      handle: async ({ params }) => {
        const { asset } = params as { asset: string }
        const { rows } = await admin.query('select name from holdfast.asset where public_id = $1', [asset])
        return { data: rows[0].name }
      },
    },
  ])
  const answer = async (url: string) => {
    const { body, status } = await runRoute(server.context, leaky!, {
      identity: { caller: { tenantId: attacker } as never, tenant: { id: '', name: '' }, role: null },
      params: { asset: url.split('?')[0]!.split('/').at(-1) },
      query: {},
      body: undefined,
      url,
      ifMatch: undefined,
      idempotencyKey: undefined,
      address: '',
      traceId: '',
      signal: new AbortController().signal,
    })
    return { status, text: body, json: undefined, headers: new Headers() }
  }
  const attack = { ...(await routeAttack()), ask: (_: string, url: string) => answer(url) }
  const caught = await attackRoute(attack, { method: 'get', path: '/api/v1/leaks/{asset}', hasBody: false })
  assert.match(caught.join('\n'), /shows theirs/)
  assert.match(caught.join('\n'), /answers 200 for what is another/)
  const unknown = await attackRoute(attack, { method: 'get', path: '/api/v1/new/{thing}', hasBody: false })
  assert.match(unknown.join(), /knows no thing of another tenant/)
})

limitedTests({ installation, border, token: victimToken, foreign, bodies, everythingOf: () => everythingOf(victim) })
