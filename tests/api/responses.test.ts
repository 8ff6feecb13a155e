import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { countTenants, createChild, requestErasure } from '@holdfast/platform/tenants'
import { newSigningKey } from '@holdfast/platform/trust'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { ownPacks } from '../../apps/campaigns/store/packs/own-packs.ts'
import { signPack } from '../../apps/campaigns/store/packs/signed-pack.ts'
import { sampleBodies, sampleWidgets } from './sample-bodies.ts'
import { sampleCve } from './sample-feeds.ts'
import { sampleInstallation } from './sample-installation.ts'

const installation = await sampleInstallation({ after })
const { ask, server, tenantId } = installation
await installation.fill(tenantId, 'mine-')

interface Operation {
  readonly security?: readonly object[]
  readonly operationId: string
  readonly parameters?: readonly { name: string; in: string; required: boolean }[]
  readonly requestBody?: object
  readonly responses: Record<string, { content?: Record<string, { schema: object }> }>
}
const document = server.openApi as { paths: Record<string, Record<string, Operation>> }

const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: true })
;(formats as unknown as (ajv: Ajv2020) => void)(ajv)
ajv.addSchema(document, 'openapi')

/** Errors of a reply against the document; none when it is as promised. */
function mismatch(path: string, method: string, status: number, body: unknown): string | undefined {
  const escaped = path.replaceAll('~', '~0').replaceAll('/', '~1')
  const { responses } = document.paths[path]![method]!
  const isProblem = status >= 400
  const pointer = isProblem
    ? 'openapi#/components/schemas/Problem'
    : `openapi#/paths/${escaped}/${method}/responses/${status}/content/application~1json/schema`
  if (!isProblem && !responses[status]) return `status ${status} is not in the document`
  const check = ajv.getSchema(encodeURI(pointer)) ?? ajv.getSchema(pointer)
  if (!check) return `there is no schema at ${pointer}`
  return check(body) ? undefined : ajv.errorsText(check.errors)
}

async function sampleAlerts(): Promise<Record<string, string>> {
  const make = async (path: string, body: object) => (await ask('POST', path, { body })).json.data
  const used = (await make('/api/v1/channels', { name: 'Used', mail: { to: ['ops@example.org'] } })).id as string
  const channel = (await make('/api/v1/channels', { name: 'Hook', webhook: { secretUrl: 'https://hooks.example/1' } }))
    .id
  const alert = (
    await make('/api/v1/alerts', {
      name: 'Bad',
      list: 'findings',
      query: 'severity >= high',
      trigger: { kind: 'each' },
      channels: [used],
    })
  ).id as string
  const server = {
    host: 'mail.example.org',
    port: 587,
    security: 'starttls',
    user: 'x',
    from: 'a@example.org',
    ca: null,
  }
  await ask('PUT', '/api/v1/mail-server', { body: server, headers: { 'if-match': '*' } })
  const tested = await ask('POST', `/api/v1/alerts/${alert}/test`)
  return { alert, channel, delivery: tested.json.data.deliveries[0] }
}

/** A pack that somebody signed, and who that is: the second publisher, so that the first can be removed before. */
/** A kept VEX document. */
async function sampleVex(): Promise<string> {
  const document = {
    ...{
      '@context': 'https://openvex.dev/ns/v0.2.0',
      '@id': 'urn:sample',
      author: 'Us',
      timestamp: '2026-11-01T00:00:00Z',
    },
    statements: [{ vulnerability: { name: 'CVE-2024-3094' }, products: ['pkg:npm/none'], status: 'fixed' }],
  }
  await ask('POST', '/api/v1/vulnerabilities/vex', { body: { document, apply: true } })
  return (await ask('GET', '/api/v1/vulnerabilities/vex')).json.data[0].id
}

async function samplePack(): Promise<Record<string, string>> {
  const key = newSigningKey()
  const trust = (name: string, publicKey: string) =>
    ask('POST', '/api/v1/campaigns/publishers', { body: { name, publicKey } })
  const other = await trust('Sample', 'A'.repeat(43))
  await trust('Signer', key.publicKey)
  const pack = { ...ownPacks().get('xz-backdoor')!, revision: 1000 }
  return { publisher: other.json.data.id, signedPack: JSON.stringify(signPack(pack, key)) }
}

/** A version on its way through the rings. */
async function sampleRollout(): Promise<string> {
  const made = await ask('POST', '/api/v1/update-rollouts', { body: {} })
  return made.json.data.id as string
}

/** One of the assets that nothing else is tried on. */
async function samplePurge(but: string): Promise<string> {
  const assets = (await ask('GET', '/api/v1/assets?limit=50')).json.data as { id: string }[]
  const spare = assets.findLast(({ id }) => id !== but)!
  const body = { reason: 'Scrapped.', keepArchive: true }
  return (await ask('POST', `/api/v1/assets/${spare.id}/purge`, { body })).json.data.purge as string
}

/** Real ids for the parameters of paths. */
async function sampleIds(): Promise<Record<string, string>> {
  const first = async (path: string) => (await ask('GET', path)).json.data[0].id as string
  const finding = await first('/api/v1/findings')
  const asset = (await ask('GET', `/api/v1/findings/${finding}`)).json.data.asset.id as string
  const source = await first('/api/v1/sources')
  await ask('POST', '/api/v1/tokens', { body: { name: 'x', scopes: ['*:read'] } })
  const scope = { asset }
  const body = { scope, reason: 'false-positive', justification: 'It is not.' }
  const exception = (await ask('POST', '/api/v1/exceptions', { body })).json.data.id as string
  const command = (await ask('POST', `/api/v1/sources/${source}/collect`, { body: {} })).json.data.id as string
  const { rows } = await installation.admin.query(
    `insert into job (tenant_id, public_id, kind, title, args, started_by) values ($1, $2, 'test.nothing', 'Nothing', '{}', 'per_x') returning public_id`,
    [tenantId, `job_${'0'.repeat(22)}`],
  )
  const tag = (await ask('POST', '/api/v1/tags', { body: { name: 'Sample' } })).json.data.id as string
  const tagged = await ask('POST', `/api/v1/tags/${tag}/assign`, { body: { q: '' } })
  const trusted = {
    name: 'Sample',
    issuer: 'https://idp.example',
    clientId: 'x',
    defaultRole: 'reader',
    domains: ['idp.example'],
  }
  const provider = (await ask('POST', '/api/v1/security/providers', { body: trusted })).json.data.id as string
  const account = (await ask('POST', '/api/v1/service-accounts', { body: { name: 'Sample' } })).json.data.id as string
  const own = (await ask('POST', '/api/v1/tags', { body: { name: 'Of the unit' } })).json.data.id as string
  const unit = (await ask('POST', '/api/v1/units', { body: { name: 'Sample', include: [own] } })).json.data.id as string
  const [{ ecosystem, name }] = (await ask('GET', '/api/v1/vulnerabilities/packages')).json.data
  return {
    unit,
    ecosystem,
    name,
    unitTag: own,
    provider,
    domain: 'idp.example',
    cve: sampleCve,
    account,
    tag,
    change: tagged.json.data.change,
    finding,
    asset,
    source,
    exception,
    command,
    job: rows[0].public_id,
    token: await first('/api/v1/tokens'),
    member: await first('/api/v1/members'),
    invitation: (await ask('POST', '/api/v1/people/invitations', { body: { name: 'Ada', role: 'reader' } })).json.data
      .id,
    role: (await ask('POST', '/api/v1/roles', { body: { from: 'reader', title: 'Sample' } })).json.data.name,
    view: (await ask('POST', '/api/v1/views', { body: { list: 'findings', name: 'Mine', query: '' } })).json.data.id,
    board: (await ask('POST', '/api/v1/boards', { body: { name: 'Mine', widgets: sampleWidgets } })).json.data.id,
    key: await first('/api/v1/activation-keys'),
    ...(await sampleAlerts()),
    report: (await ask('POST', '/api/v1/vulnerabilities/reports', { body: sampleReport })).json.data.name,
    ticket: String((await ask('POST', '/api/v1/tickets', { body: { q: 'status:open' } })).json.data.opened[0]),
    ownCheck: (await ask('POST', '/api/v1/vulnerabilities/own-checks', { body: { ...sampleOwnCheck, tag } })).json.data
      .id,
    document: await sampleVex(),
    list: (await ask('POST', '/api/v1/search-lists', { body: { name: 'Worst', query: 'severity:critical' } })).json.data
      .id,
    campaign: (await ask('POST', '/api/v1/campaigns', { body: { pack: 'regresshion' } })).json.data.id,
    ...(await samplePack()),
    spareKey: (await ask('POST', '/api/v1/activation-keys', { body: { name: 'Spare' } })).json.data.id,
    rule: (await ask('POST', '/api/v1/asset-rules', { body: { name: 'Old', query: 'name:x', action: 'purge' } })).json
      .data.id,
    rollout: await sampleRollout(),
    purge: await samplePurge(asset),
    profile: (await ask('POST', '/api/v1/agent-profiles', { body: { name: 'Sample', settings: {}, tags: [tag] } })).json
      .data.id,
  }
}

const sampleReport = {
  name: 'sample',
  content: Buffer.from(
    '"id","fqdn/ip","port","severity","finding","cve","cwe"\n"a","mine-0-a.example/","443","LOW","b","",""',
  ).toString('base64'),
}
const sampleOwnCheck = { name: 'sample', title: 'It is old', severity: 'high' }

/** The tenant becomes a provider with a customer, and is one of another provider. */
async function sampleTenants(): Promise<Record<string, string>> {
  const network = (await ask('GET', '/api/v1/networks')).json.data[0].id as string
  await installation.admin.query(`update tenant set kind = 'provider' where id = $1`, [tenantId])
  const tenant = (await ask('POST', '/api/v1/tenants', { body: { name: 'A customer' } })).json.data.id as string
  await countTenants(installation.database)
  const by = { kind: 'person', id: 'per_x', name: 'Somebody', provider: 'First' } as const
  const erasure = await installation.database.asTenant(tenantId, async (tx) => {
    const leaving = await createChild(tx as never, { name: 'A customer that leaves' }, by)
    return requestErasure(tx as never, leaving.id, 'A customer that leaves', by)
  })
  const { rows } = await installation.admin.query(
    `insert into tenant_grant (tenant_id, public_id, provider_id, provider_public_id, provider_name, role, granted_by, expires_at)
     values ($1, $2, (select id from tenant where public_id = $3), $3, 'A provider', 'reader', 'x', now() + interval '1 day') returning public_id`,
    [tenantId, `grt_${'0'.repeat(22)}`, tenant],
  )
  const view = (await ask('POST', '/api/v1/views', { body: { list: 'assets', name: 'For all', query: '' } })).json.data
    .id
  const chosen = { name: 'Standard', objects: [{ kind: 'view', id: view }] }
  const blueprint = (await ask('POST', '/api/v1/blueprints', { body: chosen })).json.data.id
  await ask('POST', `/api/v1/blueprints/${blueprint}/push`)
  return { network, tenant, erasure, grant: rows[0].public_id, blueprint }
}

const ids: Record<string, string> = { ...(await sampleIds()), ...(await sampleTenants()) }
const instances = Object.entries(document.paths).flatMap(([path, operations]) =>
  Object.entries(operations).map(([method, operation]) => ({ path, method, operation })),
)

test('every reading route answers as the document says', async () => {
  let answered = 0
  for (const { path, method, operation } of instances.filter(({ method }) => method === 'get')) {
    if (
      path.endsWith('/events') ||
      !operation.responses['200']?.content?.['application/json'] ||
      operation.security?.some((scheme) => !('token' in scheme)) ||
      path.endsWith('/callback')
    )
      continue
    const url = path.replace(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? `none-${name}`)
    const reply = await ask('GET', url)
    assert.equal(reply.status, 200, `${url}: ${reply.text.slice(0, 300)}`)
    assert.equal(mismatch(path, method, reply.status, reply.json), undefined, `${url}: ${reply.text.slice(0, 500)}`)
    answered++
  }
  assert.ok(answered >= 25, `${answered} routes`)
})

test('what is not there is a problem of the documented shape', async () => {
  for (const { path, method } of instances.filter(({ path, method }) => method === 'get' && path.includes('{'))) {
    const url = path.replace(/\{\w+\}/g, 'nothing_like_this')
    const reply = await ask('GET', url)
    assert.equal(reply.status, 404, url)
    assert.equal(mismatch(path, method, reply.status, reply.json), undefined, url)
  }
})

const bodies = sampleBodies(ids)

test('every changing route answers as the document says, whether it carries the request out or refuses it', async () => {
  const changing = instances.filter(({ method }) => method !== 'get')
  // What ends things comes last.
  const ends = ({ path, method }: (typeof changing)[number]) =>
    Number(method === 'delete') +
    2 * Number(path.endsWith('/exceptions/{exception}/undo')) +
    3 * Number(`${method} ${path}` === 'post /api/v1/grants')
  changing.sort((a, b) => ends(a) - ends(b))
  const done: string[] = []
  for (const { path, method, operation } of changing) {
    const name = `${method} ${path}`
    if (operation.requestBody) assert.ok(name in bodies, `${name} needs a sample body in this test`)
    const url = path.replace(/\{(\w+)\}/g, (_, each: string) => ids[each] ?? `none-${each}`)
    const headers: Record<string, string> = method !== 'post' ? { 'if-match': '*' } : {}
    const reply = await ask(method.toUpperCase(), url, { headers, ...(name in bodies && { body: bodies[name] }) })
    assert.ok(reply.status < 500, `${name}: ${reply.text}`)
    assert.equal(
      mismatch(path, method, reply.status, reply.json),
      undefined,
      `${name} ${reply.status}: ${reply.text.slice(0, 400)}`,
    )
    if (reply.status < 300) done.push(name)
  }
  // By a token: accounts are people's.
  const isAccount = (name: string) => name.includes('/api/v1/account/')
  assert.deepEqual(done.filter(isAccount), [])
  const refused = changing
    .map(({ path, method }) => `${method} ${path}`)
    .filter((name) => !done.includes(name) && !isAccount(name))
  // Each of them for a reason: they cannot be done, or were done, in this installation.
  assert.deepEqual(refused.sort(), [
    // In tenants still, since no worker runs.
    'delete /api/v1/blueprints/{blueprint}',
    'delete /api/v1/members/{member}',
    // It went with its tag.
    'delete /api/v1/vulnerabilities/own-checks/{ownCheck}',
    'post /api/v1/assets/{asset}/merge',
    'post /api/v1/assets/{asset}/purge',
    'post /api/v1/assets/{asset}/split',
    // Nobody opened that one.
    'post /api/v1/campaigns/guests/extend',
    // That tenant is no demo.
    'post /api/v1/demo-tenants/{tenant}/remove',
    // By a token: erasing takes people.
    'post /api/v1/erasures/{erasure}/approve',
    'post /api/v1/exceptions/{exception}/approve',
    'post /api/v1/exceptions/{exception}/reject',
    // Nothing is offered there, and the caller is no guest.
    'post /api/v1/guest-tenants',
    'post /api/v1/guest/address',
    'post /api/v1/guest/address/confirm',
    'post /api/v1/guest/way-back',
    'post /api/v1/invitation',
    'post /api/v1/invitation/accept',
    'post /api/v1/members/reset-second-factor',
    'post /api/v1/merges/{merge}/undo',
    'post /api/v1/session',
    // By a token: sign-ins are people's.
    'post /api/v1/session/end',
    'post /api/v1/session/passkey',
    'post /api/v1/session/passkey/options',
    'post /api/v1/session/password',
    'post /api/v1/session/provider',
    'post /api/v1/session/second-factor',
    'post /api/v1/session/tenant',
    'post /api/v1/tenants/{tenant}/erase',
    'post /api/v1/update-rollouts',
  ])
})

test('a finding is accepted, shown as accepted, and open again when the exception ends', async () => {
  const list = async (q: string) => (await ask('POST', '/api/v1/findings/search', { body: { q } })).json
  const before = await list('status:open')
  const acceptedBefore = (await list('disposition:accepted')).page.total
  const [finding] = before.data
  const body = {
    scope: { asset: finding.asset.id, check: finding.check, place: finding.place },
    reason: 'risk-accepted',
    justification: 'The host is alone.',
    endsAt: new Date(Date.now() + 86_400_000).toISOString(),
  }
  const made = await ask('POST', '/api/v1/exceptions', { body })
  assert.deepEqual([made.status, made.json.data.findings], [201, 1])
  const accepted = (await ask('GET', `/api/v1/findings/${finding.id}`)).json.data
  assert.deepEqual([accepted.disposition, accepted.exception.id], ['accepted', made.json.data.id])
  assert.equal((await list('status:open')).page.total, before.page.total - 1)
  assert.equal((await list('disposition:accepted')).page.total, acceptedBefore + 1)
  const path = `/api/v1/exceptions/${made.json.data.id}`
  const etag = (await ask('GET', path)).headers.get('etag')!
  assert.equal((await ask('DELETE', path, { headers: { 'if-match': etag } })).status, 200)
  assert.equal((await list('status:open')).page.total, before.page.total)
  const history = (await ask('GET', `/api/v1/findings/${finding.id}/history`)).json.data
  assert.deepEqual(
    history.slice(0, 2).map((step: { kind: string }) => step.kind),
    ['disposition', 'disposition'],
  )
})

test('lists are paged without losing or doubling a row, and every count equals its list', async () => {
  const all = (await ask('GET', '/api/v1/findings?limit=1000')).json
  const seen: string[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page: { data: { id: string }[]; page: { next: string | null } } = (
      await ask('GET', `/api/v1/findings?limit=3${cursor && `&cursor=${cursor}`}`)
    ).json
    seen.push(...page.data.map(({ id }) => id))
    cursor = page.page.next
  }
  assert.deepEqual(
    seen,
    all.data.map(({ id }: { id: string }) => id),
  )
  assert.equal(all.page.total, seen.length)
  const { facets } = (await ask('GET', '/api/v1/findings?facets=severity,check,status')).json
  for (const { token, values } of facets) {
    for (const { value, count } of values) {
      const list = (await ask('POST', '/api/v1/findings/search', { body: { q: `${token}:\`${value}\`` } })).json
      assert.equal(list.page.total, count, `${token}:${value}`)
    }
  }
  const { doNow, open } = (await ask('GET', '/api/v1/home')).json.data
  for (const { query, findings } of doNow) {
    assert.equal((await ask('POST', '/api/v1/findings/search', { body: { q: query } })).json.page.total, findings)
  }
  for (const [severity, count] of Object.entries(open)) {
    const list = await ask('POST', '/api/v1/findings/search', { body: { q: `status:open and severity:${severity}` } })
    assert.equal(list.json.page.total, count, severity)
  }
})

test('a wrong query is told with its place and a way out', async () => {
  const reply = await ask('POST', '/api/v1/findings/search', { body: { q: 'severty:high' } })
  assert.deepEqual([reply.status, reply.json.code], [422, 'invalid-query'])
  const [error] = reply.json.errors
  assert.deepEqual([error.at, error.length, error.pointer], [0, 7, '/query/q#0-7'])
  assert.match(JSON.stringify(error.suggestion), /severity/)
})

test('a query of Qualys means what it means there, and a name without a counterpart is told', async () => {
  const total = async (q: string) => {
    const { status, json } = await ask('GET', `/api/v1/assets?q=${encodeURIComponent(q)}`)
    assert.equal(status, 200, `${q}: ${JSON.stringify(json)}`)
    return json.page.total as number
  }
  const all = await total('')
  assert.equal(await total('asset.name: mine* and asset.created >= now-1d'), all)
  assert.equal(await total('not asset:(name: mine*)'), 0)
  const unknown = await ask('GET', `/api/v1/assets?q=${encodeURIComponent('interfaces.gatewayAddress: 10.0.0.1')}`)
  assert.equal(unknown.status, 422)
  assert.match(JSON.stringify(unknown.json), /gatewayAddress/)
})
