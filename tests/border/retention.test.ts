import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { forgetEntries, recordAudit, verifyChain } from '@holdfast/platform/audit'
import { forgetEvents } from '@holdfast/platform/events'
import { forgetOldChanges } from '@holdfast/platform/facts'
import { forgetPastRows } from '@holdfast/platform/store'
import { estimateUsage, holdChild, limitChild, type TenantWriter } from '@holdfast/platform/tenants'
import { newSigningKey } from '@holdfast/platform/trust'
import { SampleAgent } from '../../platform/intake/testing/sample-agent.ts'
import { sampleInstallation } from '../api/sample-installation.ts'

const installation = await sampleInstallation({ after })
const { database, admin, ask, tenantId: provider } = installation
await admin.query(`update tenant set kind = 'provider' where id = $1`, [provider])
const writer: TenantWriter = { kind: 'person', id: 'per_test', name: 'Test', provider: 'Northwind' }

async function child(name: string) {
  const { id } = (await ask('POST', '/api/v1/tenants', { body: { name } })).json.data
  const { rows } = await admin.query('select id from tenant where public_id = $1', [id])
  await installation.fill(rows[0].id, `${name.toLowerCase()}-`)
  return { id, internal: rows[0].id as number, token: await installation.token(['*'], rows[0].id) }
}
const short = await child('Short')
const usual = await child('Usual')
const held = await child('Held')
const every = [short, usual, held]

const set = (token: string, body: unknown) =>
  ask('PATCH', '/api/v1/tenant/retention', { token, body, headers: { 'if-match': '*' } })

/** What was long ago, of each kind. Entries of the log are chained as `audit_append` does, but earlier. */
async function makeOld(tenantId: number): Promise<void> {
  await admin.query(
    `insert into event (tenant_id, kept_days, received_on, asset_source_id, source_id, event, event_version, at, received_at, body)
     select tenant_id, 400, current_date, asset_source_id, source_id, 'inventory.old', 1, now(), now(), '{}' from asset_source where tenant_id = $1 limit 1`,
    [tenantId],
  )
  await admin.query(
    `insert into tag_past (tenant_id, tag_id, public_id, name, name_folded, path, kind, colour, known_at, known_until)
     values ($1, 1, 'tag_' || repeat('9', 22), 'old', 'old', 'old', 'static', 'grey', now() - interval '90 days', now() - interval '80 days')`,
    [tenantId],
  )
  await admin.query(
    `insert into fact_change (tenant_id, asset_id, fact, scope, source_id, key, item, began, ended, observed_from, received_from, observed_until, received_until)
     select tenant_id, asset_id, 'inventory.package', 'old', source_id, 'old', '{}', 'came', 'went', now() - interval '90 days', now() - interval '90 days',
            now() - interval '80 days', now() - interval '80 days' from asset_source where tenant_id = $1 limit 1`,
    [tenantId],
  )
  await admin.query(
    `do $$ declare e record; h bytea := decode(repeat('00', 32), 'hex'); begin
       for e in select * from audit_entry where tenant_id = ${tenantId} order by seq loop
         e.at := case when e.seq <= 3 then date_trunc('milliseconds', e.at - interval '500 days') else e.at end;
         h := sha256(convert_to('holdfast-audit-1' || chr(10) || e.tenant_id || chr(10) || e.seq || chr(10)
           || to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') || chr(10) || encode(h, 'hex') || chr(10) || e.entry, 'UTF8'));
         update audit_entry set at = e.at, hash = h where tenant_id = e.tenant_id and seq = e.seq;
         update audit_head set hash = h where tenant_id = e.tenant_id and seq = e.seq;
       end loop; end $$`,
  )
}

const left = async ({ internal }: { internal: number }) => {
  const count = async (table: string, where: string) =>
    (await admin.query(`select count(*)::int as n from ${table} where tenant_id = $1 and ${where}`, [internal])).rows[0]
      .n
  return {
    past: await count('tag_past', `name = 'old'`),
    facts: await count('fact_change', `scope = 'old'`),
    audit: await count('audit_entry', 'seq <= 3'),
  }
}
const verified = async ({ internal }: { internal: number }) => {
  const key = newSigningKey()
  return database.asTenant(internal, (tx) => verifyChain(tx as never, { keys: [key] } as never))
}

test('a tenant keeps less than the installation; what is held keeps all; the log stays provable', async () => {
  for (const { internal } of every)
    for (let n = 0; n < 5; n++)
      await database.asTenant(internal, (tx) =>
        recordAudit(tx as never, { actor: { kind: 'system', id: 'x' }, action: 'x:y', target: String(n) }),
      )
  for (const { internal } of every) await makeOld(internal)
  const least = await set(short.token, { audit: 100 })
  assert.equal(least.status, 422, 'a year of the log at least')
  assert.equal((await set(short.token, { past: 60, audit: 400, events: 3 })).status, 200)
  assert.equal((await set(held.token, { past: 60, audit: 400, events: 3 })).status, 200)
  assert.equal((await set(held.token, { past: 732 })).status, 422, 'never longer than the installation')
  await database.asTenant(provider, (tx) => holdChild(tx as never, held.id, 'A dispute.', writer))
  const registry = new Map([['inventory.package', { type: { keepFor: '400 days' } }]])
  await forgetPastRows(database, Date.now())
  await forgetOldChanges(database, registry as never, Date.now())
  assert.equal(await forgetEntries(database, Date.now()), 3)
  assert.deepEqual(await left(short), { past: 0, facts: 0, audit: 0 })
  assert.deepEqual(await left(usual), { past: 1, facts: 1, audit: 3 })
  assert.deepEqual(await left(held), { past: 1, facts: 1, audit: 3 })
  for (const each of every) assert.deepEqual((await verified(each)).problems, [])
  // Nothing more to do, and nothing told twice.
  assert.equal(await forgetEntries(database, Date.now()), 0)
  const { rows } = await admin.query(`select 1 from audit_entry where action = 'audit:forget'`)
  assert.equal(rows.length, 1)
})

test('a beginning that went otherwise is found', async () => {
  await admin.query(
    `with last as (select seq, hash from audit_entry where tenant_id = $1 and seq = 5)
     update audit_head h set base_seq = l.seq, base_hash = l.hash from last l where h.tenant_id = $1`,
    [usual.internal],
  )
  await admin.query('delete from audit_entry where tenant_id = $1 and seq <= 5', [usual.internal])
  assert.deepEqual(
    (await verified(usual)).problems.map(({ kind }) => kind),
    ['cut'],
  )
})

test('events go by the day on which they were received', async () => {
  const events = async ({ internal }: { internal: number }) =>
    (await admin.query('select 1 from event where tenant_id = $1', [internal])).rowCount
  assert.equal(await forgetEvents(database), 0)
  // Three days on, as far as the database can tell.
  await admin.query(`create table event_kept_400_old (like event including defaults)`)
  await admin.query(
    `alter table event_kept_400 attach partition event_kept_400_old for values from (current_date - 11) to (current_date - 10)`,
  )
  await admin.query(`update event set received_on = current_date - 11`)
  assert.equal(await forgetEvents(database), 1)
  assert.deepEqual([await events(short), await events(usual), await events(held)], [0, 1, 1])
})

test('what a tenant keeps is estimated; at its bound nothing more enrols, and what is enrolled goes on', async () => {
  assert.ok((await estimateUsage(database, Date.now())) >= 4)
  const quota = async () => (await ask('GET', `/api/v1/tenants/${short.id}/quota`)).json.data
  const { bytes } = await quota()
  const { rows } = await admin.query('select sum(bytes)::bigint as all from tenant_usage')
  assert.ok(bytes > 10_000 && rows[0].all > bytes, `${bytes} of ${rows[0].all}`)
  const allow = (hard: number) =>
    database.asTenant(provider, (tx) => limitChild(tx as never, short.id, { bytes: { hard } }, writer))
  const state = async () => (await ask('GET', '/api/v1/tenant', { token: short.token })).json.data.quota[0]
  await allow(bytes * 2)
  assert.deepEqual([(await state()).what, (await state()).state, (await state()).used], ['bytes', 'within', bytes])
  await allow(Math.floor(bytes * 1.1))
  assert.equal((await state()).state, 'soft')
  const agent = await installation.fill(short.internal, 'more-')
  await allow(bytes - 1)
  assert.equal((await state()).state, 'hard')
  const made = await ask('POST', '/api/v1/activation-keys', { token: short.token, body: { name: 'late' } })
  await assert.rejects(
    new SampleAgent(installation.intake).enrol(made.json.data.secret ?? made.json.data.key),
    (error: Error) => {
      assert.match(error.message, /keeps about \d+ bytes/)
      return true
    },
  )
  await agent.tell([
    { type: 'asset', ref: 'late', kind: 'host', name: 'late', identifiers: [{ kind: 'hostname', value: 'late' }] },
  ])
  await admin.query('update tenant_grant set expires_at = now() where tenant_id = $1', [short.internal])
  assert.equal((await quota()).bytes, null, 'not known without a grant')
})

test('requests a minute are bounded where the provider says so', async () => {
  await database.asTenant(provider, (tx) => limitChild(tx as never, usual.id, { requests: { hard: 60 } }, writer))
  const statuses: number[] = []
  // The first one lets the server look what is allowed.
  await ask('GET', '/api/v1/tenant', { token: usual.token })
  await new Promise((resolve) => setTimeout(resolve, 300))
  for (let n = 0; n < 80; n++) statuses.push((await ask('GET', '/api/v1/tags', { token: usual.token })).status)
  assert.ok(statuses.filter((status) => status === 200).length >= 60)
  assert.equal(statuses.at(-1), 429)
  assert.equal((await ask('GET', '/api/v1/tags', { token: held.token })).status, 200)
})
