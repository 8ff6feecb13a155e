import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { readSbom } from '@holdfast/kit/sbom'
import { sampleInstallation } from '../../../tests/api/sample-installation.ts'
import { runVerb } from '../../../tests/durability/run-verb.ts'

const installation = await sampleInstallation({ after })
const { url, token: tokenOf, ask, tenantId } = installation
const token = await tokenOf()
await installation.fill(tenantId, 'bill-')
const run = (...words: string[]) =>
  runVerb(['asset', 'sbom', ...words], { HOLDFAST_SERVER: url, HOLDFAST_TOKEN: token })

interface Told {
  readonly id: string
  readonly name: string
  readonly purls: readonly string[]
}

/** An asset with software, and the package URLs that its facts tell. */
async function assetWithSoftware(): Promise<Told> {
  const { data } = (await ask('POST', '/api/v1/assets/search', { body: { q: '', limit: 100 } })).json
  for (const { id, name } of data as Told[]) {
    const { json } = await ask('GET', `/api/v1/assets/${id}/facts?facts=inventory.package,inventory.software`)
    const items = json.data.facts.flatMap((fact: { items: { item: { purl: string } }[] }) => fact.items)
    const purls = [...new Set<string>(items.map(({ item }: { item: { purl: string } }) => item.purl))].sort()
    if (purls.length > 0) return { id, name, purls }
  }
  throw new Error('no asset has software')
}

test('the software of an asset is written in both forms, and read again without a problem', async () => {
  const { id, name, purls } = await assetWithSoftware()
  for (const [form, format] of [
    ['cyclonedx', 'CycloneDX'],
    ['spdx', 'SPDX'],
  ] as const) {
    const byName = await run(name, '-o', form)
    assert.equal(byName.code, 0, byName.err)
    const reading = readSbom(Buffer.from(byName.out))
    assert.ok(reading.ok)
    assert.deepEqual([reading.sbom.format, reading.sbom.problems], [format, []])
    const named = reading.sbom.components.flatMap(({ purl }) => purl ?? [])
    assert.deepEqual(named.sort(), purls)
    assert.equal((await run(id, '-o', form)).out, byName.out)
  }
})

test('an asset that is not there is an error that says so', async () => {
  assert.match((await run('nobody')).err, /There is no asset “nobody”/)
  const absent = await run('ast_0000000000')
  assert.notEqual(absent.code, 0)
  assert.equal(absent.out, '')
})
