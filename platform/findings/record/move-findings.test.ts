import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { countFindings, moveFindingsAlong, readFinding, readHistory, storeVerdicts } from '../index.ts'
import { at, findingsDatabase, locked, shut, verdict, wardenOf } from '../testing/findings-database.ts'

const db = await findingsDatabase({ after })
const judge = await db.judge(wardenOf())
const move = moveFindingsAlong([judge.judge])

async function pair() {
  const tenantId = await db.tenant()
  const one = await db.asset(tenantId, 'one')
  const two = await db.asset(tenantId, 'two')
  const store = (asset: typeof one, hour: number, places: readonly string[]) =>
    db.inTenant(tenantId, (tx) =>
      storeVerdicts(tx, {
        asset,
        judge,
        testedAt: at(hour),
        verdicts: [
          ...places.map((place) => verdict(locked, 'fail', place)),
          ...(places.length === 0 ? [verdict(locked, 'pass')] : []),
          verdict(shut, 'pass'),
        ],
      }),
    )
  const findings = async () =>
    (
      await db.admin.query(
        `select a.name as asset, f.place, f.status, f.public_id as id from holdfast.finding f join holdfast.asset a using (tenant_id, asset_id)
          where f.tenant_id = $1 order by 1, 2`,
        [tenantId],
      )
    ).rows
  const list = async () => (await findings()).map(({ asset, place, status }) => `${asset} ${place} ${status}`)
  const read = async (place: string, asset: string) => {
    const { id } = (await findings()).find((each) => each.place === place && each.asset === asset)
    return db.inTenant(tenantId, async (tx) => ({
      finding: (await readFinding(tx, id, at(1000)))!,
      history: (await readHistory(tx, id)).map(({ kind }) => kind).reverse(),
    }))
  }
  /** Something is still said of this asset. */
  const keep = (asset: typeof one) =>
    db.inTenant(tenantId, (tx) =>
      tx.query(
        `insert into asset_source (tenant_id, source_id, ref, asset_id, network_id, kind, name, source_kind, said, first_seen_at, last_seen_at, joined_at)
         select $1, $2, 'self', $2, network_id, 'host', 'x', 'agent', '', now(), now(), now() from asset where tenant_id = $1 and asset_id = $2`,
        [tenantId, asset.assetId],
      ),
    )
  const go = (from: typeof one, to: typeof one) =>
    db.inTenant(tenantId, (tx) => move(tx, { from: from.assetId, to: to.assetId }))
  return { tenantId, one, two, store, list, read, keep, go }
}

test('findings of an asset that becomes part of another go with it, history and counts included', async () => {
  const { tenantId, one, two, store, list, read, go } = await pair()
  await store(one, 0, ['front', 'back'])
  await store(one, 1, ['front', 'back'])
  await store(two, 2, ['back', 'roof'])
  await go(one, two)
  assert.deepEqual(await list(), ['one back fixed', 'two back new', 'two front active', 'two roof new'])
  await store(two, 3, ['front', 'back'])
  assert.deepEqual(await list(), ['one back fixed', 'two back active', 'two front active', 'two roof fixed'])
  const { finding, history } = await read('front', 'two')
  assert.equal(finding.firstFoundAt, at(0))
  assert.equal(finding.timesFound, 3)
  assert.deepEqual(history, ['opened', 'confirmed', 'moved', 'tested'])
  assert.equal((await read('back', 'two')).finding.firstFoundAt, at(0))
  const counts = await db.inTenant(tenantId, countFindings)
  assert.equal(
    counts.reduce((sum, { findings }) => sum + findings, 0),
    4,
  )
})

test('a merge that is undone gives the findings back', async () => {
  const { one, two, store, list, read, keep, go } = await pair()
  await store(one, 0, ['front', 'back'])
  await store(two, 1, ['back'])
  await go(one, two)
  await keep(two)
  await go(two, one)
  assert.deepEqual(await list(), ['one back fixed', 'one front new', 'two back new'])
  await store(one, 5, ['front', 'back'])
  await store(two, 5, ['back'])
  assert.deepEqual(await list(), ['one back reopened', 'one front active', 'two back active'])
  assert.deepEqual((await read('front', 'one')).history, ['opened', 'moved', 'moved', 'tested', 'confirmed'])
})

test('both assets are judged anew', async () => {
  const { tenantId, one, two, go } = await pair()
  await go(one, two)
  const { rows } = await db.admin.query(
    'select asset_id::int as id from holdfast.judgement_due where tenant_id = $1 order by 1',
    [tenantId],
  )
  assert.deepEqual(
    rows.map(({ id }) => id),
    [one.assetId, two.assetId],
  )
})
