import assert from 'node:assert/strict'
import { test } from 'node:test'
import { everyPart, testDatabase } from '../testing/index.ts'
import { forgetPastRows } from './forget-past-rows.ts'

test('past rows go two years after they ceased to be the case, not sooner, and not where data is held', async (t) => {
  const { database, tenant, admin } = await testDatabase(t, { parts: everyPart() })
  const [free, held] = [await tenant('Free'), await tenant('Held')]
  await admin.query(`update tenant set settings = settings || '{"legalHold": true}' where id = $1`, [held])
  const now = Date.parse('2026-11-22T12:00:00Z')
  for (const table of ['finding_past', 'asset_past', 'tag_past'])
    await admin.query(
      `insert into ${table} (tenant_id, known_at, known_until)
       select t, ends::timestamptz - interval '3 years', ends::timestamptz
         from unnest($1::int[]) t, unnest('{2020-01-01T00:00Z,2024-11-20T00:00Z,2024-11-23T00:00Z,2026-01-01T00:00Z}'::text[]) ends`,
      [[free, held]],
    )
  const left = async (tenantId: number, table: string) =>
    (await admin.query(`select count(*)::int as n from ${table} where tenant_id = $1`, [tenantId])).rows[0].n
  assert.equal(await forgetPastRows(database, now), 6)
  for (const table of ['finding_past', 'asset_past', 'tag_past']) {
    assert.equal(await left(free, table), 2)
    assert.equal(await left(held, table), 4)
  }
  assert.equal(await forgetPastRows(database, now), 0)
})
