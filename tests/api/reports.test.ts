import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { itemKey, type TenantTransaction } from '@holdfast/platform/contract'
import { createActivationKey } from '@holdfast/platform/intake'
import { serverFaces } from '../../apps/server.ts'
import { SampleAgent } from '../../platform/intake/testing/sample-agent.ts'
import { applyAndJudge, sampleInstallation } from './sample-installation.ts'

const installation = await sampleInstallation({ after })
const { ask, database, intake, tenantId } = installation
const route = '/api/v1/vulnerabilities/reports'
const base64 = (text: string) => Buffer.from(text).toString('base64')

interface Plugin {
  readonly id: number
  readonly title: string
  readonly severity: number
  readonly cves?: readonly string[]
  readonly port?: number
}
const nessus = (hosts: Readonly<Record<string, readonly Plugin[]>>) =>
  `<?xml version="1.0"?><NessusClientData_v2><Report name="weekly">${Object.entries(hosts)
    .map(
      ([host, plugins]) =>
        `<ReportHost name="${host}">${plugins
          .map(
            ({ id, title, severity, cves = [], port = 443 }) =>
              `<ReportItem port="${port}" svc_name="www" protocol="tcp" severity="${severity}" pluginID="${id}" pluginName="${title}"><description>What is said of ${id}</description><solution>Mend it.</solution>${cves.map((cve) => `<cve>${cve}</cve>`).join('')}</ReportItem>`,
          )
          .join('')}</ReportHost>`,
    )
    .join('')}</Report></NessusClientData_v2>`

const eternal = { id: 97737, title: 'MS17-010', severity: 4, cves: ['CVE-2017-0144', 'CVE-2017-0145'], port: 445 }
const selfSigned = { id: 57582, title: 'Self-Signed Certificate', severity: 2 }
const banner = { id: 10107, title: 'HTTP Server Type', severity: 0 }

const send = (report: string, more: object = {}) => ask('POST', route, { body: { content: base64(report), ...more } })
const findings = async (query: string) => {
  const { json } = await ask('GET', `/api/v1/findings?q=${encodeURIComponent(query)}&limit=100`)
  return (json.data as { check: string; place: string; status: string; severity: string; asset: { name: string } }[])
    .map(
      ({ check, place, status, asset }) => `${asset.name} ${check.slice('vulnerabilities.'.length)} ${place} ${status}`,
    )
    .sort()
}
const reported = (query = '') => findings(`category:vulnerability ${query ? 'and' : ''} ${query}`)
const settle = () => applyAndJudge(database)
const rows = () =>
  database.asTenant(tenantId, async (tx) => {
    const read = async (table: string) =>
      (await tx.query(`select xmin::text, t::text from ${table} t where tenant_id = $1 order by 2`, [tenantId])).rows
    return [await read('finding'), await read('finding_detail'), await read('finding_transition'), await read('asset')]
  })

test('a report opens findings of the hosts that it names: by CVE, and by rule where there is none', async () => {
  const { status, json } = await send(nessus({ 'db-1': [eternal, selfSigned, banner], 'web-1': [selfSigned] }))
  assert.equal(status, 200, JSON.stringify(json))
  const { format, name, findings: taken, milder, newCount } = json.data
  assert.deepEqual(
    { format, name, taken, milder, newCount },
    { format: 'nessus', name: 'nessus', taken: 3, milder: 1, newCount: 2 },
  )
  await settle()
  assert.deepEqual(await reported('status:[new, active, reopened]'), [
    'db-1 nothing-else-is-reported Nessus 57582 at tcp/443 new',
    'db-1 reported-cve-2017-0144 tcp/445 new',
    'db-1 reported-cve-2017-0145 tcp/445 new',
    'web-1 nothing-else-is-reported Nessus 57582 at tcp/443 new',
  ])
  assert.deepEqual(await reported('cve:CVE-2017-0144'), ['db-1 reported-cve-2017-0144 tcp/445 new'])
})

test('the same report twice changes no row of assets and findings', async () => {
  const before = await rows()
  const { json } = await send(nessus({ 'db-1': [eternal, selfSigned, banner], 'web-1': [selfSigned] }))
  assert.equal(json.data.newCount, 0)
  await settle()
  assert.deepEqual(await rows(), before)
})

test('a newer report closes what it no longer names on the hosts that it names, and nothing on others', async () => {
  await send(nessus({ 'db-1': [selfSigned] }))
  await settle()
  assert.deepEqual(await reported('status:[new, active, reopened]'), [
    'db-1 nothing-else-is-reported Nessus 57582 at tcp/443 active',
    'web-1 nothing-else-is-reported Nessus 57582 at tcp/443 new',
  ])
  assert.deepEqual(await reported('cve:CVE-2017-0144'), ['db-1 reported-cve-2017-0144 tcp/445 fixed'])
  await send(nessus({ 'db-1': [eternal, selfSigned] }))
  await settle()
  assert.deepEqual(await reported('cve:CVE-2017-0144'), ['db-1 reported-cve-2017-0144 tcp/445 reopened'])
})

test('a report that is whole clears the hosts that it does not name; an older one is refused', async () => {
  const { json } = await send(nessus({ 'db-1': [selfSigned] }), { whole: true })
  assert.equal(json.data.cleared, 1)
  await settle()
  assert.deepEqual(await reported('status:[new, active, reopened]'), [
    'db-1 nothing-else-is-reported Nessus 57582 at tcp/443 active',
  ])
  const late = await send(nessus({ 'db-1': [eternal] }), { observedAt: '2026-01-01T00:00:00Z' })
  assert.equal(late.status, 422)
  assert.match(late.text, /a newer report .* is known/)
})

test('a host that is named by its address is the asset that has the address', async () => {
  const { key } = await database.asTenant(tenantId, (tx) =>
    createActivationKey(tx as unknown as TenantTransaction, { name: 'reports' }),
  )
  const agent = await new SampleAgent(intake).enrol(key)
  const type = serverFaces.flatMap(({ app }) => app.facts).find(({ name }) => name === 'inventory.interface')!
  const item = { ...type.example, name: 'eth0', addresses: ['10.9.8.7/24'] }
  const identifiers = [{ kind: 'machine-id', value: 'c0ffee00c0ffee00c0ffee00c0ffee00' }]
  await agent.tell([
    { type: 'asset', ref: 'self', kind: 'host', name: 'known-by-agent', identifiers },
    {
      ...{ type: 'facts', about: 'self', fact: type.name, version: type.version, scope: '', mode: 'full' as const },
      ...{ complete: true, observedAt: new Date().toISOString(), set: { [itemKey(type, item)]: item }, gone: [] },
    },
  ])
  await settle()
  const { json } = await send(nessus({ '10.9.8.7': [selfSigned] }), { name: 'by address' })
  assert.deepEqual(
    json.data.assets.map(({ name, isNew }: { name: string; isNew: boolean }) => ({ name, isNew })),
    [{ name: 'known-by-agent', isNew: false }],
  )
  await settle()
  assert.ok(
    (await reported('status:[new, active, reopened]')).includes(
      'known-by-agent nothing-else-is-reported Nessus 57582 at tcp/443 new',
    ),
  )
})

const sarif = JSON.stringify({
  version: '2.1.0',
  runs: [
    {
      tool: {
        driver: { name: 'Checker', rules: [{ id: 'js/xss', shortDescription: { text: 'Script from a request' } }] },
      },
      results: [
        {
          ruleId: 'js/xss',
          level: 'error',
          message: { text: 'A value of the request is written as it is.' },
          locations: [{ physicalLocation: { artifactLocation: { uri: 'src/a.js' }, region: { startLine: 7 } } }],
        },
      ],
    },
  ],
})

test('what names no machine needs an asset, which is made where it is new', async () => {
  const { status, text } = await send(sarif)
  assert.equal(status, 422)
  assert.match(text, /say which asset/)
  assert.equal((await send(sarif, { asset: 'shop', kind: 'image' })).json.data.newCount, 1)
  assert.equal((await send(sarif, { asset: 'Shop', name: 'other' })).json.data.newCount, 0)
  await settle()
  assert.deepEqual(await reported('asset.name:shop and status:[new, active, reopened]'), [
    'shop nothing-else-is-reported Checker js/xss at src/a.js new',
  ])
})

test('what is no report is refused with its place, and stores nothing', async () => {
  const before = await rows()
  for (const [content, words] of [
    ['', /the file is empty/],
    ['<NessusClientData_v2><Report>', /not XML/],
    ['{"a": 1}', /no report that is known/],
    ['\u0000\u0001', /is not read as a report/],
  ] as const) {
    const { status, text } = await send(content)
    assert.equal(status, 422, content)
    assert.match(text, words)
  }
  assert.deepEqual(await rows(), before)
})

test('reports are listed, and one is taken back with all that it found', async () => {
  const listed = async () =>
    ((await ask('GET', route)).json.data as { name: string; assets: number }[]).map(({ name, assets }) => [
      name,
      assets,
    ])
  assert.deepEqual(await listed(), [
    ['by address', 1],
    ['nessus', 1],
    ['other', 1],
    ['sarif', 1],
  ])
  const etag = (await ask('GET', `${route}/nessus`)).headers.get('etag')!
  const removed = await ask('DELETE', `${route}/nessus`, { headers: { 'if-match': etag } })
  assert.equal(removed.status, 200, removed.text)
  assert.ok(removed.json.data.assets > 0)
  await settle()
  assert.deepEqual(
    (await listed()).map(([name]) => name),
    ['by address', 'other', 'sarif'],
  )
  assert.deepEqual(await reported('status:[new, active, reopened] and asset.name:db-1'), [])
  assert.equal((await ask('GET', `${route}/nessus`)).status, 404)
})
