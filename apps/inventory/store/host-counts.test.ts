import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { newPublicId } from '@holdfast/platform/store'
import { everyPart, testDatabase } from '@holdfast/platform/store/testing'
import fc from 'fast-check'

const { database, tenant: makeTenant } = await testDatabase({ after }, { parts: everyPart() })
const columns = ['os_id', 'kernel', 'vendor'] as const

type Transaction = Parameters<Parameters<typeof database.asTenant>[1]>[0]
const inTenant = <T>(id: number, work: (tx: Transaction) => Promise<T>) => database.asTenant(id, work)

async function tenant(): Promise<number> {
  const id = await makeTenant()
  await inTenant(id, (tx) =>
    tx.query(`insert into network (tenant_id, public_id, name, is_default) values ($1, $2, 'Default', true)`, [
      id,
      newPublicId('net'),
    ]),
  )
  return id
}

async function makeAsset(id: number): Promise<number> {
  const row = await inTenant(id, (tx) =>
    tx.first<{ asset_id: string }>(
      `insert into asset (tenant_id, public_id, network_id, kind, name, first_seen_at, last_seen_at)
       select $1, $2, network_id, 'host', 'h', now(), now() from network where tenant_id = $1 limit 1 returning asset_id`,
      [id, newPublicId('ast')],
    ),
  )
  return Number(row!.asset_id)
}

function put(id: number, asset: number, values: readonly (string | null)[]): Promise<unknown> {
  return inTenant(id, (tx) =>
    tx.query(
      `insert into inventory_host (tenant_id, asset_id, ${columns.join(', ')}) values ($1, $2, $3, $4, $5)
       on conflict (tenant_id, asset_id) do update set ${columns.map((name) => `${name} = excluded.${name}`).join(', ')}`,
      [id, asset, ...values],
    ),
  )
}

/** Counts that are kept, and counts of the hosts as they are. */
async function compare(id: number): Promise<void> {
  const names = columns.join(', ')
  const wrong = await inTenant(id, async (tx) => {
    const { rows } = await tx.query(
      `select * from (select coalesce(to_jsonb(array[${names}]), 'null') as what, sum(hosts) as kept from inventory_host_count where tenant_id = $1 group by 1 having sum(hosts) <> 0) k
         full join (select coalesce(to_jsonb(array[${names}]), 'null') as what, count(*) as real from inventory_host h join asset a using (tenant_id, asset_id)
                     where tenant_id = $1 and a.merged_into is null group by 1) r using (what)
        where kept is distinct from real`,
      [id],
    )
    return rows
  })
  assert.deepEqual(wrong, [])
}

const value = fc.option(fc.constantFrom('a', 'b'), { nil: null })
const step = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('put' as const), asset: fc.nat(4), values: fc.tuple(value, value, value) }),
  },
  fc.record({ do: fc.constant('merge' as const), asset: fc.nat(4), into: fc.nat(4) }),
  fc.record({ do: fc.constant('split' as const), asset: fc.nat(4) }),
  fc.record({ do: fc.constant('remove' as const), asset: fc.nat(4) }),
)

test('kept counts of hosts equal counted ones, whatever happens', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 20 }), async (steps) => {
      const id = await tenant()
      const assets: number[] = []
      for (let index = 0; index < 5; index++) assets.push(await makeAsset(id))
      for (const each of steps) {
        const asset = assets[each.asset]!
        if (each.do === 'put') await put(id, asset, each.values)
        else if (each.do === 'remove')
          await inTenant(id, (tx) =>
            tx.query('delete from inventory_host where tenant_id = $1 and asset_id = $2', [id, asset]),
          )
        else if (each.do === 'split' || each.asset !== each.into)
          await inTenant(id, (tx) =>
            tx.query('update asset set merged_into = $3 where tenant_id = $1 and asset_id = $2', [
              id,
              asset,
              each.do === 'merge' ? assets[each.into] : null,
            ]),
          )
      }
      await compare(id)
    }),
    { numRuns: 30 },
  )
})

test('writers at the same time lose no count, and rows are added up', async () => {
  const id = await tenant()
  const assets: number[] = []
  for (let index = 0; index < 6; index++) assets.push(await makeAsset(id))
  const write = async (asset: number, index: number) => {
    for (let round = 0; round < 100; round++)
      await put(id, asset, [`os-${round % 7}`, `kernel-${(round + index) % 3}`, null])
  }
  await Promise.all(assets.map(write))
  await compare(id)
  const kept = await inTenant(id, (tx) =>
    tx.first<{ n: number }>('select count(*)::int as n from inventory_host_count where tenant_id = $1', [id]),
  )
  assert.ok(kept!.n < 600, `${kept!.n} rows of about 1,200 changes`)
})
