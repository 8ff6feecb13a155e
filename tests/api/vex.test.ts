import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { validateCsaf } from '@holdfast/kit/csaf'
import { readVexValue } from '@holdfast/kit/vex'
import { itemKey, type ServerFace, type TenantTransaction } from '@holdfast/platform/contract'
import { createActivationKey } from '@holdfast/platform/intake'
import { serverFaces } from '../../apps/server.ts'
import { advisory, below, records } from '../../apps/vulnerabilities/engine/match/sample.fixture.ts'
import { keepVex } from '../../apps/vulnerabilities/store/vex/keep-vex.ts'
import { SampleAgent } from '../../platform/intake/testing/sample-agent.ts'
import { runVerb } from '../durability/run-verb.ts'
import { applyAndJudge, sampleInstallation } from './sample-installation.ts'

const installation = await sampleInstallation({ after })
const { ask, database, intake, tenantId } = installation

/** The real judge, with advisories of these tests. */
const advisories = {
  debian: [
    ...records(
      [
        advisory('DSA-1', { upstream: ['CVE-2026-10001'], affected: [below('Debian:12', 'openssl', '3.0.15-1')] }),
        advisory('DSA-2', { upstream: ['CVE-2026-10002'], affected: [below('Debian:12', 'openssl', '3.0.15-1')] }),
      ],
      'Debian:12',
    ),
  ],
  npm: [
    ...records([advisory('GHSA-1', { affected: [below('npm', 'left', '1.1.0')], aliases: ['CVE-2026-10003'] })], 'npm'),
  ],
}
const faces: readonly ServerFace[] = serverFaces.map((face) =>
  face.app.id === 'vulnerabilities' ? { ...face, loadContent: async () => face.contentOfCase?.(advisories) } : face,
)

const observedAt = new Date().toISOString()
const types = new Map(serverFaces.flatMap(({ app }) => app.facts).map((fact) => [fact.name as string, fact]))
const statement = (about: string, name: string, items: readonly object[]) => {
  const type = types.get(`inventory.${name}`)!
  return {
    ...{ type: 'facts' as const, about, fact: type.name, version: type.version, scope: '', mode: 'full' as const },
    ...{ complete: true, observedAt, gone: [] },
    set: Object.fromEntries(items.map((item) => [itemKey(type, item as never), item])),
  }
}
const deb = (name: string, version: string) => ({
  ...{ ecosystem: 'deb', name, version, architecture: 'amd64', sourceName: 'openssl', sourceVersion: version },
  purl: `pkg:deb/debian/${name}@${version}?arch=amd64&distro=debian-12`,
})
const npm = (version: string, path: string) => ({
  ecosystem: 'npm',
  name: 'left',
  version,
  path,
  purl: `pkg:npm/left@${version}`,
})
const ids = new Map<string, string>()

let agent: SampleAgent
/** A host with openssl and left, both affected; judged. */
async function tellHost(name: string): Promise<void> {
  const packages = name === 'web-2' ? ['libssl3'] : ['libssl3', 'openssl']
  const library = name === 'web-2' ? npm('1.0.1', '/srv/b') : npm('1.0.0', '/srv/a')
  await agent.tell([
    { type: 'asset', ref: name, kind: 'host', name, identifiers: [{ kind: 'hostname', value: name }] },
    statement(name, 'operating-system', [
      { ...types.get('inventory.operating-system')!.example, id: 'debian', version: '12' },
    ]),
    statement(
      name,
      'package',
      packages.map((one) => deb(one, '3.0.14-1')),
    ),
    statement(name, 'software', [library]),
  ] as never)
  await applyAndJudge(database, faces)
}

const upkeep = keepVex(async () => faces.find(({ app }) => app.id === 'vulnerabilities')!.loadContent!('') as never)
/** Does what a worker does, until nothing is left to do. Answers with how many pieces that were. */
async function exceptLater(): Promise<number> {
  assert.deepEqual(
    await database.asPlatform((tx) => upkeep.due(tx as never)).then((due) => due.every((id) => id === tenantId)),
    true,
  )
  let pieces = 0
  const next = () =>
    database.asTenant(tenantId, (tx) => upkeep.next(tx as unknown as TenantTransaction, Date.now(), undefined as never))
  while (await next()) pieces++
  return pieces
}

before(async () => {
  const { key } = await database.asTenant(tenantId, (tx) =>
    createActivationKey(tx as unknown as TenantTransaction, { name: 'vex' }),
  )
  agent = await new SampleAgent(intake).enrol(key)
  for (const name of ['web-1', 'web-2']) await tellHost(name)
  for (const { id, name } of (await ask('GET', '/api/v1/assets?limit=100')).json.data) ids.set(name, id)
})

const open = async (name: string): Promise<string[]> => {
  const q = encodeURIComponent(`asset.name:${name} and cve:CVE-* and status:[new, active] and disposition:none`)
  const { json } = await ask('GET', `/api/v1/findings?limit=100&q=${q}`)
  return json.data.map(({ check, place }: { check: string; place: string }) => `${check.slice(16)} ${place}`).sort()
}
const vex = (...statements: object[]) => ({
  '@context': 'https://openvex.dev/ns/v0.2.0',
  '@id': 'https://example.org/vex/1',
  author: 'Shop team',
  timestamp: '2026-11-01T00:00:00Z',
  statements,
})
const not = (name: string, purl: string, more: object = {}) => ({
  vulnerability: { name },
  products: [purl],
  status: 'not_affected',
  justification: 'vulnerable_code_not_present',
  ...more,
})
const send = (document: object, more: object = {}) =>
  ask('POST', '/api/v1/vulnerabilities/vex', { body: { document, ...more } })

test('a preview tells which findings a document is about, and changes nothing', async () => {
  assert.deepEqual(await open('web-1'), [
    'cve-2026-10001 deb/openssl',
    'cve-2026-10002 deb/openssl',
    'cve-2026-10003 npm/left in /srv/a',
  ])
  const { status, json } = await send(
    vex(
      not('CVE-2026-10001', 'pkg:deb/debian/openssl'),
      not('CVE-2026-10002', 'pkg:deb/debian/libssl3@3.0.14-1'),
      not('CVE-2026-10003', 'pkg:npm/left@1.0.0'),
      { ...not('CVE-2026-10003', 'pkg:npm/left@1.0.1'), status: 'fixed' },
      not('CVE-2026-10003', 'pkg:npm/right'),
      { vulnerability: 'CVE-2026-10003', products: [], status: 'fixed' },
    ),
  )
  assert.equal(status, 200, JSON.stringify(json))
  const { statements, problems, applied, findings } = json.data
  assert.deepEqual([applied, findings], [false, 4])
  assert.deepEqual(problems, ['statements[5]: names no product'])
  assert.deepEqual(
    statements.map((one: { vulnerability: string; findings: number }) => [one.vulnerability, one.findings]).slice(0, 4),
    [
      // By the name of the source: both hosts.
      ['CVE-2026-10001', 2],
      // Of one binary only: not where the other one, of which nothing is said, lies beside it.
      ['CVE-2026-10002', 1],
      ['CVE-2026-10003', 1],
      ['CVE-2026-10003', 0],
    ],
  )
  assert.equal((await open('web-1')).length, 3)
})

test('applied, findings are excepted by its word, once; a measure needs an end', async () => {
  const document = vex(
    not('CVE-2026-10001', 'pkg:deb/debian/openssl', { impact_statement: 'It is built without it.' }),
    not('CVE-2026-10003', 'pkg:npm/left@1.0.0', { justification: 'inline_mitigations_already_exist' }),
  )
  const refused = await send(document, { apply: true })
  assert.equal(refused.status, 422)
  assert.match(refused.json.errors[0].message, /a measure prevents/)
  assert.equal((await open('web-1')).length, 3)
  const { json } = await send(document, { apply: true, endsAt: '2029-01-01T00:00:00Z' })
  assert.equal(json.data.findings, 3)
  assert.deepEqual(await open('web-1'), ['cve-2026-10002 deb/openssl'])
  assert.deepEqual(await open('web-2'), ['cve-2026-10002 deb/openssl', 'cve-2026-10003 npm/left in /srv/b'])
  const { data } = (await ask('GET', '/api/v1/exceptions?limit=10')).json
  assert.deepEqual(data.map((one: { reason: string; findings: number }) => [one.reason, one.findings]).sort(), [
    ['compensating-control', 1],
    ['not-applicable', 2],
  ])
  assert.ok(
    data.some(
      ({ justification }: { justification: string }) =>
        justification ===
        'vulnerable code not present: It is built without it. (VEX: Shop team, https://example.org/vex/1)',
    ),
  )
  const again = await send(document, { apply: true, endsAt: '2029-01-01T00:00:00Z' })
  assert.equal(again.json.data.findings, 0)
  assert.equal((await ask('GET', '/api/v1/exceptions?limit=10')).json.data.length, 2)
})

test('what is known of an asset is given as VEX in three forms, which say the same', async () => {
  const told = []
  for (const form of ['openvex', 'csaf-2.0', 'cyclonedx-1.6']) {
    const { status, json } = await ask('GET', `/api/v1/vulnerabilities/assets/${ids.get('web-1')}/vex?form=${form}`)
    assert.equal(status, 200, JSON.stringify(json))
    if (form === 'csaf-2.0') assert.deepEqual(validateCsaf(json.data.document, { groups: ['mandatory'] }), [])
    const reading = readVexValue(json.data.document)
    assert.ok(reading.ok)
    assert.deepEqual(reading.problems, [])
    told.push(
      reading.document.statements
        .flatMap(({ vulnerability, status: said, products }) =>
          products.map(({ purls }) => `${vulnerability} ${said} ${purls[0]}`),
        )
        .sort(),
    )
  }
  assert.deepEqual(told[0], [
    'CVE-2026-10001 not_affected pkg:deb/debian/libssl3@3.0.14-1?arch=amd64&distro=debian-12',
    'CVE-2026-10001 not_affected pkg:deb/debian/openssl@3.0.14-1?arch=amd64&distro=debian-12',
    'CVE-2026-10002 affected pkg:deb/debian/libssl3@3.0.14-1?arch=amd64&distro=debian-12',
    'CVE-2026-10002 affected pkg:deb/debian/openssl@3.0.14-1?arch=amd64&distro=debian-12',
    'CVE-2026-10003 not_affected pkg:npm/left@1.0.0',
  ])
  assert.deepEqual(told[1], told[0])
  assert.deepEqual(told[2], told[0])
  assert.equal((await ask('GET', '/api/v1/vulnerabilities/assets/ast_none/vex')).status, 404)
  const none = await send({ hello: 'world' })
  assert.equal(none.status, 422)
  assert.match(none.json.errors[0].message, /neither OpenVEX nor CSAF nor CycloneDX/)
})

test('the command line does the same, and says what happened', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-vex-'))
  after(() => rmSync(folder, { recursive: true, force: true }))
  const environment = { HOLDFAST_SERVER: installation.url, HOLDFAST_TOKEN: await installation.token() }
  const run = (...words: string[]) => runVerb(words, environment)
  const path = join(folder, 'shop.json')
  writeFileSync(path, JSON.stringify(vex(not('CVE-2026-10002', 'pkg:deb/debian/openssl'), { status: 'fixed' })))
  const dry = await run('vex', 'apply', path, '--dry-run')
  assert.equal(dry.code, 0, dry.err)
  assert.match(dry.out, /CVE-2026-10002 +not affected +2 +vulnerable code not present/)
  assert.match(dry.err, /statements\[1\]: names no vulnerability: it is left out/)
  assert.match(dry.err, /2 findings would be excepted/)
  assert.match((await run('vex', 'apply', path)).err, /Excepted 2 findings/)
  assert.match((await run('vex', 'apply', path)).err, /No open finding/)
  assert.deepEqual(await open('web-1'), [])
  assert.match((await run('vex', 'list', '-o', 'csv')).out, /^https:\/\/example\.org\/vex\/1,Shop team,openvex,1,/m)
  assert.match((await run('vex', 'forget', 'https://example.org/vex/1')).err, /decisions by it stay/)
  assert.match((await run('vex', 'forget', 'https://example.org/vex/1')).err, /No VEX document is kept that is called/)
  assert.match((await run('vex', 'list')).err, /No VEX document is kept/)
  const written = await run('asset', 'vex', 'web-1', '-o', 'csaf')
  assert.ok(readVexValue(JSON.parse(written.out)).ok)
  writeFileSync(path, '{"a": ')
  const broken = await run('vex', 'apply', path)
  assert.equal(broken.code, 2)
  assert.match(broken.err, /not JSON/)
  assert.match((await run('vex', 'apply', path, '--until', 'soon')).err, /not JSON|no date/)
})

test('its word holds for what is found later, until it is forgotten', async () => {
  const document = vex(
    not('CVE-2026-10001', 'pkg:deb/debian/openssl'),
    not('CVE-2026-10003', 'pkg:npm/left@1.0.0', { justification: 'inline_mitigations_already_exist' }),
  )
  const sent = await send(document, { apply: true, endsAt: '2029-01-01T00:00:00Z' })
  assert.deepEqual([sent.status, sent.json.data?.kept], [200, true])
  const { json } = await ask('GET', '/api/v1/vulnerabilities/vex')
  assert.deepEqual(
    json.data.map(({ author, document, statements }: Record<string, unknown>) => [author, document, statements]),
    [['Shop team', 'https://example.org/vex/1', 2]],
  )
  await tellHost('web-3')
  assert.deepEqual(await open('web-3'), [
    'cve-2026-10001 deb/openssl',
    'cve-2026-10002 deb/openssl',
    'cve-2026-10003 npm/left in /srv/a',
  ])
  assert.equal(await exceptLater(), 1)
  assert.deepEqual(await open('web-3'), ['cve-2026-10002 deb/openssl'])
  const forgotten = await ask('DELETE', `/api/v1/vulnerabilities/vex/${json.data[0].id}`, {
    headers: { 'if-match': '*' },
  })
  assert.equal(forgotten.status, 200, forgotten.text)
  await tellHost('web-4')
  assert.equal(await exceptLater(), 0)
  assert.equal((await open('web-4')).length, 3)
  // What was decided stays so.
  assert.equal((await open('web-3')).length, 1)
})

test('a document that is not to be kept, and one without an id, are applied once', async () => {
  const document = vex(not('CVE-2026-10001', 'pkg:deb/debian/openssl'))
  const once = await send(document, { apply: true, keep: false })
  assert.deepEqual([once.json.data.applied, once.json.data.kept], [true, false])
  const { '@id': _, ...nameless } = document
  const other = await send(nameless, { apply: true })
  assert.equal(other.json.data.kept ?? false, false)
  assert.equal((await ask('GET', '/api/v1/vulnerabilities/vex')).json.data.length, 0)
})
