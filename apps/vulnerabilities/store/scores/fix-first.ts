import type { TenantTransaction } from '@holdfast/platform/contract'
import type { Statement } from '@holdfast/platform/search'
import { usualCriticality } from '@holdfast/platform/tags'
import { chooseFixes } from '../../engine/priority/index.ts'
import { scoreOfAsset } from './score-assets.ts'

export interface FirstFix {
  /** The place of its findings: `deb/openssl`. */
  readonly package: string
  /** Up to three of the things that its findings say end them. */
  readonly words: readonly string[]
  readonly findings: number
  readonly assets: number
  /** Scores of its findings, added up. */
  readonly removes: number
}

export interface FixFirst {
  readonly actions: readonly FirstFix[]
  /** Open vulnerabilities: all, those for which a fix is known, and those that the actions end. */
  readonly findings: { readonly open: number; readonly fixable: number; readonly ended: number }
  /** Assets that somebody touches for it. */
  readonly assets: number
  /** Scores of findings, added up. */
  readonly risk: { readonly before: number; readonly after: number }
  /** Risk scores of assets, added up. */
  readonly assetScores: { readonly before: number; readonly after: number }
  readonly sentence: string
}

interface Group {
  readonly place: string
  readonly findings: number
  readonly assets: number
  readonly risk: number
  readonly words: readonly string[]
}

/**
 * The packages of which upgrading that many removes most risk. Findings are added up by package in the database: each is ended by the upgrade of its own.
 * `only` answers ids of findings as `{ id }`: only these count; all of them when absent.
 */
export async function fixFirst(tx: TenantTransaction, count: number, only?: Statement): Promise<FixFirst> {
  const among = amongThese(only)
  const { rows: groups } = await tx.query<Group>(
    `select f.place, count(*)::int as findings, count(distinct f.asset_id)::int as assets, sum(s.score)::float8 as risk,
            (array_agg(distinct d.fix order by d.fix))[1:3] as words
       ${openFindings(among)}
        and d.fix is not null
      group by f.place`,
    [...among.values, tx.tenantId],
  )
  const whole = await total(tx, among)
  const byPlace = new Map(groups.map((group) => [group.place, group]))
  const chosen = chooseFixes(
    groups.map(({ place, risk }) => ({ id: place, risk })),
    groups.map(({ place }) => ({ id: place, ends: [place] })),
    { actions: count },
  )
  const actions = chosen.actions.map(({ id, removes }): FirstFix => {
    const { findings, assets, words } = byPlace.get(id)!
    return { package: id, words, findings, assets, removes }
  })
  const touched = await scoresAfter(
    tx,
    among,
    actions.map((action) => action.package),
  )
  return {
    actions,
    findings: {
      open: whole.findings,
      fixable: groups.reduce((sum, { findings }) => sum + findings, 0),
      ended: actions.reduce((sum, { findings }) => sum + findings, 0),
    },
    assets: touched.assets,
    risk: { before: whole.risk, after: whole.risk - chosen.removed },
    assetScores: { before: cents(whole.assetScores), after: cents(whole.assetScores - touched.fall) },
    sentence: chosen.sentence,
  }
}

/** A condition on findings with what is bound in it; what else is bound comes behind. */
interface Among {
  readonly where: string
  readonly values: readonly unknown[]
}

function amongThese(only: Statement | undefined): Among {
  return only === undefined
    ? { where: '', values: [] }
    : { where: `and f.finding_id in (${only.text})`, values: only.values }
}

const openFindings = ({ where, values }: Among) => `
  from finding f
  left join asset_criticality c on c.tenant_id = f.tenant_id and c.asset_id = f.asset_id
  join vulnerabilities_score s on s.tenant_id = f.tenant_id and s.check_no = f.check_no and s.criticality = coalesce(c.criticality, ${usualCriticality})
  join finding_detail d on d.tenant_id = f.tenant_id and d.finding_id = f.finding_id
 where f.tenant_id = $${values.length + 1} and f.status <> 'fixed' and f.disposition = 'none' ${where}`

async function total(tx: TenantTransaction, among: Among) {
  const { rows } = await tx.query<{ findings: number; risk: number; assetScores: number }>(
    `select count(*)::int as findings, coalesce(sum(s.score), 0)::float8 as risk,
            (select coalesce(sum(score), 0)::float8 from vulnerabilities_asset_score where tenant_id = $${among.values.length + 1}) as "assetScores"
       ${openFindings(among)}`,
    [...among.values, tx.tenantId],
  )
  return rows[0]!
}

/** How many assets have findings at these places, and by how much their scores fall without them. */
async function scoresAfter(tx: TenantTransaction, among: Among, places: readonly string[]) {
  // What stays on an asset counts for its score, whether or not it was asked for.
  const ends = `d.fix is not null and f.place = any ($${among.values.length + 2}::text[]) ${among.where}`
  const { rows } = await tx.query<{ criticality: number; all: number[]; left: number[] }>(
    `select coalesce(max(c.criticality), ${usualCriticality}) as criticality, array_agg(s.own) as all,
            coalesce(array_agg(s.own) filter (where not (${ends})), '{}') as left
       ${openFindings({ where: '', values: among.values })}
      group by f.asset_id having bool_or(${ends})`,
    [...among.values, tx.tenantId, places],
  )
  const fall = rows.reduce((sum, { criticality, all, left }) => {
    return sum + scoreOfAsset(all, { criticality }).score - scoreOfAsset(left, { criticality }).score
  }, 0)
  return { assets: rows.length, fall }
}

function cents(value: number): number {
  return Math.max(0, Math.round(value * 100) / 100)
}
