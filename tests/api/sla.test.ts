import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { TenantTransaction } from '@holdfast/platform/contract'
import { serverFaces } from '../../apps/server.ts'
import { slaOf } from '../../programs/server/sla.ts'
import { applyAndJudge, sampleInstallation } from './sample-installation.ts'

const { ask, database, tenantId } = await sampleInstallation({ after })
const keep = slaOf(serverFaces)
const dayMs = 86_400_000
let now = Date.now()

/** Does what a worker does, until nothing is left to do. */
async function settle(): Promise<void> {
  const due = await database.asPlatform((tx) => keep.due(tx as never))
  for (const tenant of due) {
    const next = () =>
      database.asTenant(tenant, (tx) => keep.next(tx as unknown as TenantTransaction, now, async () => []))
    while (await next());
  }
}

const report = (...rows: readonly (readonly [host: string, rule: string, severity: string])[]) =>
  ask('POST', '/api/v1/vulnerabilities/reports', {
    body: {
      content: Buffer.from(
        `"id","fqdn/ip","port","severity","finding","cve","cwe"\n${rows.map(([host, rule, severity]) => `"${rule}","${host}/","443","${severity}","told","",""`).join('\n')}`,
      ).toString('base64'),
    },
  })
const find = async (q: string) => {
  const { status, json, text } = await ask('GET', `/api/v1/findings?q=${encodeURIComponent(q)}&limit=100`)
  assert.equal(status, 200, text)
  return (
    json.data as {
      id: string
      place: string
      check: string
      asset: { id: string }
      attributes: { slaDue?: string; sla: string }
    }[]
  ).map((each) => each)
}
const places = async (q: string) => (await find(q)).map(({ place }) => place.split(' ')[1]).sort()
/** As if it had been found so many days ago. */
const age = (rule: string, days: number) =>
  database.asTenant(tenantId, (tx) =>
    tx.query(
      `update finding set first_found_at = now() - $3 * interval '1 day', severity = 5 - (5 - severity), place = place
        where tenant_id = $1 and place like $2`,
      [tenantId, `%${rule}%`, days],
    ),
  )
const sweep = async () => {
  now += 2 * dayMs
  await database.asTenant(tenantId, (tx) =>
    tx.query('update sla_sweep set after_finding = 0 where tenant_id = $1', [tenantId]),
  )
  await settle()
  now -= 2 * dayMs
}

test('rules by severity hold where a tenant made none, and those of apps go before', async () => {
  const { rules, isUsual } = (await ask('GET', '/api/v1/sla/rules')).json.data
  assert.equal(isUsual, true)
  assert.deepEqual(
    rules.map(({ id, days }: { id: string; days: number }) => [id, days]),
    [
      ['exploited', 14],
      ['critical', 15],
      ['high', 30],
      ['medium', 90],
      ['low', 180],
    ],
  )
})

test('each finding has its time, and is found by how it stands to it', async () => {
  await report(['a', 'old', 'HIGH'], ['a', 'near', 'HIGH'], ['a', 'new', 'HIGH'], ['a', 'mild', 'LOW'])
  await applyAndJudge(database)
  await settle()
  assert.deepEqual(await places('sla:within'), ['mild', 'near', 'new', 'old'])
  await age('old', 31)
  await age('near', 27)
  await sweep()
  assert.deepEqual(await places('sla:overdue'), ['old'])
  assert.deepEqual(await places('sla:soon'), ['near'])
  assert.deepEqual(await places('slaDue < now+1d'), ['old'])
  assert.deepEqual(await places('slaRule:low'), ['mild'])
  const { facets } = (await ask('GET', '/api/v1/findings?facets=sla&limit=1')).json
  assert.ok(JSON.stringify(facets).includes('overdue'))
})

test('the clock stands still while an exception holds', async () => {
  const [old] = await find('sla:overdue')
  const made = await ask('POST', '/api/v1/exceptions', {
    body: {
      scope: { asset: old!.asset.id, check: old!.check, place: old!.place },
      reason: 'risk-accepted',
      justification: 'It is behind a wall.',
      endsAt: new Date(Date.now() + 30 * dayMs).toISOString(),
    },
  })
  assert.ok(made.status < 300, made.text)
  await settle()
  assert.deepEqual(await places('sla:paused'), ['old'])
  assert.deepEqual(await places('sla:overdue'), [])
})

test('what is fixed has met its time or missed it', async () => {
  await age('near', 40)
  await report(['a', 'mild', 'LOW'], ['a', 'old', 'HIGH'])
  await applyAndJudge(database)
  await sweep()
  assert.deepEqual(await places('sla:met'), ['new'])
  assert.deepEqual(await places('sla:missed'), ['near'])
  const { cells, days, inTime } = (await ask('GET', '/api/v1/sla/board')).json.data
  const high = cells.find(({ rule }: { rule: string }) => rule === 'high')
  assert.deepEqual([high.met, high.missed, high.paused, high.overdue], [1, 1, 1, 0])
  assert.equal(inTime, 0.5)
  assert.equal(days.length, 61)
  assert.equal(days[30].fixed, 2)
  assert.equal(days[30].overdue, 0)
  assert.equal(days[29].overdue, 1, 'the day before, what was fixed too late was overdue')
})

test('rules of the tenant hold from then on, in their order; a wrong one is told with its place', async () => {
  const put = async (rules: object[]) => {
    const etag = (await ask('GET', '/api/v1/sla/rules')).headers.get('etag')!
    return ask('PUT', '/api/v1/sla/rules', { body: { rules }, headers: { 'if-match': etag } })
  }
  const office = { zone: 'Europe/Prague', days: [1, 2, 3, 4, 5], holidays: ['2026-12-24'] }
  const rule = { id: 'all', name: 'All', query: 'severity:low', days: 5, calendar: office }
  assert.equal((await put([rule])).status, 200)
  await settle()
  assert.deepEqual(await places('slaRule:all'), ['mild'])
  assert.deepEqual(await places('sla:none'), ['near', 'new', 'old'])
  const [{ attributes } = { attributes: {} as never }] = await find('slaRule:all')
  assert.ok(Date.parse(attributes.slaDue!) > Date.now() + 5 * dayMs, 'a week has a weekend')
  for (const [wrong, words] of [
    [{ ...rule, query: 'severty:high' }, /\/body\/rules\/0\/query/],
    [{ ...rule, start: ['title'] }, /\/body\/rules\/0\/start\/0.*title is no date/],
    [{ ...rule, calendar: { ...office, zone: 'Mars/Base' } }, /Mars\/Base is no time zone/],
    [{ ...rule, days: 0 }, /days/],
  ] as const) {
    const { status, text } = await put([wrong])
    assert.equal(status, 422, text)
    assert.match(text, words)
  }
  assert.match((await put([rule, rule])).text, /is taken twice/)
  const etag = (await ask('GET', '/api/v1/sla/rules')).headers.get('etag')!
  assert.equal((await ask('DELETE', '/api/v1/sla/rules', { headers: { 'if-match': etag } })).json.data.isUsual, true)
})

test('reckoned again, nothing changes', async () => {
  await sweep()
  const rows = async () =>
    (
      await database.asTenant(tenantId, (tx) =>
        tx.query('select xmin::text, t::text from finding_due t where tenant_id = $1 order by 2', [tenantId]),
      )
    ).rows
  const before = await rows()
  assert.ok(before.length > 0)
  await sweep()
  assert.deepEqual(await rows(), before)
})
