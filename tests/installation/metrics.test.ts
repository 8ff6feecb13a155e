import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { createApiToken, ensureFirstOwner } from '@holdfast/platform/access'
import { requestHeaders } from '@holdfast/platform/envelope'
import { createActivationKey, inTenant } from '@holdfast/platform/intake'
import { createTenant, externalAccess, migrate } from '@holdfast/platform/store'
import { temporaryHome, testDatabase } from '@holdfast/platform/store/testing'
import pg from 'pg'
import { parse } from 'yaml'
import { serverFaces } from '../../apps/server.ts'
import { allParts } from '../../programs/server/parts.ts'
import { freePorts } from '../journeys/installation.ts'
import { exampleOf, tellHost } from '../journeys/told-host.ts'

const main = fileURLToPath(new URL('../../programs/cli/main.ts', import.meta.url))
const read = (name: string) => readFileSync(new URL(`../../docs/metrics/${name}`, import.meta.url), 'utf8')

const parts = allParts(serverFaces)
const made = await testDatabase({ after }, { parts: parts.filter(({ part }) => part !== 'store') })
const { database, access } = made
const login = `metrics_${process.pid}`
const { host, database: name, user, password } = access.admin!
const place = `/${name}?host=${encodeURIComponent(host)}`
const url = `postgres://${login}:only-for-tests@${place}`
await migrate({
  access: externalAccess({ url, adminUrl: `postgres://${user}:${encodeURIComponent(password!)}@${place}` }),
  parts,
})
const [port, tlsPort] = (await freePorts(2)) as [number, number]
const environment = {
  ...process.env,
  HOLDFAST_HOME: temporaryHome({ after }).path,
  DATABASE_URL: url,
  HOLDFAST_PORT: String(port),
  HOLDFAST_TLS_PORT: String(tlsPort),
}
const origin = `http://localhost:${port}`
let said = ''
const running: ChildProcess[] = []

function start(verb: 'server' | 'worker'): void {
  const child = spawn(process.execPath, [main, verb], { env: environment, stdio: ['ignore', 'pipe', 'pipe'] })
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk))
  running.push(child)
}

after(async () => {
  for (const child of running) {
    const gone = new Promise((resolve) => child.once('exit', resolve))
    if (child.exitCode === null && child.kill('SIGTERM')) await gone
  }
  const client = new pg.Client({ ...access.admin, database: 'postgres' } as pg.ClientConfig)
  await client.connect()
  await client.query(`drop owned by ${login}; drop role ${login}`).catch(() => {})
  await client.end()
})

interface Series {
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}

async function scrape(): Promise<Map<string, Series[]>> {
  const reply = await fetch(`${origin}/metrics`)
  assert.equal(reply.status, 200)
  const found = new Map<string, Series[]>()
  for (const line of (await reply.text()).split('\n')) {
    if (line === '' || line.startsWith('#')) continue
    const [, metric, braces = '', value] = /^(\w+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? assert.fail(line)
    const labels = Object.fromEntries(
      [...braces.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, key, text]) => [key, text!]),
    )
    assert.ok(Number.isFinite(Number(value)), line)
    found.set(metric!, [...(found.get(metric!) ?? []), { labels, value: Number(value) }])
  }
  return found
}

async function until<T>(what: string, get: () => Promise<T | undefined | false>): Promise<T> {
  for (const end = performance.now() + 90_000; ; await sleep(200)) {
    const got = await get()
    if (got !== undefined && got !== false) return got
    assert.ok(performance.now() < end, `${what}: ${said.slice(-3000)}`)
  }
}

/** What an expression asks of the metrics: names, and of each the labels that it selects by. */
function selectors(expression: string) {
  return [...expression.matchAll(/\b(holdfast_\w+|up)\b(?:\{([^}]*)\})?/g)].map(([, metric, braces = '']) => ({
    metric: metric!,
    matchers: [...braces.matchAll(/(\w+)\s*(=~|!~|!=|=)\s*"([^"]*)"/g)].map(([, label, how, value]) => ({
      label: label!,
      how: how!,
      value: value!,
    })),
  }))
}

/** What Prometheus itself adds to each series. */
const ofPrometheus = new Set(['job', 'instance'])

/** What an expression, and the words beside it, name that the server does not tell. */
function missing(found: ReadonlyMap<string, readonly Series[]>, expression: string, words = ''): string[] {
  const asked = selectors(expression)
  const problems = asked.length === 0 ? [`asks of no metric: ${expression}`] : []
  const seen = new Set<string>()
  for (const { metric, matchers } of asked) {
    if (metric === 'up') continue
    const series = found.get(metric)
    if (!series) {
      problems.push(`${metric} is not told`)
      continue
    }
    for (const { labels } of series) for (const label of Object.keys(labels)) seen.add(label)
    for (const { label, how, value } of matchers) {
      if (ofPrometheus.has(label)) continue
      if (!series.some(({ labels }) => label in labels)) problems.push(`${metric} has no label ${label}`)
      else if (how === '=' && !series.some(({ labels }) => labels[label] === value))
        problems.push(`${metric} is never told with ${label}="${value}"`)
    }
  }
  const grouped = [...expression.matchAll(/\bby \(([^)]*)\)/g)].flatMap(([, names]) => names!.split(/\s*,\s*/))
  const shown = [...words.matchAll(/\{\{\s*(?:\$labels\.)?(\w+)\s*\}\}/g)].map(([, label]) => label!)
  for (const label of [...grouped, ...shown])
    if (!seen.has(label) && !ofPrometheus.has(label)) problems.push(`nothing in ${expression} has the label ${label}`)
  return problems
}

start('server')
start('worker')
await until('the server', async () => (await fetch(`${origin}/readyz`).catch(() => undefined))?.ok)
const { tenantId, personId } = await ensureFirstOwner(database, { tenant: 'Watched', person: 'Owner' })
const { key } = await inTenant(database, tenantId, (tx) => createActivationKey(tx, { name: 'watched' }))
const { secret } = await database.asTenant(tenantId, (tx) =>
  createApiToken(tx, { name: 'load', scopes: ['*'], personId }),
)
for (let n = 0; n < 5; n += 1) {
  const told = await tellHost(origin, key, `watched-${n}`)
  await told.state({ 'inventory.ssh-server': [exampleOf('inventory.ssh-server', { ports: [22 + n] })] })
}
const authorization = { authorization: `Bearer ${secret}` }
for (const path of ['/api/v1/assets', '/api/v1/findings', '/api/v1/nothing', '/api/v1/home'])
  await fetch(origin + path, { headers: authorization })
await fetch(`${origin}/agent/v1/envelopes`, {
  method: 'POST',
  headers: { [requestHeaders.source]: 'src_none' },
  body: 'x',
})
const found = await until('that all is applied', async () => {
  const now = await scrape()
  const agents = now.get('holdfast_sources')?.find(({ labels }) => labels.kind === 'agent' && labels.state === 'well')
  return agents?.value === 5 && now.get('holdfast_applying_waiting')?.[0]?.value === 0 && now
})

test('every panel asks for metrics and labels that the server tells', () => {
  const { panels } = JSON.parse(read('holdfast-grafana.json')) as {
    panels: { title: string; type: string; targets?: { expr: string; legendFormat: string }[] }[]
  }
  const asking = panels.filter(({ type }) => type !== 'row')
  assert.ok(asking.length > 15)
  for (const { title, targets } of asking) {
    assert.ok(targets && targets.length > 0, title)
    // A first server that was never heard of silent agents tells no such number, and the panel has a zero for that.
    for (const { expr, legendFormat } of targets)
      assert.deepEqual(missing(found, expr.replace(/, state="silent"/, ''), legendFormat), [], title)
  }
})

test('every alert asks for metrics and labels that the server tells', () => {
  const { groups } = parse(read('holdfast-alerts.yaml')) as {
    groups: { rules: { alert: string; expr: string; annotations: Record<string, string> }[] }[]
  }
  const rules = groups.flatMap((group) => group.rules)
  assert.ok(rules.length > 10)
  assert.equal(new Set(rules.map(({ alert }) => alert)).size, rules.length)
  for (const { alert, expr, annotations } of rules)
    assert.deepEqual(missing(found, expr.replace(/, state="silent"/, ''), Object.values(annotations).join()), [], alert)
})

test('a metric, a label or a value that is not there would be found', () => {
  for (const wrong of [
    'holdfast_nothing',
    'sum(holdfast_jobs{stat="failed"})',
    'sum(holdfast_jobs{state="broken"})',
    'sum by (colour) (holdfast_jobs)',
    'time()',
  ])
    assert.equal(missing(found, wrong).length, 1, wrong)
  assert.equal(missing(found, 'holdfast_jobs', '{{colour}}').length, 1)
})

test('the numbers are those of what was done', async () => {
  const total = (metric: string, labels: Record<string, string> = {}) =>
    found
      .get(metric)!
      .filter((each) => Object.entries(labels).every(([label, value]) => each.labels[label] === value))
      .reduce((sum, { value }) => sum + value, 0)
  const { rows } = await made.admin.query(
    `select sum(went)::int as stored from holdfast.ledger where stage = 'receive'`,
  )
  assert.equal(total('holdfast_intake_envelopes_total', { outcome: 'stored' }), rows[0].stored)
  assert.equal(total('holdfast_intake_refused_total'), 1)
  assert.equal(total('holdfast_agents'), 5)
  assert.equal(total('holdfast_tenants', { state: 'active' }), 1)
  assert.equal(total('holdfast_http_request_seconds_count', { route: '/api/v1/assets', status: '200' }), 1)
  assert.ok(total('holdfast_database_bytes') > 1e6)
})

test('on the TLS door the metrics want a token with metrics:read, and no other is enough', async () => {
  // The border to the outside is the TLS door; its certificate is of this installation's own authority.
  const authority = await (await fetch(`${origin}/agent/v1/authority.pem`)).text()
  const { Agent, request } = await import('node:https')
  const agent = new Agent({ ca: authority })
  const ask = (token?: string) =>
    new Promise<number>((resolve, reject) => {
      const headers = token === undefined ? {} : { authorization: `Bearer ${token}` }
      request({ host: 'localhost', port: tlsPort, path: '/metrics', agent, headers }, (reply) => {
        reply.resume()
        resolve(reply.statusCode ?? 0)
      })
        .on('error', reject)
        .end()
    })
  const token = async (scopes: readonly string[]) =>
    (await database.asTenant(tenantId, (tx) => createApiToken(tx, { name: scopes.join(), scopes, personId }))).secret
  const child = await database.asPlatform(async (tx) => {
    const provider = await createTenant(tx, { name: 'Provider', kind: 'provider' })
    return createTenant(tx, { name: 'Customer', parentId: provider.id })
  })
  const theirs = await database.asTenant(child.id, (tx) => createApiToken(tx, { name: 'theirs', scopes: ['*'] }))
  assert.equal(await ask(theirs.secret), 403)
  assert.deepEqual(
    [await ask(), await ask(await token(['assets:read'])), await ask(await token(['metrics:read']))],
    [401, 403, 200],
  )
})
