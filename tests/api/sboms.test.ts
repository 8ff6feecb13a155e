import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { readSbom } from '@holdfast/kit/sbom'
import type { ServerFace } from '@holdfast/platform/contract'
import { serverFaces } from '../../apps/server.ts'
import { advisory, below, records } from '../../apps/vulnerabilities/engine/match/sample.fixture.ts'
import { applyAndJudge, sampleInstallation } from './sample-installation.ts'

const { ask, database, tenantId } = await sampleInstallation({ after })
const route = '/api/v1/inventory/sboms'
const base64 = (value: unknown) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64')

/** The real judges, with advisories of these tests. */
const advisories = {
  debian: records(
    [advisory('DSA-1', { upstream: ['CVE-2026-10001'], affected: [below('Debian:12', 'openssl', '3.0.15-1')] })],
    'Debian:12',
  ),
  npm: records([advisory('GHSA-1', { affected: [below('npm', 'left', '1.1.0')], aliases: ['CVE-2026-10003'] })], 'npm'),
}
const faces: readonly ServerFace[] = serverFaces.map((face) =>
  face.app.id === 'vulnerabilities' ? { ...face, loadContent: async () => face.contentOfCase?.(advisories) } : face,
)
const judge = () => applyAndJudge(database, faces)

const bill = (...components: object[]) => ({
  bomFormat: 'CycloneDX',
  specVersion: '1.6',
  metadata: { component: { type: 'container', name: 'shop', version: '7' } },
  components: [{ type: 'operating-system', name: 'debian', version: '12' }, ...components],
})
const ssl = (version: string) => ({
  type: 'library',
  name: 'libssl3',
  version,
  purl: `pkg:deb/debian/libssl3@${version}?arch=amd64&distro=debian-12&upstream=openssl`,
})
const left = (version: string) => ({ type: 'library', name: 'left', version, purl: `pkg:npm/left@${version}` })
const send = (document: unknown, more: object = {}) =>
  ask('POST', route, { body: { content: base64(document), ...more } })
const open = async () => {
  const q = encodeURIComponent('cve:CVE-* and status:[new, active, reopened]')
  const { json } = await ask('GET', `/api/v1/findings?q=${q}&limit=100`)
  return (json.data as { check: string; place: string; asset: { name: string } }[])
    .map(({ check, place, asset }) => `${asset.name} ${check.slice('vulnerabilities.'.length)} ${place}`)
    .sort()
}

test('a bill of materials becomes the software of an asset, which is judged like any other', async () => {
  const { status, json } = await send(
    bill(ssl('3.0.14-1'), left('1.0.0'), left('1.0.1'), { type: 'library', name: 'odd' }),
  )
  assert.equal(status, 200, JSON.stringify(json))
  const { asset, format, packages, software, unnamedNames, distribution } = json.data
  assert.deepEqual(
    [asset.name, asset.isNew, format, packages, software, unnamedNames, distribution],
    ['shop', true, 'CycloneDX 1.6', 1, 2, ['odd'], 'debian 12'],
  )
  await judge()
  assert.deepEqual(await open(), ['shop cve-2026-10001 deb/openssl', 'shop cve-2026-10003 npm/left in shop'])
})

test('the same bill twice changes nothing; a newer one closes what it mended', async () => {
  const rows = async () =>
    (
      await database.asTenant(tenantId, (tx) =>
        tx.query('select xmin::text, t::text from fact_change t where tenant_id = $1 order by 2', [tenantId]),
      )
    ).rows
  const document = bill(ssl('3.0.14-1'), left('1.0.0'), left('1.0.1'), { type: 'library', name: 'odd' })
  const before = await rows()
  assert.equal((await send(document)).json.data.asset.isNew, false)
  assert.deepEqual(await rows(), before)
  await send(bill(ssl('3.0.15-1'), left('1.0.0')))
  await judge()
  assert.deepEqual(await open(), ['shop cve-2026-10003 npm/left in shop'])
})

test('what was imported comes out again, with the same software', async () => {
  const { id } = (await send(bill(ssl('3.0.15-1'), left('1.0.0')), { asset: 'Shop' })).json.data.asset
  const { document } = (await ask('GET', `/api/v1/inventory/assets/${id}/sbom`)).json.data
  const reading = readSbom(Buffer.from(JSON.stringify(document)))
  assert.ok(reading.ok)
  assert.deepEqual(
    reading.sbom.components.flatMap(({ name, version, kind }) =>
      kind === 'operating-system' ? [] : [[name, version]],
    ),
    [
      ['libssl3', '3.0.15-1'],
      ['left', '1.0.0'],
    ],
  )
  assert.deepEqual(reading.sbom.distribution, { id: 'debian', release: '12' })
})

test('SPDX tags are taken too; what is no bill, or is of nothing, is refused in words', async () => {
  const tags =
    'SPDXVersion: SPDX-2.3\nDataLicense: CC0-1.0\nDocumentName: box\n\nPackageName: left\nSPDXID: SPDXRef-1\nPackageVersion: 1.0.0\nExternalRef: PACKAGE-MANAGER purl pkg:npm/left@1.0.0\n'
  assert.equal((await send(tags, { asset: 'box', kind: 'host' })).json.data.software, 1)
  for (const [document, words] of [
    ['', /neither JSON, nor XML, nor SPDX tags/],
    [{ hello: 1 }, /is no bill of materials/],
    [{ bomFormat: 'CycloneDX', specVersion: '1.6', components: [] }, /does not say what it is of/],
  ] as const) {
    const { status, text } = await send(document)
    assert.equal(status, 422, text)
    assert.match(text, words)
  }
  assert.match((await send(bill(), { asset: `ast_${'0'.repeat(22)}` })).text, /there is no asset of this id/)
})
