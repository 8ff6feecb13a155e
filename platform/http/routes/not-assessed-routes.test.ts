import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { numberJudges, syncContent } from '../../content/index.ts'
import type { TenantTransaction } from '../../contract/index.ts'
import { findingsPart, storeVerdicts } from '../../findings/index.ts'
import {
  at,
  checkOf,
  contentOf,
  locked,
  partsBefore,
  shut,
  verdict,
  wardenOf,
} from '../../findings/testing/findings-database.ts'
import { newPublicId } from '../../store/index.ts'
import { testHttp } from '../testing/index.ts'
import { notAssessedRoutes } from './not-assessed-routes.ts'

const { ask, token, tenant, database, tenantId } = await testHttp(
  { after },
  {
    parts: [...partsBefore, findingsPart],
    routes: notAssessedRoutes,
  },
)
const content = contentOf([wardenOf()], [checkOf(locked, 'high'), checkOf(shut, 'low')])
await database.asPlatform((tx) => syncContent(tx, [content]))
const [judge] = await database.asPlatform((tx) => numberJudges(tx, [content]))

async function assess(name: string) {
  return database.asTenant(tenantId, async (tx) => {
    const network = await tx.first<{ id: number }>(
      `with made as (insert into network (tenant_id, public_id, name, is_default) values ($1, $2, 'Default', true)
                     on conflict do nothing returning network_id)
       select network_id as id from made union all select network_id from network where tenant_id = $1 limit 1`,
      [tenantId, newPublicId('net')],
    )
    const publicId = newPublicId('ast')
    const asset = await tx.first<{ assetId: number }>(
      `insert into asset (tenant_id, public_id, network_id, kind, name, first_seen_at, last_seen_at)
       values ($1, $2, $3, 'host', $4, now(), now()) returning asset_id as "assetId"`,
      [tenantId, publicId, network!.id, name],
    )
    await storeVerdicts(tx as unknown as TenantTransaction, {
      asset: { assetId: asset!.assetId, publicId },
      judge: judge!,
      testedAt: at(1),
      verdicts: [
        verdict(locked, 'unknown', '', 'nobody could see the door'),
        verdict(shut, 'error', 'attic', 'it broke'),
      ],
    })
  })
}

test('what could not be answered is listed with its reason, worst first, counted and faceted', async () => {
  await assess('house-1')
  await assess('house-2')
  const { status, json } = await ask('GET', '/api/v1/not-assessed?facets=severity,asset.name&limit=3')
  assert.equal(status, 200)
  assert.deepEqual(json.page.total, 4)
  assert.deepEqual(
    json.data.map((row: { severity: string; reason: string }) => `${row.severity}: ${row.reason}`),
    ['high: nobody could see the door', 'high: nobody could see the door', 'low: it broke'],
  )
  const rest = await ask('GET', `/api/v1/not-assessed?limit=3&cursor=${encodeURIComponent(json.page.next)}`)
  assert.equal(rest.status, 200, rest.text)
  assert.equal(rest.json.data.length, 1)
  const counts = (at: number) =>
    Object.fromEntries(
      json.facets[at].values.map(({ value, count }: { value: string; count: number }) => [value, count]),
    )
  assert.deepEqual(counts(0), { high: 2, low: 2 })
  assert.deepEqual(counts(1), { 'house-1': 2, 'house-2': 2 })
})

test('a query narrows it down, and a wrong one is refused with its place', async () => {
  const found = await ask('GET', `/api/v1/not-assessed?q=${encodeURIComponent('outcome:error and asset.name:house-2')}`)
  assert.equal(found.json.data.length, 1)
  assert.equal(found.json.data[0].place, 'attic')
  const wrong = await ask('GET', `/api/v1/not-assessed?q=${encodeURIComponent('outcome:green')}`)
  assert.equal(wrong.status, 422)
  assert.equal(wrong.json.errors[0].at, 8)
})

test('another tenant sees none of it', async () => {
  const other = await token(['*'], await tenant('Other'))
  assert.deepEqual((await ask('GET', '/api/v1/not-assessed', { token: other })).json.data, [])
})
