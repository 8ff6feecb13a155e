import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
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
import { manyFindings } from '../../findings/testing/many-findings.ts'
import { type Jobs, jobsPart, type RunningJob, startJobs } from '../../jobs/index.ts'
import { composeEntity } from '../../search/index.ts'
import { newPublicId } from '../../store/index.ts'
import { findingEntity } from '../entities/finding-entity.ts'
import { exceptionRoutes } from '../routes/exception-routes.ts'
import { findingRoutes } from '../routes/finding-routes.ts'
import { jobRoutes } from '../routes/job-routes.ts'
import { testHttp } from '../testing/index.ts'
import { acceptManyJob, undoManyJob } from './decision-jobs.ts'
import { decisionRoutes } from './decision-routes.ts'

const entity = composeEntity(findingEntity, [])
// Before the server's own: the worker ends before its database does.
let jobs: Jobs | undefined
after(() => jobs?.stop())
const { ask, token, database, admin, tenantId } = await testHttp(
  { after },
  {
    parts: [...partsBefore, jobsPart, findingsPart],
    routes: [...findingRoutes(entity), ...decisionRoutes(entity), ...exceptionRoutes, ...jobRoutes],
  },
)
const acceptMany = acceptManyJob(entity)
const content = contentOf([wardenOf()], [checkOf(locked, 'high'), checkOf(shut, 'low')])
await database.asPlatform((tx) => syncContent(tx, [content]))
const [judge] = await database.asPlatform((tx) => numberJudges(tx, [content]))
const inTenant = <T>(work: (tx: TenantTransaction) => Promise<T>) =>
  database.asTenant(tenantId, (tx) => work(tx as unknown as TenantTransaction), { timeoutMs: 120_000 })
jobs = await startJobs({
  database,
  kinds: [acceptMany, undoManyJob],
  tasks: [],
  scheduled: [],
  pollMs: 20,
  beatMs: 20,
  onError: (error) => process.stderr.write(`${String((error as Error).stack)}\n`),
})

const decision = { reason: 'risk-accepted', justification: 'Until the move.', endsAt: '2028-01-01T00:00:00Z' }

/** An asset of a new name with findings at places. */
async function house(name: string, places: readonly string[]) {
  const asset = await inTenant(async (tx) => {
    const publicId = newPublicId('ast')
    const { rows } = await tx.query<{ assetId: number }>(
      `with network as (insert into network (tenant_id, public_id, name, is_default) values ($1, $2, 'Default', true)
                        on conflict do nothing returning network_id)
       insert into asset (tenant_id, public_id, network_id, kind, name, first_seen_at, last_seen_at)
       select $1, $3, network_id, 'host', $4, now(), now()
         from (select network_id from network union all select network_id from holdfast.network where tenant_id = $1 limit 1) n
       returning asset_id as "assetId"`,
      [tenantId, newPublicId('net'), publicId, name],
    )
    return { assetId: rows[0]!.assetId, publicId }
  })
  await judged(asset, places, 1)
  return asset
}

const judged = (
  asset: { assetId: number; publicId: string },
  places: readonly string[],
  hour: number,
  words = 'open',
) =>
  inTenant((tx) =>
    storeVerdicts(tx, {
      asset,
      judge: judge!,
      testedAt: at(hour),
      verdicts: places.map((place) => verdict(locked, 'fail', place, `${place} is ${words}`)),
    }),
  )

async function ended(job: string) {
  for (const until = Date.now() + 30_000; ; ) {
    assert.ok(Date.now() < until, `job ${job} does not end`)
    const { data } = (await ask('GET', `/api/v1/jobs/${job}`)).json
    if (['done', 'failed', 'cancelled'].includes(data.state)) return data
    await sleep(20)
  }
}

async function decide(body: object) {
  const { status, json } = await ask('POST', '/api/v1/findings/decisions', { body: { ...decision, ...body } })
  assert.equal(status, 202, JSON.stringify(json))
  return { ...json.data, ended: await ended(json.data.job) }
}

async function undo(exception: string) {
  const { status, json } = await ask('POST', `/api/v1/exceptions/${exception}/undo`)
  assert.equal(status, 202, JSON.stringify(json))
  return ended(json.data.job)
}

/** Place → disposition of an asset's findings. */
async function states(asset: { publicId: string }): Promise<Record<string, string>> {
  const { json } = await ask('GET', `/api/v1/findings?limit=1000&q=asset.id:${asset.publicId}`)
  return Object.fromEntries(
    json.data.map((row: { place: string; disposition: string }) => [row.place, row.disposition]),
  )
}

test('a decision about a query is previewed, carried out by a job, listed, and undone', async () => {
  const one = await house('one-1', ['a', 'b', 'c'])
  const two = await house('one-2', ['a'])
  const q = 'asset.name:one-* and status:open'
  const single = {
    scope: { asset: two.publicId, check: locked, place: 'a' },
    reason: 'false-positive',
    justification: 'No.',
  }
  await ask('POST', '/api/v1/exceptions', { body: single })
  const preview = (await ask('POST', '/api/v1/findings/decisions/preview', { body: { q: 'asset.name:one-*' } })).json
    .data
  assert.deepEqual(
    { ...preview, most: preview.most.map((each: { name: string; findings: number }) => [each.name, each.findings]) },
    {
      matching: 4,
      open: 3,
      decided: 1,
      fixed: 0,
      severities: { critical: 0, high: 3, medium: 0, low: 0, info: 0 },
      assets: 1,
      checks: 1,
      most: [['one-1', 3]],
    },
  )
  const wrong = await ask('POST', '/api/v1/findings/decisions', { body: { ...decision, q, expected: 4 } })
  assert.deepEqual([wrong.status, wrong.json.code], [409, 'changed-meanwhile'])
  const made = await decide({ q, expected: 3 })
  assert.deepEqual([made.ended.state, made.ended.done, made.ended.message], ['done', 3, 'Decided about 3 findings'])
  assert.deepEqual(await states(one), { a: 'accepted', b: 'accepted', c: 'accepted' })
  assert.deepEqual(await states(two), { a: 'false-positive' })
  const listed = (await ask('GET', `/api/v1/exceptions/${made.exception}`)).json.data
  assert.deepEqual([listed.selection, listed.findings, listed.state], [{ query: q, named: 0 }, 3, 'approved'])
  const held = await ask('GET', `/api/v1/findings?q=exception:${made.exception}`)
  assert.equal(held.json.page.total, 3)
  // What is opened later was not chosen.
  await judged(one, ['a', 'b', 'c', 'd'], 2)
  assert.deepEqual(await states(one), { a: 'accepted', b: 'accepted', c: 'accepted', d: 'none' })
  // Decided again since: undoing leaves it.
  await ask('POST', '/api/v1/exceptions', {
    body: {
      scope: { asset: one.publicId, check: locked, place: 'b' },
      reason: 'false-positive',
      justification: 'Not so.',
    },
  })
  assert.equal((await undo(made.exception)).state, 'done')
  assert.deepEqual(await states(one), { a: 'none', b: 'false-positive', c: 'none', d: 'none' })
  const { rows } = await admin.query(
    `select action from holdfast.audit_entry where action like '%decisions' or action like '%undo' order by seq`,
  )
  assert.deepEqual(
    rows.map(({ action }) => action),
    ['POST /findings/decisions', 'POST /exceptions/:exception/undo'],
  )
})

test('rows that were named one by one, or left out, are what is decided about', async () => {
  const asset = await house('named', ['a', 'b', 'c', 'd'])
  const { json } = await ask('GET', `/api/v1/findings?q=asset.id:${asset.publicId}`)
  const idAt = (place: string) => json.data.find((row: { place: string }) => row.place === place).id
  const q = `asset.id:${asset.publicId}`
  await decide({ q, only: [idAt('a'), idAt('b')] })
  assert.deepEqual(await states(asset), { a: 'accepted', b: 'accepted', c: 'none', d: 'none' })
  await decide({ q, except: [idAt('d')] })
  assert.deepEqual(await states(asset), { a: 'accepted', b: 'accepted', c: 'accepted', d: 'none' })
})

test('evidence that changes opens that finding again, and leaves the decision about the others', async () => {
  const asset = await house('evidence', ['a', 'b'])
  const made = await decide({ q: `asset.id:${asset.publicId}` })
  await inTenant((tx) =>
    storeVerdicts(tx, {
      asset,
      judge: judge!,
      testedAt: at(3),
      verdicts: [verdict(locked, 'fail', 'a', 'a is off its hinges'), verdict(locked, 'fail', 'b', 'b is open')],
    }),
  )
  assert.deepEqual(await states(asset), { a: 'none', b: 'accepted' })
  assert.equal((await ask('GET', `/api/v1/exceptions/${made.exception}`)).json.data.state, 'approved')
})

test('what cannot be meant, or may not be done, is refused with the reason', async () => {
  const refuse = async (body: object, status: number, words: RegExp) => {
    const reply = await ask('POST', '/api/v1/findings/decisions', { body: { ...decision, ...body } })
    assert.equal(reply.status, status, reply.text)
    assert.match(reply.json.detail, words)
  }
  await refuse({ q: 'severity:high limit 3' }, 422, /has a limit/)
  await refuse({ q: 'group by severity' }, 422, /groups/)
  await refuse({ q: 'nonsense:high' }, 422, /nonsense/)
  await refuse({ q: 'asset.name:nobody' }, 422, /nothing that is open/)
  await refuse({ q: '', endsAt: undefined }, 422, /until when/)
  const reader = await token(['findings:read'])
  const body = { ...decision, q: '' }
  assert.equal((await ask('POST', '/api/v1/findings/decisions', { token: reader, body })).status, 403)
  assert.equal((await ask('POST', '/api/v1/exceptions/exc_none/undo')).status, 404)
})

/** A job that is killed once so many sets were written. */
function running(args: object, killAfter: number): RunningJob<never> {
  let sets = 0
  return {
    tenantId,
    id: 'job_test',
    args: args as never,
    attempt: 1,
    stop: new AbortController().signal,
    inTenant: (work) => inTenant(work),
    progress: () => {
      sets++
      if (sets >= killAfter) throw new Error('killed')
    },
  }
}

async function countByDisposition(prefix: string) {
  const { rows } = await admin.query(
    `select f.disposition, count(*)::int as n from holdfast.finding f join holdfast.asset a using (tenant_id, asset_id)
      where a.name like $1 group by 1 order by 1`,
    [`${prefix}%`],
  )
  return Object.fromEntries(rows.map(({ disposition, n }) => [disposition, n]))
}

test('a worker that is killed between sets changes nothing twice, and the next one goes on', async () => {
  await inTenant((tx) => manyFindings(tx, 12_000, 'killed'))
  const body = { ...decision, q: 'asset.name:killed-* and status:open' }
  await jobs?.stop()
  jobs = undefined
  const { json } = await ask('POST', '/api/v1/findings/decisions', { body })
  const args = { exception: json.data.exception, by: 'per_test', findings: 12_000 }
  await assert.rejects(acceptMany.run(running(args, 1)), /killed/)
  assert.deepEqual(await countByDisposition('killed'), { accepted: 5000, none: 7000 })
  await acceptMany.run(running(args, 99))
  await acceptMany.run(running(args, 99))
  assert.deepEqual(await countByDisposition('killed'), { accepted: 12_000 })
  const transitions = `select count(*)::int as n from holdfast.finding_transition t join holdfast.exception x using (tenant_id)
                        where x.public_id = $1 and t.exception_id = x.exception_id`
  assert.equal((await admin.query(transitions, [args.exception])).rows[0].n, 12_000)
  await ask('POST', `/api/v1/exceptions/${args.exception}/undo`)
  // A set of a job that was still under way finds that the decision holds no more.
  await acceptMany.run(running(args, 99))
  await assert.rejects(undoManyJob.run(running(args, 2)), /killed/)
  assert.deepEqual(await countByDisposition('killed'), { accepted: 2000, none: 10_000 })
  await undoManyJob.run(running(args, 99))
  assert.deepEqual(await countByDisposition('killed'), { none: 12_000 })
})

test('undoing leaves everything as if the decision had never been taken, whatever was decided before and since', async () => {
  const places = ['a', 'b', 'c', 'd', 'e', 'f']
  const decisions = fc.array(
    fc.record({
      place: fc.constantFrom(...places, undefined),
      reason: fc.constantFrom('false-positive', 'not-applicable', 'compensating-control'),
    }),
    { maxLength: 4 },
  )
  let round = 0
  const property = fc.asyncProperty(decisions, decisions, async (before, since) => {
    round++
    const [mine, twin] = [await house(`undo-${round}`, places), await house(`twin-${round}`, places)]
    const except = async (all: typeof before) => {
      for (const asset of [mine, twin])
        for (const { place, reason } of all) {
          const scope = { asset: asset.publicId, check: locked, ...(place !== undefined && { place }) }
          const body = { scope, reason, justification: 'So it is.', endsAt: '2028-01-01T00:00:00Z' }
          assert.equal((await ask('POST', '/api/v1/exceptions', { body })).status, 201)
        }
    }
    await except(before)
    const body = { ...decision, q: `asset.id:${mine.publicId}` }
    const { status, json } = await ask('POST', '/api/v1/findings/decisions', { body })
    if (status === 202) await acceptMany.run(running({ exception: json.data.exception, by: 'x', findings: 6 }, 99))
    assert.ok(!Object.values(await states(mine)).includes('none'))
    await except(since)
    if (status === 202) {
      await ask('POST', `/api/v1/exceptions/${json.data.exception}/undo`)
      await undoManyJob.run(running({ exception: json.data.exception, by: 'x', findings: 6 }, 99))
    }
    assert.deepEqual(await states(mine), await states(twin))
  })
  await fc.assert(property, { numRuns: 12 })
})
