import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import fc from 'fast-check'
import {
  approveException,
  type ExceptionRequest,
  makeException,
  readFinding,
  readHistory,
  rejectException,
  requestException,
  revokeException,
  runAllDueExceptions,
  runDueExceptions,
  storeVerdicts,
} from '../index.ts'
import {
  type BoundException,
  decidingException,
  dispositionOfReason,
  reasonClasses,
} from '../life-cycle/disposition.ts'
import { at, findingsDatabase, locked, shut, verdict, wardenOf } from '../testing/findings-database.ts'

const db = await findingsDatabase({ after })
const judge = await db.judge(wardenOf())
const by = 'per_ada'

async function house() {
  const tenantId = await db.tenant()
  const asset = await db.asset(tenantId)
  const store = (hour: number, places: readonly string[], given: { summary?: string; on?: typeof asset } = {}) =>
    db.inTenant(tenantId, (tx) =>
      storeVerdicts(tx, {
        asset: given.on ?? asset,
        judge,
        testedAt: at(hour),
        verdicts: [
          ...places.map((place) => verdict(locked, 'fail', place, given.summary ?? `${place} is open`)),
          ...(places.length === 0 ? [verdict(locked, 'pass')] : []),
          verdict(shut, 'pass'),
        ],
      }),
    )
  const request = (change: Partial<ExceptionRequest> = {}): ExceptionRequest => ({
    scope: { asset: asset.publicId, check: locked, place: 'front' },
    reason: 'risk-accepted',
    justification: 'Nobody walks by.',
    endsAt: at(100),
    ...change,
  })
  const make = (hour: number, change: Partial<ExceptionRequest> = {}) =>
    db.inTenant(tenantId, (tx) => makeException(tx, request(change), by, at(hour)))
  const dispositions = async () => {
    const { rows } = await db.admin.query(
      'select place, disposition from holdfast.finding where tenant_id = $1 and asset_id = $2 order by place',
      [tenantId, asset.assetId],
    )
    return Object.fromEntries(rows.map(({ place, disposition }) => [place, disposition]))
  }
  const read = async (place: string) => {
    const { rows } = await db.admin.query(
      'select public_id as id from holdfast.finding where tenant_id = $1 and place = $2',
      [tenantId, place],
    )
    return db.inTenant(tenantId, async (tx) => ({
      finding: (await readFinding(tx, rows[0].id, at(1000)))!,
      history: await readHistory(tx, rows[0].id),
    }))
  }
  const states = async () =>
    (
      await db.admin.query('select state from holdfast.exception where tenant_id = $1 order by exception_id', [
        tenantId,
      ])
    ).rows.map(({ state }) => state)
  return { tenantId, asset, store, request, make, dispositions, read, states }
}

test('an accepted risk takes the finding out of what is open, with who, why and until when', async () => {
  const { store, make, dispositions, read } = await house()
  await store(0, ['front', 'back'])
  const { id, findings } = await make(1)
  assert.equal(findings, 1)
  assert.deepEqual(await dispositions(), { front: 'accepted', back: 'none' })
  const { finding, history } = await read('front')
  assert.equal(finding.status, 'new')
  assert.deepEqual(finding.exception, {
    id,
    reason: 'risk-accepted',
    justification: 'Nobody walks by.',
    endsAt: at(100),
  })
  assert.deepEqual(history[0]?.detail, { from: 'none', to: 'accepted', because: 'approved', actor: by })
})

test('a request excepts nothing until somebody approves it', async () => {
  const { tenantId, store, request, dispositions, states } = await house()
  await store(0, ['front'])
  const { id } = await db.inTenant(tenantId, (tx) => requestException(tx, request(), by, at(1)))
  assert.deepEqual(await dispositions(), { front: 'none' })
  await db.inTenant(tenantId, (tx) => approveException(tx, { id, by: 'per_bob', note: 'fine' }, at(2)))
  assert.deepEqual(await dispositions(), { front: 'accepted' })
  await assert.rejects(
    db.inTenant(tenantId, (tx) => approveException(tx, { id, by }, at(2))),
    /approved already/,
  )
  const other = await db.inTenant(tenantId, (tx) => requestException(tx, request(), by, at(1)))
  await db.inTenant(tenantId, (tx) => rejectException(tx, { id: other.id, by }, at(2)))
  assert.deepEqual(await states(), ['approved', 'rejected'])
})

test('evidence that changes opens the finding again, and returns the decision', async () => {
  const { store, make, dispositions, states, read } = await house()
  await store(0, ['front'])
  await make(1)
  await store(2, ['front'])
  assert.deepEqual(await dispositions(), { front: 'accepted' }, 'the same evidence changes nothing')
  await store(3, ['front'], { summary: 'front is wide open' })
  assert.deepEqual(await dispositions(), { front: 'none' })
  assert.deepEqual(await states(), ['returned'])
  assert.deepEqual((await read('front')).history[0]?.detail, { from: 'accepted', to: 'none', because: 'evidence' })
  await store(4, ['front'])
  assert.deepEqual(await dispositions(), { front: 'none' }, 'what was returned stays so')
  await make(5)
  assert.deepEqual(await dispositions(), { front: 'accepted' })
})

test('an exception for any evidence holds on', async () => {
  const { store, make, dispositions } = await house()
  await store(0, ['front'])
  await make(1, { anyEvidence: true })
  await store(3, ['front'], { summary: 'front is wide open' })
  assert.deepEqual(await dispositions(), { front: 'accepted' })
})

test('an excepted finding that is fixed and comes back with the same evidence is still excepted', async () => {
  const { store, make, dispositions, read } = await house()
  await store(0, ['front'])
  await make(1)
  await store(2, [])
  assert.equal((await read('front')).finding.status, 'fixed')
  await store(3, ['front'])
  assert.deepEqual(await dispositions(), { front: 'accepted' })
  await store(4, [])
  await store(5, ['front'], { summary: 'front is wide open' })
  assert.deepEqual(await dispositions(), { front: 'none' })
})

test('a wide exception takes in what opens later, and the narrowest decides', async () => {
  const { tenantId, store, make, dispositions } = await house()
  const second = await db.asset(tenantId, 'host-2')
  await store(0, ['front', 'back'])
  await make(1, { scope: { check: locked }, reason: 'false-positive' })
  await make(2)
  assert.deepEqual(await dispositions(), { front: 'accepted', back: 'false-positive' })
  await store(3, ['front', 'back', 'roof'])
  assert.deepEqual(await dispositions(), { front: 'accepted', back: 'false-positive', roof: 'false-positive' })
  await store(3, ['gate'], { on: second })
  const { rows } = await db.admin.query('select disposition from holdfast.finding where asset_id = $1', [
    second.assetId,
  ])
  assert.deepEqual(rows, [{ disposition: 'false-positive' }])
})

test('time begins and ends exceptions', async () => {
  const { tenantId, store, make, dispositions, states } = await house()
  await store(0, ['front'])
  assert.equal((await make(1, { startsAt: at(10), endsAt: at(20) })).findings, 0)
  const run = (hour: number) => runAllDueExceptions(db.database, at(hour))
  await run(9)
  assert.deepEqual(await dispositions(), { front: 'none' })
  await run(10)
  assert.deepEqual(await dispositions(), { front: 'accepted' })
  assert.equal(await db.inTenant(tenantId, (tx) => runDueExceptions(tx, at(19))), 0)
  await run(20)
  assert.deepEqual(await dispositions(), { front: 'none' })
  assert.deepEqual(await states(), ['expired'])
})

test('a revoked exception opens what it held, and another one takes over', async () => {
  const { tenantId, store, make, dispositions } = await house()
  await store(0, ['front'])
  const wide = await make(1, { scope: { check: locked }, reason: 'compensating-control' })
  const narrow = await make(2)
  const revoke = (id: string, hour: number) => db.inTenant(tenantId, (tx) => revokeException(tx, { id, by }, at(hour)))
  assert.deepEqual(await revoke(narrow.id, 3), { findings: 1 })
  assert.deepEqual(await dispositions(), { front: 'mitigated' })
  assert.deepEqual(await revoke(wide.id, 4), { findings: 1 })
  assert.deepEqual(await dispositions(), { front: 'none' })
  await assert.rejects(revoke(wide.id, 5), /revoked already/)
})

for (const [name, change, message] of [
  ['without an end', { endsAt: undefined }, /until when/],
  ['that ends before it begins', { startsAt: at(10), endsAt: at(9) }, /after the start/],
  ['for ever', { endsAt: '2040-01-01T00:00:00.000Z' }, /5 years at most/],
  ['for everything', { scope: {} }, /for everything is none/],
  ['for a place without a check', { scope: { place: 'x' } }, /Name an asset or a check/],
  ['of an asset that is not there', { scope: { asset: 'ast_0000000000000000000000' } }, /no such asset/],
  ['of a check that is not there', { scope: { check: 'doors.no-such-check-is-there' } }, /no such check/],
  ['without a reason', { justification: ' ' }, /3 to 4,000/],
  ['of another class', { reason: 'because' as never }, /must be one of/],
] as const) {
  test(`an exception ${name} is refused`, async () => {
    const { make, store } = await house()
    await store(0, ['front'])
    const { endsAt, ...rest } = { endsAt: at(100), ...change }
    await assert.rejects(make(1, { ...rest, ...{ endsAt } } as Partial<ExceptionRequest>), message)
  })
}

test('a tenant can neither except nor revoke what is of another', async () => {
  const one = await house()
  const other = await house()
  await one.store(0, ['front'])
  const { id } = await one.make(1)
  await assert.rejects(
    db.inTenant(other.tenantId, (tx) => revokeException(tx, { id, by }, at(2))),
    /no such exception/,
  )
  await assert.rejects(other.make(1, { scope: { asset: one.asset.publicId } }), /no such asset/)
})

test('judging and deciding at the same time lose nothing', async () => {
  const { tenantId, asset, store, make, dispositions } = await house()
  await store(0, ['front', 'back'])
  const judging = (async () => {
    for (let hour = 1; hour < 25; hour++)
      await db.database.asTenant(
        tenantId,
        (tx) =>
          storeVerdicts(tx as never, {
            asset,
            judge,
            testedAt: at(hour),
            verdicts: [
              verdict(locked, 'fail', 'front', `front, seen ${hour % 2}`),
              verdict(locked, 'fail', 'back', 'back'),
              verdict(shut, 'pass'),
            ],
          }),
        { idempotent: true },
      )
  })()
  const deciding = (async () => {
    for (let n = 0; n < 12; n++) {
      const request = { scope: { check: locked }, reason: 'false-positive', justification: 'It is not.' } as const
      const { id } = await db.database.asTenant(tenantId, (tx) => makeException(tx as never, request, by, at(1)), {
        idempotent: true,
      })
      if (n < 11)
        await db.database.asTenant(tenantId, (tx) => revokeException(tx as never, { id, by }, at(2)), {
          idempotent: true,
        })
    }
  })()
  await Promise.all([judging, deciding])
  await store(30, ['front', 'back'], { summary: 'the last word' })
  assert.deepEqual(await dispositions(), { back: 'none', front: 'none' })
  await make(31, { scope: { check: locked }, reason: 'wont-fix' })
  assert.deepEqual(await dispositions(), { back: 'accepted', front: 'accepted' })
})

test('the database decides between exceptions as the life-cycle does', async () => {
  const { tenantId, asset, store, make } = await house()
  await store(0, ['front'])
  const scopes = [
    { asset: asset.publicId, check: locked, place: 'front' },
    { asset: asset.publicId, check: locked },
    { check: locked, place: 'front' },
    { check: locked },
    { asset: asset.publicId },
  ]
  const given = fc.array(
    fc.record({
      scope: fc.constantFrom(...scopes),
      reason: fc.constantFrom(...reasonClasses),
      startsAt: fc.constantFrom(at(1), at(2)),
      endsAt: fc.constantFrom(at(5), at(8)),
      anyEvidence: fc.boolean(),
    }),
    { maxLength: 5 },
  )
  await fc.assert(
    fc.asyncProperty(given, fc.constantFrom(3, 6, 9), fc.boolean(), async (exceptions, hour, moved) => {
      await db.inTenant(tenantId, (tx) =>
        tx.query('update finding set disposition = default, exception_id = null where tenant_id = $1', [tenantId]),
      )
      await db.admin.query('delete from holdfast.exception where tenant_id = $1', [tenantId])
      for (const each of exceptions) await make(0.5, each)
      await db.inTenant(tenantId, (tx) => runDueExceptions(tx, at(2)))
      const summary = moved ? 'front is wide open' : 'front is open'
      const before = (
        await db.admin.query('select evidence_digest as e from holdfast.finding_detail where tenant_id = $1', [
          tenantId,
        ])
      ).rows[0].e
      const tested = (await db.admin.query('select tests from holdfast.assessment where tenant_id = $1', [tenantId]))
        .rows[0].tests
      await store(2 + tested / 100_000, ['front'], { summary })
      const evidence = (
        await db.admin.query('select evidence_digest as e from holdfast.finding_detail where tenant_id = $1', [
          tenantId,
        ])
      ).rows[0].e
      await db.inTenant(tenantId, (tx) => runDueExceptions(tx, at(hour)))
      const { rows } = await db.admin.query<{
        id: number
        reason: never
        n: number
        startsAt: Date
        endsAt: Date
        anyEvidence: boolean
      }>(
        `select exception_id as id, reason, narrowness as n, starts_at as "startsAt", ends_at as "endsAt", any_evidence as "anyEvidence"
           from holdfast.exception where tenant_id = $1`,
        [tenantId],
      )
      const bound: BoundException[] = rows.map(({ id, reason, n, startsAt, endsAt, anyEvidence }) => ({
        id: Number(id),
        reason,
        narrowness: n,
        startsAt: new Date(startsAt).toISOString(),
        endsAt: new Date(endsAt).toISOString(),
        ...(!anyEvidence && { evidence: before }),
      }))
      const deciding = decidingException(bound, evidence, at(hour))
      const { rows: found } = await db.admin.query(
        'select disposition, exception_id as id from holdfast.finding where tenant_id = $1',
        [tenantId],
      )
      assert.equal(found[0].disposition, deciding ? dispositionOfReason(deciding.reason) : 'none')
      assert.equal(found[0].id === null ? undefined : Number(found[0].id), deciding?.id)
    }),
    { numRuns: 40 },
  )
})
