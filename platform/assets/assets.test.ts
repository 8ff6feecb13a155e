import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import fc from 'fast-check'
import type { TenantTransaction } from '../contract/index.ts'
import type { AssetRecord, SourceKind } from '../envelope/index.ts'
import { outboxPart } from '../outbox/index.ts'
import { testDatabase } from '../store/testing/index.ts'
import {
  type AssetMove,
  assetIdentity,
  assetsPart,
  defaultNetwork,
  mergeByHand,
  networkNamed,
  reconsiderIdentities,
  resolveAsset,
  splitByHand,
  undoMerge,
} from './index.ts'

const { database, tenant } = await testDatabase({ after }, { parts: [outboxPart, assetsPart] })
const inTenant = <T>(id: number, work: (tx: TenantTransaction) => Promise<T>) =>
  database.asTenant(id, (tx) => work(tx as unknown as TenantTransaction))

const start = Date.parse('2026-11-22T12:00:00.000Z')
const at = (minutes: number) => new Date(start + minutes * 60_000).toISOString()

interface Said {
  readonly source: number
  readonly kind?: SourceKind
  readonly ref?: string
  readonly name?: string
  readonly network?: string
  readonly minute?: number
  readonly [identifier: string]: unknown
}

/** A tenant and the moves it was told of. */
async function fleet() {
  const id = await tenant()
  const moves: AssetMove[] = []
  const onMoved = async (_: TenantTransaction, move: AssetMove) => {
    moves.push(move)
  }
  const by = (minute: number) => ({ decidedBy: 'per_1 Ada', at: at(minute), onMoved })
  const say = ({ source, kind = 'agent', ref = 'self', name = 'h', network, minute = 0, ...said }: Said) =>
    inTenant(id, async (tx) => {
      const networkId = await defaultNetwork(tx)
      const record: AssetRecord = {
        type: 'asset',
        ref,
        kind: 'host',
        name,
        identifiers: Object.entries(said).map(([key, value]) => ({ kind: key, value: String(value) })),
        ...(network && { network }),
      }
      return resolveAsset(tx, { sourceId: source, kind, networkId }, record, { at: at(minute), onMoved })
    })
  const partition = () =>
    inTenant(id, async (tx) => {
      const { rows } = await tx.query<{ members: string; said: string }>(
        `select string_agg(s.source_id || ':' || s.ref, ' ' order by s.source_id, s.ref) as members,
                string_agg(s.source_id || '=' || (select string_agg(i.kind || i.value, ',' order by i.kind, i.value) from asset_identifier i
                  where i.tenant_id = s.tenant_id and i.asset_source_id = s.asset_source_id), ' ' order by s.source_id) as said
           from asset_source s where s.tenant_id = $1 group by s.asset_id order by min(s.source_id)`,
        [id],
      )
      return rows
    })
  const groups = async () => (await partition()).map(({ members }) => members.replaceAll(':self', ''))
  return { id, say, by, groups, partition, moves, onMoved }
}

test('the same statement again changes nothing', async () => {
  const { say, groups } = await fleet()
  const first = await say({ source: 1, 'machine-id': 'm1' })
  const again = await say({ source: 1, 'machine-id': 'm1', minute: 5 })
  assert.equal(first.changed, true)
  assert.equal(again.changed, false)
  assert.equal(again.assetId, first.assetId)
  assert.match(first.publicId, /^ast_/)
  assert.deepEqual(await groups(), ['1'])
})

test('sources that share hardware become one asset, why is written down, and undoing restores both', async () => {
  const { id, say, by, groups, partition, moves } = await fleet()
  const agent = await say({ source: 1, 'product-uuid': 'u1', name: 'db' })
  await say({ source: 2, kind: 'scanner', ref: '192.0.2.7', hostname: 'x', name: 'x' })
  const before = await partition()
  const scanned = await say({
    source: 2,
    kind: 'scanner',
    ref: '192.0.2.7',
    hostname: 'x',
    'product-uuid': 'U1',
    name: 'x',
    minute: 1,
  })
  assert.equal(scanned.assetId, agent.assetId)
  assert.equal(scanned.name, 'db')
  assert.deepEqual(
    moves.map(({ sourceId }) => sourceId),
    [2],
  )
  const { history, sources } = await inTenant(id, (tx) => assetIdentity(tx, agent.assetId))
  assert.equal(sources.length, 2)
  assert.deepEqual([history[0]?.rule, history[0]?.because], ['product-uuid', 'both have the product-uuid u1'])
  await inTenant(id, (tx) => undoMerge(tx, history[0]!.merge, by(2)))
  assert.deepEqual(
    (await partition()).map(({ members }) => members),
    before.map(({ members }) => members),
  )
  // Told apart, no rule joins them again.
  await say({ source: 2, kind: 'scanner', ref: '192.0.2.7', hostname: 'y', 'product-uuid': 'u1', minute: 3 })
  assert.deepEqual(await groups(), ['1', '2:192.0.2.7'])
  await assert.rejects(
    inTenant(id, (tx) => undoMerge(tx, history[0]!.merge, by(4))),
    { reason: 'already-undone' },
  )
})

test('two agents cloned from one image are two assets', async () => {
  const { say, groups } = await fleet()
  const first = await say({ source: 1, 'machine-id': 'golden', hostname: 'golden' })
  const second = await say({ source: 2, 'machine-id': 'golden', hostname: 'golden' })
  assert.notEqual(first.assetId, second.assetId)
  assert.deepEqual(await groups(), ['1', '2'])
})

test('a clone that was taken for a new installation is told apart when the original speaks again', async () => {
  const { say, groups } = await fleet()
  await say({ source: 1, 'machine-id': 'golden' })
  await say({ source: 2, 'machine-id': 'golden', minute: 60 })
  assert.deepEqual(await groups(), ['1 2'])
  await say({ source: 1, 'machine-id': 'golden', name: 'original', minute: 61 })
  await say({ source: 2, 'machine-id': 'golden', name: 'clone', minute: 62 })
  assert.deepEqual(await groups(), ['1', '2'])
  await say({ source: 2, 'machine-id': 'golden', name: 'clone again', minute: 300 })
  assert.deepEqual(await groups(), ['1', '2'])
})

test('an agent installed anew within minutes joins its asset once the old one is known to be silent', async () => {
  const { id, say, groups, onMoved } = await fleet()
  await say({ source: 1, 'product-uuid': 'u1' })
  await say({ source: 2, 'product-uuid': 'u1', minute: 5 })
  assert.deepEqual(await groups(), ['1', '2'])
  await inTenant(id, (tx) => reconsiderIdentities(tx, { at: at(60), onMoved }))
  assert.deepEqual(await groups(), ['1 2'])
})

test('networks keep equal names apart', async () => {
  const { say, groups } = await fleet()
  await say({ source: 1, kind: 'scanner', ref: 'a', serial: 's1', network: 'Plant 1' })
  await say({ source: 2, kind: 'scanner', ref: 'b', serial: 's1', network: 'Plant 2' })
  await say({ source: 3, kind: 'scanner', ref: 'c', serial: 's1', network: 'Plant 1' })
  assert.deepEqual(await groups(), ['1:a 3:c', '2:b'])
})

test('a person merges and splits, and both can be undone', async () => {
  const { id, say, by, groups } = await fleet()
  const a = await say({ source: 1, serial: 's1' })
  const b = await say({ source: 2, serial: 's2' })
  const merged = await inTenant(id, (tx) => mergeByHand(tx, a.assetId, b.assetId, { ...by(1), because: 'I know' }))
  assert.deepEqual(await groups(), ['1 2'])
  // A contradiction does not part what a person put together.
  await say({ source: 2, serial: 's2', name: 'new', minute: 2 })
  assert.deepEqual(await groups(), ['1 2'])
  await inTenant(id, (tx) => undoMerge(tx, merged.mergeId, by(3)))
  assert.deepEqual(await groups(), ['1', '2'])
  await inTenant(id, (tx) => mergeByHand(tx, a.assetId, b.assetId, { ...by(4), because: 'again' }))
  const split = await inTenant(id, (tx) => splitByHand(tx, a.assetId, 2, { ...by(5), because: 'no' }))
  assert.equal(split.assetId, b.assetId)
  await inTenant(id, (tx) => undoMerge(tx, split.mergeId, by(6)))
  assert.deepEqual(await groups(), ['1 2'])
  await assert.rejects(
    inTenant(id, (tx) => mergeByHand(tx, a.assetId, a.assetId, { ...by(7), because: '' })),
    { reason: 'same' },
  )
})

test('a value that very many share tells nothing', async () => {
  const { say, groups } = await fleet()
  for (let source = 1; source <= 52; source++)
    await say({ source, kind: 'scanner', ref: `r${source}`, 'machine-id': 'everywhere', 'product-uuid': `u${source}` })
  await say({ source: 99, kind: 'scanner', ref: 'r', 'machine-id': 'everywhere' })
  assert.equal((await groups()).length, 53)
})

test('two sources that see a new machine at the same moment make one asset', async () => {
  const { say, groups } = await fleet()
  await Promise.all(
    Array.from({ length: 8 }, (_, index) => say({ source: index + 1, kind: 'scanner', ref: 'r', serial: 's1' })),
  )
  assert.equal((await groups()).length, 1)
})

test('hostile names and values are kept as they are', async () => {
  const { id, say } = await fleet()
  const name = `<img src=x onerror=alert(1)>'; drop table asset; --`
  const asset = await say({ source: 1, name, hostname: name })
  assert.equal(asset.name, name)
  const { sources } = await inTenant(id, (tx) => assetIdentity(tx, asset.assetId))
  assert.equal(sources[0]?.identifiers[0]?.value, name)
})

test('networks are made by name, once, and not without end', async () => {
  const { id } = await fleet()
  const made = await inTenant(id, async (tx) => [await networkNamed(tx, 'Plant'), await networkNamed(tx, 'Plant')])
  assert.equal(made[0], made[1])
})

const statement = fc.record({
  source: fc.integer({ min: 1, max: 6 }),
  'machine-id': fc.constantFrom('m1', 'm2', 'm3'),
  'product-uuid': fc.constantFrom('u1', 'u2', 'u3', 'none'),
  mac: fc.constantFrom('52:54:00:00:00:01', '52:54:00:00:00:02'),
  hostname: fc.constantFrom('a', 'b'),
  minute: fc.integer({ min: 0, max: 100 }),
})

test('property: undoing all that was merged leaves each source with what it said, whatever the sources said before', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(statement, { minLength: 2, maxLength: 12 }), async (statements) => {
      const { id, say, by, partition } = await fleet()
      for (const said of statements) await say({ kind: said.source % 2 ? 'agent' : 'scanner', ...said })
      const saidBefore = (await partition()).flatMap(({ said }) => said.split(' ')).sort()
      const members = await inTenant(id, async (tx) => {
        const { rows } = await tx.query<{ merge: string }>(
          `select public_id as merge from asset_merge where tenant_id = $1 and kind = 'merge' and undone_at is null order by merge_id desc`,
          [id],
        )
        for (const { merge } of rows) {
          try {
            await undoMerge(tx, merge, by(200))
          } catch (error) {
            assert.equal((error as { reason?: string }).reason, 'moved-on')
          }
        }
        return rows.length
      })
      const after = await partition()
      assert.deepEqual(after.flatMap(({ said }) => said.split(' ')).sort(), saidBefore)
      assert.ok(
        after.every(({ members }) => !members.includes(' ')),
        `${members} merges undone, left: ${JSON.stringify(after)}`,
      )
      const standing = await inTenant(id, (tx) =>
        tx.query(
          `select from asset a where a.tenant_id = $1 and (a.merged_into is null) <>
             exists (select from asset_source s where s.tenant_id = $1 and s.asset_id = a.asset_id)`,
          [id],
        ),
      )
      assert.equal(standing.rowCount, 0)
    }),
    { numRuns: 30 },
  )
})
