import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import fc from 'fast-check'
import type { TenantTransaction } from '../../contract/index.ts'
import { createActivationKey, createIntake } from '../../intake/index.ts'
import { SampleAgent } from '../../intake/testing/index.ts'
import { newPublicId } from '../../store/index.ts'
import { everyPart, testDatabase } from '../../store/testing/index.ts'
import { newSigningKey, signTrustBundle, verifyConfiguration } from '../../trust/index.ts'
import { configurationsOf } from './configuration-of.ts'
import { previewProfile } from './preview-profile.ts'
import { readProfiles } from './read-profiles.ts'
import { settingsProblem } from './settings-problem.ts'
import { configureByHeartbeat } from './take-state.ts'
import { changeProfile, createProfile, removeProfile } from './write-profile.ts'

const { database, tenant } = await testDatabase({ after }, { parts: everyPart() })
const key = newSigningKey()
const intake = await createIntake(database, {
  trust: () => signTrustBundle({ v: 1, number: 1, keys: [] }, [key]),
  onHeartbeat: configureByHeartbeat({ signingKey: () => key }),
})
after(() => intake.close())

const inTenant = <T>(id: number, work: (tx: TenantTransaction) => Promise<T>): Promise<T> =>
  database.asTenant(id, (tx) => work(tx as unknown as TenantTransaction))

async function agentWithAsset(id: number) {
  const made = await inTenant(id, (tx) => createActivationKey(tx, { name: 'test' }))
  const agent = await new SampleAgent(intake).enrol(made.key)
  const { sourceId } = await agent.authentic()
  const assetId = await inTenant(id, async (tx) => {
    const { rows } = await tx.query<{ id: number }>(
      `with a as (
         insert into asset (tenant_id, public_id, network_id, kind, name, first_seen_at, last_seen_at)
         select $1, $2, network_id, 'host', 'sample', now(), now() from source where tenant_id = $1 and source_id = $3 returning asset_id, network_id)
       insert into asset_source (tenant_id, source_id, ref, asset_id, network_id, kind, name, source_kind, said, first_seen_at, last_seen_at, joined_at)
       select $1, $3, 'self', asset_id, network_id, 'host', 'sample', 'agent', '', now(), now(), now() from a returning asset_id as id`,
      [id, newPublicId('ast'), sourceId],
    )
    return rows[0]!.id
  })
  return { agent, sourceId, assetId, key: made }
}

async function makeTag(tx: TenantTransaction, name: string): Promise<{ id: number; public: string }> {
  const { rows } = await tx.query<{ id: number; public: string }>(
    `insert into tag (tenant_id, public_id, name, path, kind, colour, created_by) values ($1, $2, $3, $3, 'static', 'grey', 'test')
     returning tag_id as id, public_id as public`,
    [tx.tenantId, newPublicId('tag'), name],
  )
  return rows[0]!
}

test('of all profiles that are for an agent the one that is asked first is its own, otherwise the default one', async () => {
  const id = await tenant()
  const { sourceId, assetId } = await agentWithAsset(id)
  const tags = await inTenant(id, (tx) => Promise.all(['a', 'b', 'c', 'd'].map((name) => makeTag(tx, name))))
  const profile = fc.record({
    priority: fc.integer({ min: 1, max: 4 }),
    isDefault: fc.boolean(),
    tags: fc.uniqueArray(fc.integer({ min: 0, max: 3 })),
  })
  await fc.assert(
    fc.asyncProperty(
      fc.array(profile, { maxLength: 5 }),
      fc.uniqueArray(fc.integer({ min: 0, max: 3 })),
      async (profiles, has) => {
        const found = await inTenant(id, async (tx) => {
          await tx.query('delete from fleet_profile where tenant_id = $1', [id])
          await tx.query('delete from asset_tag where tenant_id = $1', [id])
          for (const at of has)
            await tx.query('insert into asset_tag (tenant_id, asset_id, tag_id, since) values ($1, $2, $3, now())', [
              id,
              assetId,
              tags[at]!.id,
            ])
          for (const [at, each] of profiles.entries()) {
            const of = each.tags.map((tag) => tags[tag]!.public)
            await createProfile(
              tx,
              { ...each, name: `p${at}`, description: '', settings: { nice: at }, tags: of },
              'test',
            )
          }
          const own = (await configurationsOf(tx, [sourceId])).get(sourceId)
          // Each as it is says of itself whether the agent works by it.
          for (const each of await readProfiles(tx)) {
            const draft = { ...each, profile: each.id, tags: each.tags.map((tag) => tag.id) }
            const { takes, agents } = await previewProfile(tx, draft)
            assert.deepEqual([takes, agents], [own?.profile?.id === each.id ? 1 : 0, 1], each.name)
          }
          return own
        })
        const isFor = profiles
          .map((each, at) => ({ ...each, at }))
          .filter(({ tags }) => tags.some((tag) => has.includes(tag)))
        const first = isFor.sort((a, b) => a.priority - b.priority || a.at - b.at)[0]
        // Who is made the default one takes that from the one before.
        const usual = profiles.findLastIndex(({ isDefault }) => isDefault)
        const expected = first ? `p${first.at}` : usual < 0 ? undefined : `p${usual}`
        assert.equal(found?.profile?.name, expected)
        assert.equal(found?.tag === null, first === undefined)
        assert.equal(found?.revision === '', expected === undefined)
      },
    ),
    { numRuns: 60 },
  )
})

test('a sign of life brings what the agent does not work by yet, and nothing when it does, or went back from it', async () => {
  const id = await tenant()
  const { agent } = await agentWithAsset(id)
  const call = async (configuration?: { revision: string; refused?: { revision: string; reason: string } }) =>
    intake.heartbeat(await agent.authentic(), {
      ...agent.state,
      ...{ epoch: 1, acknowledged: 0, waiting: 0 },
      ...(configuration && { configuration }),
    })
  assert.equal((await call({ revision: '' })).configuration, undefined)
  const profile = { name: 'All', description: '', priority: 1, isDefault: true, settings: { nice: 3 }, tags: [] }
  const made = await inTenant(id, (tx) => createProfile(tx, profile, 'test'))
  assert.equal((await call()).configuration, undefined, 'an agent that knows of none is told none')
  const { configuration: signed } = await call({ revision: '' })
  assert.ok(signed)
  const now = new Date().toISOString()
  const keys = [{ id: key.id, publicKey: key.publicKey, notBefore: '2020-01-01T00:00:00.000Z' }]
  const receiver = { bundle: { v: 1 as const, number: 1, keys }, source: agent.source, now }
  const verdict = verifyConfiguration(signed, receiver)
  assert.ok(verdict.ok)
  assert.deepEqual(verdict.configuration.settings, { nice: 3 })
  const { revision } = verdict.configuration
  assert.equal((await call({ revision })).configuration, undefined)
  assert.equal((await call({ revision: '', refused: { revision, reason: 'it broke' } })).configuration, undefined)
  await inTenant(id, (tx) => changeProfile(tx, made, { settings: { nice: 4 } }))
  assert.ok((await call({ revision: '', refused: { revision, reason: 'it broke' } })).configuration)
  await inTenant(id, (tx) => removeProfile(tx, made))
  assert.ok(
    (await call({ revision })).configuration,
    'an agent that works by one that is gone is told to work as it does by itself',
  )

  for (const [change, reason] of [
    [{ source: 'src_0000000000000000000000' }, 'wrong-source'],
    [{ after: '2999-01-01T00:00:00.000Z' }, 'went-back'],
    [{ bundle: { v: 1 as const, number: 1, keys: [{ ...newKey() }] } }, 'wrong-signature'],
  ] as const) {
    const refused = verifyConfiguration(signed, { ...receiver, ...change })
    assert.deepEqual(refused, { ok: false, reason })
  }
  const forged = { ...signed, text: signed.text.replace('"nice":3', '"nice":9') }
  assert.deepEqual(verifyConfiguration(forged, receiver), { ok: false, reason: 'wrong-signature' })
})

function newKey() {
  const { id, publicKey } = newSigningKey()
  return { id, publicKey, notBefore: '2020-01-01T00:00:00.000Z' }
}

test('settings that would keep an agent away for ever are refused', () => {
  const night = { days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '23:59', zone: 'UTC', stops: 'transmission' as const }
  assert.match(settingsProblem({ windows: [night] }) ?? '', /leave 7 minutes/)
  assert.equal(settingsProblem({ windows: [{ ...night, to: '23:00' }] }), undefined)
  assert.match(settingsProblem({ windows: [{ ...night, zone: 'Nowhere/At-all' }] }) ?? '', /no time zone/)
  assert.match(settingsProblem({ statusSeconds: 1 }) ?? '', /statusSeconds/)
  assert.match(settingsProblem({ proxy: { url: 'http://a:b@c:1', direct: true } }) ?? '', /proxy/)
})
