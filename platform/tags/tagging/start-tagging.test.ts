import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { assetsPart } from '../../assets/index.ts'
import { contentPart } from '../../content/index.ts'
import type { TenantTransaction } from '../../contract/index.ts'
import { findingsPart } from '../../findings/index.ts'
import { intakePart } from '../../intake/index.ts'
import { outboxPart } from '../../outbox/index.ts'
import { newPublicId } from '../../store/index.ts'
import { testDatabase } from '../../store/testing/index.ts'
import { createTag, markAssets, readTags, startTagging, systemTags, tagLanguage, tagsPart } from '../index.ts'

const { database, admin, tenant } = await testDatabase(
  { after },
  { parts: [outboxPart, assetsPart, intakePart, contentPart, findingsPart, tagsPart] },
)
const language = tagLanguage([])
const system = systemTags(language, [])
const inTenant = <T>(tenantId: number, work: (tx: TenantTransaction) => Promise<T>) =>
  database.asTenant(tenantId, (tx) => work(tx as unknown as TenantTransaction))

async function asset(tenantId: number, name: string): Promise<number> {
  return inTenant(tenantId, async (tx) => {
    await tx.query(
      `insert into network (tenant_id, public_id, name, is_default) values ($1, $2, 'Default', true) on conflict do nothing`,
      [tenantId, newPublicId('net')],
    )
    const { rows } = await tx.query<{ id: number }>(
      `insert into asset (tenant_id, public_id, network_id, kind, name, first_seen_at, last_seen_at)
       values ($1, $2, (select network_id from network where tenant_id = $1), 'host', $3, now(), now()) returning asset_id as id`,
      [tenantId, newPublicId('ast'), name],
    )
    return rows[0]!.id
  })
}
const make = (tenantId: number, name: string, query: string) =>
  inTenant(tenantId, (tx) =>
    createTag(
      tx,
      { name, parent: null, query, colour: 'grey', criticality: null, description: '' },
      { language, by: 'somebody', now: Date.now() },
    ),
  )
const counts = async (tenantId: number) =>
  Object.fromEntries((await inTenant(tenantId, readTags)).map(({ name, assets }) => [name, assets]))

const rename = (tenantId: number, assetId: number, name: string) =>
  inTenant(tenantId, (tx) =>
    tx.query('update asset set name = $3 where tenant_id = $1 and asset_id = $2', [tenantId, assetId, name]),
  )

async function until(tenantId: number, expected: Record<string, number>): Promise<void> {
  for (let waited = 0; ; waited++) {
    const found = await counts(tenantId)
    if (Object.entries(expected).every(([name, count]) => found[name] === count)) return
    assert.ok(waited < 1500, `still ${JSON.stringify(found)}, not ${JSON.stringify(expected)}`)
    await sleep(10)
  }
}

async function tagging(errors: unknown[], work: () => Promise<void>): Promise<void> {
  const running = startTagging({ database, language, system, pollMs: 20, onError: (error) => errors.push(error) })
  try {
    await work()
  } finally {
    await running.stop()
  }
}

test('tags follow their assets in every tenant, and a new tenant has the tags of the program', async () => {
  const [one, two] = [await tenant('One'), await tenant('Two')]
  const errors: unknown[] = []
  await tagging(errors, async () => {
    await until(one, { Agent: 0, Stale: 0 })
    await make(one, 'Web', 'name:web*')
    const web = await asset(one, 'web-1')
    await asset(two, 'web-2')
    await until(one, { Web: 1 })
    await rename(one, web, 'db-1')
    await until(one, { Web: 0 })
    const three = await tenant('Three')
    await until(three, { Agent: 0, Stale: 0 })
    assert.deepEqual(await counts(two), { Agent: 0, Stale: 0 })
  })
  assert.deepEqual(errors, [])
})

test('two workers at once and many marks: each asset has what its last state says', async () => {
  const id = await tenant('Many')
  await make(id, 'Even', 'name:*-even')
  const ids: number[] = []
  for (let n = 0; n < 30; n++) ids.push(await asset(id, `host-${n}`))
  const errors: unknown[] = []
  await tagging(errors, () =>
    tagging(errors, async () => {
      for (let round = 0; round < 5; round++) {
        for (const assetId of ids) {
          const name = `host-${assetId}-${(assetId + round) % 2 === 0 ? 'even' : 'odd'}`
          await rename(id, assetId, name)
        }
      }
      await until(id, { Even: ids.filter((assetId) => assetId % 2 === 0).length })
    }),
  )
  assert.deepEqual(errors, [])
})

test('a tag whose query cannot be asked any more says so, keeps its assets, and holds up no other', async () => {
  const id = await tenant('Broken')
  await asset(id, 'web-1')
  const errors: unknown[] = []
  await make(id, 'Web', 'name:web*')
  await make(id, 'Gone', 'name:web*')
  await tagging(errors, async () => {
    await until(id, { Web: 1, Gone: 1 })
    await admin.query(
      `update holdfast.tag set query = 'forgotten:1', due_at = now() where tenant_id = $1 and name = 'Gone'`,
      [id],
    )
    const more = await asset(id, 'web-2')
    await until(id, { Web: 2, Gone: 1 })
    await inTenant(id, (tx) => markAssets(tx, [more]))
    while (errors.length === 0) await sleep(10)
  })
  const gone = (await inTenant(id, readTags)).find(({ name }) => name === 'Gone')!
  assert.match(gone.problem ?? '', /forgotten/)
  assert.equal(gone.assets, 1)
})
