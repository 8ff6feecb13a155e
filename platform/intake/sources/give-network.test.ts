import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { createNetwork, listNetworks, resolveAsset } from '../../assets/index.ts'
import type { TenantTransaction } from '../../contract/index.ts'
import { inTenant } from '../in-tenant.ts'
import { sampleIntake } from '../testing/index.ts'
import { intakeParts } from '../testing/sample-intake.ts'
import { giveNetwork } from './give-network.ts'

const { database, tenant, agents, admin } = await sampleIntake({ after }, { parts: intakeParts })
const at = '2026-11-22T12:00:00.000Z'

async function office() {
  const id = await tenant()
  const [one, two] = await agents(id, 2)
  const ids = async (source: string) =>
    (
      await admin.query<{ id: number; network: number }>(
        'select source_id::int as id, network_id::int as network from holdfast.source where public_id = $1',
        [source],
      )
    ).rows[0]!
  const say = async (tx: TenantTransaction, source: string, serial: string) => {
    const { id: sourceId, network: networkId } = await ids(source)
    const identifiers = [{ kind: 'serial', value: serial }]
    const record = { type: 'asset', ref: 'self', kind: 'host', name: serial, identifiers } as const
    return resolveAsset(tx, { sourceId, kind: 'agent', networkId }, record, { at, onMoved: async () => {} })
  }
  return { id, one: one!.source, two: two!.source, say }
}

test('a source goes into another network with its assets, and nothing else does', async () => {
  const { id, one, two, say } = await office()
  await inTenant(database, id, async (tx) => {
    await say(tx, one, 'A')
    await say(tx, two, 'B')
  })
  const lab = (await inTenant(database, id, (tx) => createNetwork(tx, 'Lab')))!
  assert.equal(await inTenant(database, id, (tx) => giveNetwork(tx, one, lab)), 1)
  const told = async () =>
    (await inTenant(database, id, (tx) => listNetworks(tx))).map(
      ({ name, assets, sources }) => `${name} ${assets} ${sources}`,
    )
  assert.deepEqual(await told(), ['Default 1 1', 'Lab 1 1'])
  assert.equal(await inTenant(database, id, (tx) => giveNetwork(tx, one, lab)), 0)
  const { rows } = await admin.query(
    `select distinct n.name from holdfast.asset_identifier i join holdfast.network n using (tenant_id, network_id)
      where i.tenant_id = $1 and i.value = 'a'`,
    [id],
  )
  assert.deepEqual(rows, [{ name: 'Lab' }])
  // What it says from then on is of the new network, and the same asset.
  await inTenant(database, id, (tx) => say(tx, one, 'A'))
  assert.deepEqual(await told(), ['Default 1 1', 'Lab 1 1'])
})

test('one value in two networks is two assets', async () => {
  const { id, one, two, say } = await office()
  const lab = (await inTenant(database, id, (tx) => createNetwork(tx, 'Lab')))!
  await inTenant(database, id, (tx) => giveNetwork(tx, two, lab))
  const [first, second] = await inTenant(database, id, async (tx) => [await say(tx, one, 'A'), await say(tx, two, 'A')])
  assert.notEqual(first!.assetId, second!.assetId)
})

test('a network of another tenant, and a source of another tenant, are refused', async () => {
  const [mine, other] = [await office(), await office()]
  const theirs = (await inTenant(database, other.id, (tx) => createNetwork(tx, 'Lab')))!
  const own = (await inTenant(database, mine.id, (tx) => createNetwork(tx, 'Lab')))!
  const give = (source: string, network: string) =>
    inTenant(database, mine.id, (tx) => giveNetwork(tx, source, network))
  await assert.rejects(give(mine.one, theirs), { fault: 'malformed' })
  await assert.rejects(give(other.one, own), { fault: 'unknown-source' })
})
