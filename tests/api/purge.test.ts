import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { TenantTransaction } from '@holdfast/platform/contract'
import { endPurges } from '@holdfast/platform/fleet'
import { createActivationKey } from '@holdfast/platform/intake'
import { SampleAgent } from '../../platform/intake/testing/index.ts'
import { sampleInstallation } from './sample-installation.ts'

const installation = await sampleInstallation({ after })
const { ask, admin, database, tenantId } = installation
const filled = await installation.fill(tenantId, 'mine-')
const change = { 'if-match': '*' }

/** Counts that are kept as changes, which are added up now and then: their tables, and the column that is added up. */
const keptCounts = new Map([
  ['finding_count', 'findings'],
  ['inventory_host_count', 'hosts'],
])

/** All rows of the tenant in tables that hold something of assets, as texts; but for when they were known, and what is kept of purges and for the log. */
async function everything(): Promise<Record<string, string[]>> {
  const { rows: tables } = await admin.query<{ name: string }>(
    `select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
      where c.relnamespace = 'holdfast'::regnamespace and c.relkind = 'r' and not c.relispartition
        and c.relname !~ '^(fleet_purge|audit|outbox|ledger|tag_due|judgement_due|sla_mark$|.*_past$|api_token|source$|activation_key$|idempotency)'`,
  )
  const found: Record<string, string[]> = {}
  for (const { name } of tables) {
    const { rows } = await admin.query<{ row: string }>(
      `select (to_jsonb(t) - 'known_at')::text as row from holdfast.${name} t where tenant_id = $1 order by 1`,
      [tenantId],
    )
    found[name] = rows.map(({ row }) => row)
    const counts = keptCounts.get(name)
    if (!counts) continue
    const sums = await admin.query<{ row: string }>(
      `select concat_ws(' ', of_what, sum(count)) as row
         from (select to_jsonb(t) - 'count_id' - '${counts}' as of_what, ${counts} as count from holdfast.${name} t where tenant_id = $1) c
        group by of_what having sum(count) <> 0 order by 1`,
      [tenantId],
    )
    found[name] = sums.rows.map(({ row }) => row)
  }
  return found
}

test('a purged asset is gone from everywhere, and comes back whole', async () => {
  const before = await everything()
  const finding = (await ask('GET', '/api/v1/findings')).json.data[0]
  const asset = finding.asset.id as string
  const body = { reason: 'It was scrapped.' }
  const purged = await ask('POST', `/api/v1/assets/${asset}/purge`, { body })
  assert.equal(purged.status, 200, purged.text)
  assert.equal((await ask('GET', `/api/v1/assets/${asset}`)).status, 404)
  assert.equal((await ask('GET', `/api/v1/findings/${finding.id}`)).status, 404)
  const { rows } = await admin.query(
    `select count(*)::int as n from holdfast.fact_set f join holdfast.asset a using (tenant_id, asset_id) where a.public_id = $1`,
    [asset],
  )
  assert.equal(rows[0].n, 0)
  assert.notDeepEqual(await everything(), before)
  const { purge } = purged.json.data
  const archive = await ask('GET', `/api/v1/purges/${purge}/archive`)
  assert.ok(archive.json.data.lines.split('\n').length > 5)
  assert.ok(archive.json.data.lines.includes(asset))

  assert.equal((await ask('POST', `/api/v1/purges/${purge}/undo`, { body: {} })).status, 200)
  const again = await everything()
  for (const name of Object.keys(before)) assert.deepEqual(again[name], before[name], name)
  assert.equal((await ask('POST', `/api/v1/purges/${purge}/undo`, { body: {} })).status, 409)
})

test('a purged agent that calls enrols again and becomes a new asset; what can be undone no more is gone', async () => {
  const { key } = await database.asTenant(tenantId, (tx) =>
    createActivationKey(tx as unknown as TenantTransaction, { name: 'one', limit: 1 }),
  )
  const identifiers = [{ kind: 'machine-id', value: 'f'.repeat(32) }]
  const introduce = async (agent: SampleAgent) => {
    await agent.tell([{ type: 'asset', ref: 'self', kind: 'host', name: 'phoenix', identifiers }])
    const { applyAndJudge } = await import('./sample-installation.ts')
    await applyAndJudge(database)
  }
  const agent = await new SampleAgent(installation.intake).enrol(key)
  await introduce(agent)
  const first = (await ask('GET', '/api/v1/assets?q=name:phoenix')).json.data
  assert.equal(first.length, 1)
  const { purge } = (await ask('POST', `/api/v1/assets/${first[0].id}/purge`, { body: { reason: 'away' } })).json.data
  await assert.rejects(
    async () => {
      // Servers hear of it in a moment.
      for (let tries = 0; tries < 100; tries++) {
        await agent.authentic()
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
    },
    (error: { fault?: string }) => error.fault === 'unknown-source',
  )
  const next = await new SampleAgent(installation.intake).enrol(key)
  await introduce(next)
  const second = (await ask('GET', '/api/v1/assets?q=name:phoenix')).json.data
  assert.equal(second.length, 1)
  assert.notEqual(second[0].id, first[0].id)
  const inTenant = <T>(work: (tx: TenantTransaction) => Promise<T>) =>
    database.asTenant(tenantId, (tx) => work(tx as unknown as TenantTransaction))
  assert.equal(await inTenant((tx) => endPurges(tx, new Date())), 0)
  assert.equal(await inTenant((tx) => endPurges(tx, new Date(Date.now() + 15 * 86_400_000))), 1)
  assert.equal((await ask('POST', `/api/v1/purges/${purge}/undo`, { body: {} })).status, 409)
  assert.equal((await ask('GET', `/api/v1/purges/${purge}/archive`)).status, 404)
  assert.ok(filled)
})

test('a rule is tried before it is made, time alone purges nothing, and what it calls stale can be asked for', async () => {
  const preview = await ask('POST', '/api/v1/asset-rules/preview', {
    body: { query: 'name:mine* and lastSeen < now+1d' },
  })
  assert.equal(preview.status, 200, preview.text)
  assert.ok(preview.json.data.total > 3)
  for (const query of [
    'lastSeen < now-30d',
    'lastSeen < now-30d and firstSeen < now-60d',
    'nonsense:',
    'name:a limit 3',
  ]) {
    const refused = await ask('POST', '/api/v1/asset-rules', { body: { name: 'x', query, action: 'purge' } })
    assert.equal(refused.status, 422, query)
  }
  const rule = { name: 'Old', query: 'name:mine*', action: 'mark-stale' }
  const made = (await ask('POST', '/api/v1/asset-rules', { body: rule })).json.data
  assert.equal((await ask('GET', '/api/v1/assets?q=lifecycle:stale')).json.data.length, 0)
  const { runRule } = await import('@holdfast/platform/fleet')
  const { platformEntities } = await import('@holdfast/platform/http')
  const { serverFaces } = await import('../../apps/server.ts')
  const context = {
    entity: platformEntities(serverFaces.flatMap((face) => face.entities as never)).assets,
    signingKey: () => assert.fail('nothing is signed'),
    isHeld: async () => held,
    inTenant: <T>(work: (tx: TenantTransaction) => Promise<T>) =>
      database.asTenant(tenantId, (tx) => work(tx as unknown as TenantTransaction)),
    by: { kind: 'system', id: 'test', name: 'test' } as const,
    now: () => new Date(),
  }
  let held = false
  const found = await runRule(context, made.id)
  const stalled = await ask('GET', '/api/v1/assets?q=lifecycle:stale&limit=500')
  const stale = stalled.json.data
  assert.equal(stale.length, found)
  const one = stale[0].name as string
  await ask('PATCH', `/api/v1/asset-rules/${made.id}`, {
    body: { query: `name="${one}"`, action: 'purge' },
    headers: change,
  })
  held = true
  await assert.rejects(runRule(context, made.id), /legal hold/)
  held = false
  assert.equal(await runRule(context, made.id), 1)
  assert.equal((await ask('GET', `/api/v1/assets?q=${encodeURIComponent(`name="${one}"`)}`)).json.data.length, 0)
  assert.equal((await ask('GET', '/api/v1/purges')).json.data[0].because, 'rule “Old”')
})
