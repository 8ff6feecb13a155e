import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { isWithin } from '@holdfast/kit/weekly-windows'
import fc from 'fast-check'
import { createNetwork } from '../../assets/index.ts'
import type { TenantTransaction } from '../../contract/index.ts'
import { createActivationKey } from '../../intake/index.ts'
import { everyPart } from '../../store/testing/index.ts'
import type { AgentFiles } from '../agent/agent-files.ts'
import { exportRoute } from '../export/export-route.ts'
import { listRoute } from '../search/list-route.ts'
import { testHttp } from '../testing/index.ts'
import { sourceList } from './source-list.ts'

const files = { version: () => '0.2.0', platforms: () => ['linux-x64'] } as unknown as AgentFiles
const { admin, ask, database, tenantId } = await testHttp(
  { after },
  { parts: everyPart(), routes: [listRoute(sourceList(files)), exportRoute(sourceList(files))] },
)
const states = ['well', 'quiet', 'silent', 'never-heard', 'changed', 'revoked'] as const

/** One source of each state, in a network and with a key of their own; the quiet one has a profile that is silent day and night. */
async function fillSources() {
  await database.asTenant(tenantId, async (tx) => {
    await createNetwork(tx as unknown as TenantTransaction, 'Plant')
    await createActivationKey(tx as unknown as TenantTransaction, { name: 'Lab' })
  })
  const query = (text: string, values: unknown[] = []) => database.asTenant(tenantId, (tx) => tx.query(text, values))
  const tag = `tag_${'1'.repeat(22)}`
  const asset = `ast_${'1'.repeat(22)}`
  for (const [at, state] of states.entries())
    await query(
      `with s as (
         insert into source (tenant_id, public_id, kind, name, public_key, network_id, activation_key_id, status, enrolled_at)
         select $1, 'src_' || repeat($2, 22), case when $3 = 'well' then 'scanner' else 'agent' end, $3 || '-host', $3, network_id,
                (select activation_key_id from activation_key where tenant_id = $1),
                case when $3 = 'revoked' then 'revoked' else 'active' end, now() - interval '2 days'
           from network where tenant_id = $1 and name = 'Plant' returning source_id)
       insert into source_state (tenant_id, source_id, last_seen_at, agent_version, platform)
       select $1, source_id, now() - case when $3 = 'well' then interval '1 minute' else interval '1 hour' end, '0.1.0', 'linux-x64'
         from s where $3 <> 'never-heard'`,
      [tenantId, String(at + 1), state],
    )
  const source = (state: string) => `(select source_id from source where name = '${state}-host')`
  await query(
    `insert into fleet_source (tenant_id, source_id, integrity) select tenant_id, source_id, 'changed' from source where name = 'changed-host'`,
  )
  await query(
    `with a as (insert into asset (tenant_id, public_id, network_id, kind, name, first_seen_at, last_seen_at)
                select $1, $2, network_id, 'host', 'press', now(), now() from network where tenant_id = $1 and name = 'Plant'
                returning tenant_id, asset_id, network_id),
          o as (insert into asset_source (tenant_id, source_id, ref, asset_id, network_id, kind, name, source_kind, said, first_seen_at, last_seen_at, joined_at)
                select tenant_id, ${source('quiet')}, 'self', asset_id, network_id, 'host', 'press', 'agent', '', now(), now(), now() from a),
          g as (insert into tag (tenant_id, public_id, name, path, kind, colour, created_by) values ($1, $3, 'Presses', 'Presses', 'static', 'teal', 'x') returning tag_id)
     insert into asset_tag (tenant_id, asset_id, tag_id, since, given_by) select $1, asset_id, tag_id, now(), 'x' from a, g`,
    [tenantId, asset, tag],
  )
  const windows = [
    { days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '00:00', zone: 'Europe/Prague', stops: 'transmission' },
  ]
  await query(
    `with p as (insert into fleet_profile (tenant_id, public_id, name, settings, created_by)
                values ($1, $2, 'Night and day', $3, 'x') returning profile_id)
     insert into fleet_profile_tag (tenant_id, profile_id, tag_id) select $1, profile_id, (select tag_id from tag where public_id = $4) from p`,
    [tenantId, `prf_${'1'.repeat(22)}`, JSON.stringify({ windows }), tag],
  )
  await query(
    `with r as (insert into fleet_rollout (tenant_id, public_id, version, archives, rings, ring_since, started_by, started_at)
                values ($1, $2, '0.2.0', '{}', '[{"name": "First few"}, {"name": "All others"}]', now(), 'x', now()) returning rollout_id)
     insert into fleet_rollout_source (tenant_id, rollout_id, source_id, ring, changed_at) select $1, rollout_id, ${source('silent')}, 1, now() from r`,
    [tenantId, `rol_${'1'.repeat(22)}`],
  )
}
await fillSources()

const search = async (q: string, more: Record<string, unknown> = {}) => {
  const query = new URLSearchParams({ q, ...more } as Record<string, string>)
  const { status, text, json } = await ask('GET', `/api/v1/sources?${query}`)
  assert.equal(status, 200, text)
  return json
}
const names = async (q: string) => (await search(q)).data.map(({ name }: { name: string }) => name.replace('-host', ''))

test('each state finds the sources that say they are in it', async () => {
  for (const state of states) {
    const { data } = await search(`state:${state}`)
    assert.deepEqual(
      data.map(({ name, health }: { name: string; health: string }) => [name, health]),
      [[`${state}-host`, state]],
    )
  }
  assert.equal((await search('not state:revoked')).page.total, 5)
})

test('sources are found by what they are, where they are and by whom they are governed', async () => {
  assert.deepEqual(await names('kind:scanner'), ['well'])
  assert.deepEqual(await names('profile:"Night and day"'), ['quiet'])
  assert.deepEqual(await names('ring:"All others"'), ['silent'])
  assert.deepEqual(await names('asset.name:press'), ['quiet'])
  assert.deepEqual(await names('not lastSeen:*'), ['never-heard'])
  assert.deepEqual(await names('integrity:changed'), ['changed'])
  assert.equal((await names('network = Plant and key:Lab and lastSeen < now-30m')).length, 4)
  assert.equal((await names('cloned:true or refused:true or waiting > 3 or setAside > 0')).length, 0)
  assert.equal((await names('version:0.1.0 and platform:linux-x64')).length, 5)
})

test('they are counted by facets, grouped, sorted, paged and exported', async () => {
  const all = await search('', { facets: '*', limit: '2', sort: 'name' })
  assert.equal(all.page.total, 6)
  assert.deepEqual(
    all.data.map(({ name }: { name: string }) => name),
    ['changed-host', 'never-heard-host'],
  )
  const facet = (token: string) => all.facets.find((each: { token: string }) => each.token === token).values
  assert.equal(facet('state').length, 6)
  assert.deepEqual(facet('network'), [{ value: 'Plant', count: 6 }])
  const { groups } = await search('group by kind')
  assert.deepEqual(groups.map(({ keys, count }: { keys: string[]; count: number }) => [keys[0], count]).sort(), [
    ['agent', 5],
    ['scanner', 1],
  ])
  const csv = await ask('GET', '/api/v1/sources/export?format=csv&q=state:quiet&columns=name,state,profile,version')
  assert.equal(csv.text, 'name,state,profile,version\r\nquiet-host,quiet,Night and day,0.1.0\r\n')
})

const time = fc.integer({ min: 0, max: 1439 }).map((minute) => {
  const two = (n: number) => String(n).padStart(2, '0')
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`
})
const window = fc.record({
  days: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 7 }),
  from: time,
  to: time,
  zone: fc.constantFrom('UTC', 'Europe/Prague', 'America/New_York', 'Asia/Kolkata', 'Pacific/Chatham'),
  stops: fc.constantFrom('transmission' as const, 'activity' as const),
})
const instant = fc.date({ min: new Date('2020-01-01'), max: new Date('2030-01-01'), noInvalidDate: true })

test('the database says of a window what agents say of it', async () => {
  const property = fc.asyncProperty(fc.array(window, { maxLength: 4 }), instant, async (windows, at) => {
    const { rows } = await admin.query<{ quiet: boolean }>('select holdfast.fleet_quiet($1::jsonb, $2) as quiet', [
      JSON.stringify(windows),
      at.toISOString(),
    ])
    const quiet = windows.some((each) => each.stops === 'transmission' && isWithin(each, at.getTime()))
    assert.equal(rows[0]!.quiet, quiet)
  })
  await fc.assert(property, { numRuns: 300 })
})

test('a zone that the database does not know quiets nobody', async () => {
  const windows = [
    { days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '00:00', zone: 'Mars/Base', stops: 'transmission' },
  ]
  const { rows } = await admin.query('select holdfast.fleet_quiet($1::jsonb, now()) as quiet', [
    JSON.stringify(windows),
  ])
  assert.deepEqual(rows, [{ quiet: false }])
})
