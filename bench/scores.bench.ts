import { readFileSync } from 'node:fs'
import type pg from 'pg'
import { serverFaces } from '../apps/server.ts'
import type { ThreatFacts } from '../apps/vulnerabilities/engine/priority/index.ts'
import { fixFirst } from '../apps/vulnerabilities/store/scores/fix-first.ts'
import { keepScores } from '../apps/vulnerabilities/store/scores/upkeep.ts'
import { testDatabase } from '../platform/store/testing/index.ts'
import { allParts } from '../programs/server/parts.ts'
import { type Bench, median } from './bench.ts'
import { madeUpThreat } from './scores/made-up-threats.ts'

const judge = 'vulnerabilities.software'
const asked = 20
/** One that many assets have and that nobody has exploited yet. */
const changing = 4

export const bench: Bench = {
  name: 'scores',
  summary:
    'The scores of 100,000 findings of 5,000 CVEs on 2,000 assets: all of them cold, after one CVE changed, and what to fix first.',
  async run({ scale, log }) {
    const [assets, checks] = [2000, 5000].map((full) => Math.max(200, Math.round(full * scale))) as [number, number]
    const ends: (() => unknown)[] = []
    try {
      const { database, admin, tenant } = await testDatabase(
        { after: (end) => ends.unshift(end) },
        { parts: allParts(serverFaces).filter(({ part }) => part !== 'store') },
      )
      const tenantId = await tenant('Bench')
      const began = performance.now()
      await nameChecks(
        database,
        Array.from({ length: checks }, (_, index) => [index, madeUpThreat(index)]),
      )
      await fill(admin, { tenant: tenantId, assets, checks })
      log(`filled in ${((performance.now() - began) / 1000).toFixed(0)} s`)
      const one = async <Row>(text: string) => (await admin.query(text, [tenantId])).rows[0] as Row
      const { findings } = await one<{ findings: number }>(
        'select count(*)::int as findings from holdfast.finding where tenant_id = $1',
      )
      let at = Date.parse('2026-11-23T12:00:00Z')
      const settle = async (): Promise<number> => {
        const started = performance.now()
        while (await database.asTenant(tenantId, (tx) => keepScores.next(tx as never, at, async () => []))) {}
        return (performance.now() - started) / 1000
      }
      const cold = await settle()
      const scored = await one<{ assets: number; checks: number }>(
        `select (select count(*)::int from holdfast.vulnerabilities_asset_score where tenant_id = $1) as assets,
                (select count(distinct check_no)::int from holdfast.vulnerabilities_score where tenant_id = $1) as checks`,
      )
      const held = await one<{ checks: number; touched: number }>(
        `select count(distinct f.check_no)::int as checks, count(*) filter (where v.name = '${nameOf(changing)}')::int as touched
           from holdfast.finding f join holdfast.vulnerabilities_cve v using (check_no) where f.tenant_id = $1`,
      )
      if (scored.assets !== assets || scored.checks !== held.checks)
        throw new Error(`${scored.assets} assets and ${scored.checks} checks scored, not ${assets} and ${held.checks}`)
      const sum = () =>
        one<{ risk: number }>(
          'select sum(score)::float8 as risk from holdfast.vulnerabilities_asset_score where tenant_id = $1',
        )
      const before = await sum()
      await nameChecks(database, [[changing, { ...madeUpThreat(7), epss: 0.97 }]])
      at += 120_000
      const changed = await settle()
      const after = await sum()
      if (!(after.risk > before.risk))
        throw new Error(`the risk of all assets did not rise: ${before.risk}, ${after.risk}`)
      const times: number[] = []
      let sentence = ''
      for (let round = 0; round < 5; round++) {
        const started = performance.now()
        const found = await database.asTenant(tenantId, (tx) => fixFirst(tx as never, asked))
        times.push((performance.now() - started) / 1000)
        if (found.findings.open !== findings || found.actions.length === 0)
          throw new Error(
            `${found.findings.open} open findings and ${found.actions.length} actions told of ${findings}`,
          )
        sentence = found.sentence
      }
      const note = `${findings} findings, ${held.checks} CVEs, ${assets} assets`
      return [
        { what: 'scores of all findings and assets, cold', value: cold, unit: 's', note },
        {
          what: 'one CVE becomes exploited: all CVEs compared, the assets with it scored again',
          value: changed,
          unit: 's',
          note: `${held.touched} of the findings are of it`,
        },
        {
          what: `the ${asked} packages to upgrade first (median of 5)`,
          value: median(times),
          unit: 's',
          note: sentence,
        },
      ]
    } finally {
      for (const end of ends) await end()
    }
  },
}

function nameOf(index: number): string {
  return `CVE-2026-${100_000 + index}`
}

/** Writes the words of checks, as an import of feeds does. */
async function nameChecks(
  database: Awaited<ReturnType<typeof testDatabase>>['database'],
  threats: readonly (readonly [index: number, threat: ThreatFacts])[],
): Promise<void> {
  const checks = threats.map(([index, threat]) => {
    const name = nameOf(index)
    const id = `vulnerabilities.${name.toLowerCase()}`
    return {
      ...{ id, judge, title: name, severity: 5, category: 'x', lifecycle: 'stable', digest: JSON.stringify(threat) },
      definition: { id, title: name, parameters: { name, threat } },
    }
  })
  await database.asPlatform(async (tx) => {
    await tx.query(`select * from content_sync('vulnerabilities', 'x', 'own', 'x', '[]', $1)`, [
      JSON.stringify([{ judge, version: 1, digest: 'x' }]),
    ])
    await tx.query(`select * from content_name_checks('vulnerabilities', $1, $2)`, [judge, JSON.stringify(checks)])
  })
}

/** As the superuser and with triggers at rest: what is measured begins after it. */
async function fill(admin: pg.Client, settings: Readonly<Record<string, number>>): Promise<void> {
  await admin.query('set search_path = holdfast, public; set session_replication_role = replica')
  for (const [name, value] of Object.entries(settings)) await admin.query(`set bench.${name} = '${value}'`)
  const file = readFileSync(new URL('scores/fill-findings.sql', import.meta.url), 'utf8')
  for (const statement of file.split(/;\n/)) if (statement.trim() !== '') await admin.query(statement)
  await admin.query('reset session_replication_role; reset search_path')
  await admin.query('vacuum analyze')
}
