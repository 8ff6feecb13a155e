import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { newPublicId } from '@holdfast/platform/store'
import { everyPart, testDatabase, testServers } from '@holdfast/platform/store/testing'
import fc from 'fast-check'

const assets = 300
const identities = 400

for (const choice of testServers()) {
  test(`who has any of some software is answered alike by every way (${choice.name})`, {
    skip: choice.missing ?? false,
  }, async () => {
    const { database, admin, tenant } = await testDatabase(
      { after },
      { parts: everyPart(), server: await choice.start() },
    )
    const [id, other] = [await tenant(), await tenant('Other')]
    const held = new Map<number, ReadonlySet<number>>()
    for (const each of [id, other]) {
      const made = await fill(each)
      if (each === id) for (const [asset, software] of made) held.set(asset, software)
    }

    const ask = async (ids: readonly number[]) =>
      (
        await database.asTenant(id, (tx) =>
          tx.query<{ asset: string }>('select inventory_assets_with_software($1)::text as asset', [ids]),
        )
      ).rows
        .map(({ asset }) => Number(asset))
        .sort((a, b) => a - b)
    // Frequent ones have low numbers, so that short and long lists of frequent and of rare ones take each of the ways.
    const some = fc.tuple(fc.integer({ min: 0, max: identities }), fc.integer({ min: 1, max: identities }))
    await fc.assert(
      fc.asyncProperty(some, fc.boolean(), async ([first, many], isSparse) => {
        const ids = Array.from({ length: many }, (_, step) => first + 1 + step * (isSparse ? 7 : 1))
        const wanted = [...held]
          .filter(([, software]) => ids.some((each) => software.has(each)))
          .map(([asset]) => asset)
        assert.deepEqual(
          await ask(ids),
          wanted.sort((a, b) => a - b),
        )
      }),
      { numRuns: 60 },
    )
    assert.deepEqual(await ask([]), [])
    assert.deepEqual(await ask(Array.from({ length: 20 }, (_, step) => 10_000 + step)), [])

    async function fill(each: number): Promise<ReadonlyMap<number, ReadonlySet<number>>> {
      const made = new Map<number, ReadonlySet<number>>()
      const counts = new Map<number, number>()
      await admin.query('set session_replication_role = replica')
      for (let asset = 1; asset <= assets; asset++) {
        const software = new Set(
          Array.from(
            { length: asset % 40 },
            (_, step) => 1 + Math.floor(identities * (((asset * 31 + step * 17) % 97) / 97) ** 4),
          ),
        )
        made.set(asset, software)
        for (const one of software) counts.set(one, (counts.get(one) ?? 0) + 1)
        await admin.query(
          `insert into holdfast.asset (tenant_id, asset_id, public_id, network_id, kind, name, first_seen_at, last_seen_at)
           overriding system value values ($1, $2, $3, 1, 'host', 'h', now(), now())`,
          [each, asset, newPublicId('ast')],
        )
        await admin.query(
          'insert into holdfast.inventory_asset_software (tenant_id, asset_id, software) values ($1, $2, $3)',
          [each, asset, [...software]],
        )
      }
      for (const [software, count] of counts)
        await admin.query(
          `insert into holdfast.inventory_tenant_software (tenant_id, software_id, ecosystem, name, version, version_key, purl, asset_count)
           values ($1, $2, 'deb', 'p', '', '', 'pkg:deb/p', $3)`,
          [each, software, count],
        )
      await admin.query('set session_replication_role = origin')
      await admin.query('analyze')
      return made
    }
  })
}
