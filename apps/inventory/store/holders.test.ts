import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { newPublicId } from '@holdfast/platform/store'
import { everyPart, testDatabase } from '@holdfast/platform/store/testing'
import { type Holders, holdersOf } from './holders.ts'

const { database, admin, tenant } = await testDatabase({ after }, { parts: everyPart() })

const names = ['openssl', 'bash', 'zlib', 'curl']
const software = names.flatMap((name, at) => [
  { id: at * 2 + 1, name: `lib${name}`, source: name },
  { id: at * 2 + 2, name, source: name },
])

/** Assets with software by number; asset `n` of a tenant has what the bits of n say. */
async function fill(tenantId: number, assets: number, { told = true } = {}): Promise<ReadonlyMap<number, number[]>> {
  const held = new Map<number, number[]>()
  await admin.query('set session_replication_role = replica')
  for (let n = 0; n < assets; n++) {
    const ids = software.filter(({ id }) => (n >> (id - 1)) & 1).map(({ id }) => id)
    const { rows } = await admin.query(
      `insert into holdfast.asset (tenant_id, public_id, network_id, kind, name, first_seen_at, last_seen_at)
       values ($1, $2, 1, 'host', 'h', now(), now()) returning asset_id::int as id`,
      [tenantId, newPublicId('ast')],
    )
    await admin.query(
      'insert into holdfast.inventory_asset_software (tenant_id, asset_id, software) values ($1, $2, $3)',
      [tenantId, rows[0].id, ids],
    )
    held.set(rows[0].id, ids)
  }
  for (const { id, name, source } of software)
    await admin.query(
      `insert into holdfast.inventory_tenant_software
         (tenant_id, software_id, ecosystem, name, version, version_key, purl, asset_count, source_name)
       values ($1, $2, 'deb', $3, '1', '1', 'pkg:deb/debian/' || $3::text, $4, $5)`,
      [tenantId, id, name, [...held.values()].filter((ids) => ids.includes(id)).length, told ? source : null],
    )
  await admin.query('set session_replication_role = origin')
  return held
}

const ask = (wanted: readonly string[]) =>
  database.asPlatform((tx) => holdersOf(tx as never, wanted)) as Promise<readonly Holders[]>

test('holders of some software stand together with those that have the very same of it, tenant by tenant', async () => {
  const [one, two] = [await tenant(), await tenant('Two')]
  const all = new Map([
    [one, await fill(one, 200)],
    [two, await fill(two, 60)],
  ])
  for (const wanted of [['openssl'], ['libbash'], ['openssl', 'libzlib'], ['curl', 'bash', 'nothing']]) {
    const ids = software.filter(({ name, source }) => wanted.includes(name) || wanted.includes(source))
    const expected = new Map<string, number[]>()
    for (const [tenantId, held] of all)
      for (const [asset, own] of held) {
        const mine = ids.filter(({ id }) => own.includes(id)).map(({ name }) => `pkg:deb/debian/${name}`)
        if (mine.length === 0) continue
        const key = `${tenantId} ${mine.sort().join(' ')}`
        expected.set(key, [...(expected.get(key) ?? []), asset])
      }
    const found = new Map(
      (await ask(wanted)).map(({ tenantId, assetIds, software: own }) => [
        `${tenantId} ${own
          .map(({ purl }) => purl)
          .sort()
          .join(' ')}`,
        [...assetIds],
      ]),
    )
    assert.deepEqual(new Map([...found].sort()), new Map([...expected].sort()), wanted.join(', '))
  }
})

test('where nobody told what packages were built from, every asset of the tenant is among them, with nothing', async () => {
  const tenantId = await tenant('Untold')
  const held = await fill(tenantId, 9, { told: false })
  const mine = (await ask(['openssl'])).filter((each) => each.tenantId === tenantId)
  assert.deepEqual(mine, [{ tenantId, assetIds: [...held.keys()], software: [] }])
  assert.deepEqual(await ask([]), mine.length > 0 ? await ask(['nobody-has-this']) : [])
})
