import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { newPublicId } from '@holdfast/platform/store'
import { everyPart, testDatabase } from '@holdfast/platform/store/testing'
import { assetScore, explainScore, score1, type ThreatFacts, tagScore, tuneModel } from '../../engine/priority/index.ts'
import { factsOfWords } from '../../engine/priority/score/facts-of-words.ts'
import { fixFirst } from './fix-first.ts'
import { readTagScore } from './read-tag.ts'
import { whyAsset, whyFinding } from './read-why.ts'
import { resetTuning, writeTuning } from './tuning.ts'
import { keepScores } from './upkeep.ts'

const judge = 'vulnerabilities.software'
const now = Date.parse('2026-11-23T12:00:00Z')
const day = '2026-11-23'
const { database, tenant } = await testDatabase({ after }, { parts: everyPart() })

const threats: Readonly<Record<string, ThreatFacts>> = {
  'CVE-2024-0001': {
    cvss: { vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', version: '3.1', score: 9.8 },
    epss: 0.9,
    kev: { added: '2024-01-01', due: '2026-11-24', ransomware: true },
    exploitation: { level: 'ransomware', because: 'the catalogue names ransomware' },
    automatable: 'yes',
    technicalImpact: 'total',
  },
  'CVE-2024-0002': {
    cvss: { vector: 'CVSS:3.1/AV:L/AC:H/PR:L/UI:N/S:U/C:L/I:N/A:N', version: '3.1', score: 2.5 },
    epss: 0.0004,
    exploitation: { level: 'none', because: 'somebody looked' },
    automatable: 'no',
    technicalImpact: 'partial',
  },
  'CVE-2024-0003': { rating: 'important' },
}

const nameChecks = (words: Readonly<Record<string, ThreatFacts>>) =>
  database.asPlatform((tx) =>
    tx.query(`select * from content_name_checks('vulnerabilities', $1, $2)`, [
      judge,
      JSON.stringify(
        Object.entries(words).map(([name, threat]) => ({
          ...{ id: `vulnerabilities.${name.toLowerCase()}`, judge, title: name, severity: 5, category: 'x' },
          ...{ lifecycle: 'stable', digest: JSON.stringify(threat).slice(0, 60) },
          definition: { id: `vulnerabilities.${name.toLowerCase()}`, title: name, parameters: { name, threat } },
        })),
      ),
    ]),
  )
await database.asPlatform((tx) =>
  tx.query(`select * from content_sync('vulnerabilities', 'x', 'own', 'x', '[]', $1)`, [
    JSON.stringify([{ judge, version: 1, digest: 'x' }]),
  ]),
)
await nameChecks(threats)

interface Sample {
  readonly asset: string
  readonly cve: string
  readonly place?: string
  readonly fix?: string
}
const samples: readonly Sample[] = [
  { asset: 'web', cve: 'CVE-2024-0001' },
  { asset: 'web', cve: 'CVE-2024-0002' },
  { asset: 'web', cve: 'CVE-2024-0003' },
  { asset: 'db', cve: 'CVE-2024-0001' },
  { asset: 'db', cve: 'CVE-2024-0003' },
]

/** A tenant in which findings come in the order that is told. */
async function fleet(order: readonly Sample[]) {
  const id = await tenant()
  type Transaction = Parameters<Parameters<typeof database.asTenant>[1]>[0]
  const inTenant = <T>(work: (tx: Transaction) => Promise<T>) => database.asTenant(id, work)
  const ids = new Map<string, number>()
  await inTenant((tx) =>
    tx.query(`insert into network (tenant_id, public_id, name, is_default) values ($1, $2, 'Default', true)`, [
      id,
      newPublicId('net'),
    ]),
  )
  for (const name of new Set(order.map(({ asset }) => asset))) {
    const row = await inTenant((tx) =>
      tx.first<{ asset_id: number }>(
        `insert into asset (tenant_id, public_id, network_id, kind, name, first_seen_at, last_seen_at)
         select $1, $2, network_id, 'host', $3, now(), now() from network where tenant_id = $1 returning asset_id`,
        [id, newPublicId('ast'), name],
      ),
    )
    ids.set(name, row!.asset_id)
  }
  const settle = async (at = now): Promise<number> => {
    for (let pieces = 0; ; pieces++)
      if (!(await inTenant((tx) => keepScores.next(tx as never, at, async () => [])))) return pieces
  }
  const find = ({ asset, cve, place = 'deb/x', fix }: Sample, status = 'new') =>
    inTenant(async (tx) => {
      await tx.query(
        `insert into finding (tenant_id, public_id, asset_id, check_no, place, severity, status, status_at, first_found_at, changed_at)
         select $1, $2, $3, check_no, $6, 5, $5, now(), now(), now() from check_definition where id = 'vulnerabilities.' || lower($4)
         on conflict (tenant_id, asset_id, check_no, place) do update set status = excluded.status`,
        [id, newPublicId('fnd'), ids.get(asset), cve, status, place],
      )
      await tx.query(
        `insert into finding_detail (tenant_id, finding_id, evidence, evidence_digest, fix, basis_no, reach)
         select $1, finding_id, '{}', '', $3, (select min(basis_no) from judge_basis), 'privileged' from finding where tenant_id = $1 and asset_id = $2
         on conflict do nothing`,
        [id, ids.get(asset), fix ?? null],
      )
    })
  const criticality = (asset: string, value: number) =>
    inTenant((tx) =>
      tx.query(
        `insert into asset_criticality (tenant_id, asset_id, criticality) values ($1, $2, $3)
         on conflict (tenant_id, asset_id) do update set criticality = excluded.criticality`,
        [id, ids.get(asset), value],
      ),
    )
  const scores = async () => {
    const { rows: found } = await inTenant((tx) =>
      tx.query<{ cve: string; asset: string; score: number; ssvc: string[] }>(
        `select v.name as cve, a.name as asset, s.score, s.ssvc from finding f join asset a using (tenant_id, asset_id)
           join vulnerabilities_cve v on v.check_no = f.check_no
           left join asset_criticality c on c.tenant_id = f.tenant_id and c.asset_id = f.asset_id
           join vulnerabilities_score s on s.tenant_id = f.tenant_id and s.check_no = f.check_no and s.criticality = coalesce(c.criticality, 2)
          where f.tenant_id = $1 order by 2, 1`,
        [id],
      ),
    )
    const { rows: assets } = await inTenant((tx) =>
      tx.query<{ name: string; score: number }>(
        'select a.name, s.score::float8 as score from vulnerabilities_asset_score s join asset a using (tenant_id, asset_id) where s.tenant_id = $1 order by 1',
        [id],
      ),
    )
    return { found, assets: Object.fromEntries(assets.map(({ name, score }) => [name, score])) }
  }
  await settle()
  for (const sample of order) {
    await find(sample)
    await settle()
  }
  return { id, inTenant, settle, find, criticality, scores }
}

const own = (cve: string, at = day) => explainScore(threats[cve]!, undefined, { day: at }).score

test('a finding scores what the formula says of it on its asset, and an asset what its findings make of it', async () => {
  const { scores } = await fleet(samples)
  const { found, assets } = await scores()
  assert.equal(found.length, samples.length)
  for (const { cve, score } of found)
    assert.equal(score, explainScore(threats[cve]!, { criticality: 2 }, { day }).score, cve)
  assert.deepEqual(found.find(({ cve }) => cve === 'CVE-2024-0002')!.ssvc, ['track'])
  assert.equal(assets.db, assetScore([own('CVE-2024-0003'), own('CVE-2024-0001')], { criticality: 2 }).score)
})

test('the same facts and the same content give the same scores in any order', async () => {
  const one = await (await fleet(samples)).scores()
  const other = await (await fleet(samples.toReversed())).scores()
  const third = await (await fleet([2, 4, 0, 3, 1].map((at) => samples[at]!))).scores()
  assert.deepEqual(other, one)
  assert.deepEqual(third, one)
})

test('criticality, ends and exceptions are heard of; what did not change is not written', async () => {
  const { scores, settle, find, criticality, inTenant, id } = await fleet(samples)
  await criticality('db', 5)
  assert.ok((await settle()) > 0)
  const raised = await scores()
  assert.equal(raised.assets.db, assetScore([own('CVE-2024-0003'), own('CVE-2024-0001')], { criticality: 5 }).score)
  assert.equal(
    raised.found.find(({ asset, cve }) => asset === 'db' && cve === 'CVE-2024-0001')!.score,
    explainScore(threats['CVE-2024-0001']!, { criticality: 5 }, { day }).score,
  )
  await find(samples[0]!, 'active')
  assert.equal(await settle(), 0, 'new and active are both open')
  for (const sample of samples.slice(0, 3)) await find(sample, 'fixed')
  await settle()
  assert.deepEqual(Object.keys((await scores()).assets), ['db'], 'nothing is open on the other')
  await inTenant((tx) => tx.query('delete from asset_criticality where tenant_id = $1', [id]))
  await settle()
  assert.ok((await scores()).assets.db! < raised.assets.db!)
})

test('what feeds say otherwise, and days that pass, change scores with the next comparison', async () => {
  const { scores, settle } = await fleet(samples)
  const before = await scores()
  const late = Date.parse('2026-11-25T00:00:10Z')
  await settle(late)
  const overdue = await scores()
  const of = ({ found }: typeof before, cve: string) => found.find((one) => one.cve === cve)!.score
  assert.equal(
    of(overdue, 'CVE-2024-0001'),
    explainScore(threats['CVE-2024-0001']!, { criticality: 2 }, { day: '2026-11-25' }).score,
  )
  assert.notEqual(
    of(overdue, 'CVE-2024-0001'),
    of(before, 'CVE-2024-0001'),
    'the day by which it was to be fixed passed',
  )
  await nameChecks({ 'CVE-2024-0003': threats['CVE-2024-0001']! })
  const tenants = await database.asPlatform((tx) => keepScores.due(tx as never))
  assert.ok(tenants.length > 0)
  await settle(late + 61_000)
  const again = await scores()
  assert.equal(of(again, 'CVE-2024-0003'), of(again, 'CVE-2024-0001'))
  const gravest = own('CVE-2024-0001', '2026-11-25')
  assert.equal(again.assets.db, assetScore([gravest, gravest], { criticality: 2 }).score)
  await nameChecks({ 'CVE-2024-0003': threats['CVE-2024-0003']! })
})

test('a tenant that weighs terms otherwise is scored by that, and by the published formula again', async () => {
  const { inTenant, settle, scores } = await fleet(samples)
  const before = await scores()
  const tuning = { weights: { severity: 400, epss: 220 }, place: { criticality: { 2: 0.75 } } }
  assert.deepEqual(await inTenant((tx) => writeTuning(tx as never, tuning, 'somebody')), [])
  await settle()
  const tuned = tuneModel(score1, tuning)
  assert.ok(tuned.ok)
  for (const { cve, score } of (await scores()).found)
    assert.equal(score, explainScore(threats[cve]!, { criticality: 2 }, { day, model: tuned.model }).score, cve)
  assert.notDeepEqual(await scores(), before)
  const wrong = await inTenant((tx) => writeTuning(tx as never, { weights: { severity: 900 } }, 'somebody'))
  assert.match(wrong.join(' '), /from 300 to 700/)
  await inTenant((tx) => resetTuning(tx as never))
  await settle()
  assert.deepEqual(await scores(), before)
})

test('what shares a tag has a score in which the worst of its assets show', async () => {
  const { id, inTenant } = await fleet(samples)
  const tag = newPublicId('tag')
  const read = () => inTenant((tx) => readTagScore(tx as never, tag))
  assert.equal(await read(), undefined)
  await inTenant((tx) =>
    tx.query(
      `insert into tag (tenant_id, public_id, name, path, kind, colour, created_by) values ($1, $2, 'T', 'T', 'static', 'grey', 'x')`,
      [id, tag],
    ),
  )
  assert.equal(await read(), null)
  await inTenant((tx) =>
    tx.query(
      `insert into asset_tag (tenant_id, asset_id, tag_id, since) select $1, a.asset_id, t.tag_id, now() from asset a, tag t
        where a.tenant_id = $1 and t.tenant_id = $1`,
      [id],
    ),
  )
  const scored = (await read())!
  const each = scored.worst.map(({ score }) => score)
  assert.equal(scored.assets, 2)
  assert.equal(each.length, 2)
  assert.ok(each[0]! >= each[1]!)
  assert.deepEqual(scored.worst.map(({ asset }) => asset.name).sort(), ['db', 'web'])
  const { worst: _, ...numbers } = scored
  assert.deepEqual(numbers, tagScore(each.map((score) => ({ score, criticality: 2 }))))
})

test('words of an earlier version say less, and are scored by what they say', () => {
  const facts = factsOfWords({
    vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
    exploited: true,
    due: '2024-01-22',
  })
  assert.deepEqual(facts.cvss?.score, 9.8)
  assert.deepEqual(facts.kev, { ransomware: false, due: '2024-01-22' })
  assert.equal(facts.exploitation?.level, 'active')
  assert.deepEqual(factsOfWords({}), {})
})

test('what to fix first is what removes most, and its numbers are those of its findings and assets', async () => {
  const openssl = { place: 'deb/openssl', fix: 'upgrade openssl to 3.0.15' }
  const curl = { place: 'deb/curl', fix: 'upgrade curl to 8.11.0' }
  const { inTenant, find, settle, scores } = await fleet([
    { asset: 'web', cve: 'CVE-2024-0002', ...curl },
    { asset: 'web', cve: 'CVE-2024-0001', ...openssl },
    { asset: 'db', cve: 'CVE-2024-0001', ...openssl },
    { asset: 'db', cve: 'CVE-2024-0003', place: 'deb/unfixed' },
  ])
  const ask = (count: number) => inTenant((tx) => fixFirst(tx as never, count))
  const placed = (cve: string) => explainScore(threats[cve]!, { criticality: 2 }, { day }).score
  const one = await ask(1)
  assert.deepEqual(one.actions, [
    {
      ...{ package: 'deb/openssl', words: ['upgrade openssl to 3.0.15'], findings: 2, assets: 2 },
      removes: 2 * placed('CVE-2024-0001'),
    },
  ])
  assert.deepEqual(one.findings, { open: 4, fixable: 3, ended: 2 })
  assert.equal(one.risk.before - one.risk.after, 2 * placed('CVE-2024-0001'))
  assert.equal(one.assets, 2)
  const before = Object.values((await scores()).assets).reduce((sum, score) => sum + score, 0)
  assert.ok(Math.abs(one.assetScores.before - before) < 0.01)
  const both = await ask(5)
  assert.deepEqual(
    both.actions.map((action) => action.package),
    ['deb/openssl', 'deb/curl'],
  )
  for (const asset of ['web', 'db']) await find({ asset, cve: 'CVE-2024-0001', ...openssl }, 'fixed')
  await settle()
  const done = Object.values((await scores()).assets).reduce((sum, score) => sum + score, 0)
  assert.ok(Math.abs(one.assetScores.after - done) < 0.011, 'doing it gives the scores that were told')
  assert.deepEqual(
    (await ask(1)).actions.map((action) => action.package),
    ['deb/curl'],
  )
})

test('what asks why tells the stored score, and the fix that lowers that of the asset most', async () => {
  const { inTenant, scores } = await fleet([
    { asset: 'web', cve: 'CVE-2024-0001', place: 'deb/openssl', fix: 'upgrade openssl to 3.0.15' },
    { asset: 'web', cve: 'CVE-2024-0003', place: 'deb/unfixed' },
  ])
  const { rows } = await inTenant((tx) =>
    tx.query<{ asset: string; finding: string; place: string }>(
      `select a.public_id as asset, f.public_id as finding, f.place from finding f join asset a using (tenant_id, asset_id) order by f.place`,
    ),
  )
  const why = await inTenant((tx) => whyAsset(tx as never, rows[0]!.asset))
  assert.equal(why!.score, (await scores()).assets.web)
  assert.equal(why!.findings, 2)
  assert.deepEqual(
    why!.fixes.map(({ fix, words, scoreAfter }) => ({ fix, words, scoreAfter })),
    [
      {
        ...{ fix: 'deb/openssl', words: ['upgrade openssl to 3.0.15'] },
        scoreAfter: assetScore([own('CVE-2024-0003')], { criticality: 2 }).score,
      },
    ],
  )
  const finding = await inTenant((tx) => whyFinding(tx as never, rows[0]!.finding, day))
  assert.equal(finding?.score, (await scores()).found.find(({ cve }) => cve === 'CVE-2024-0001')!.score)
  assert.equal(
    finding!.terms.reduce((sum, { points }) => sum + points, 0),
    finding!.score,
  )
  assert.equal(await inTenant((tx) => whyFinding(tx as never, 'fnd_0', day)), undefined)
})
