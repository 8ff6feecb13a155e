import type { TenantTransaction } from '@holdfast/platform/contract'
import { usualCriticality } from '@holdfast/platform/tags'
import {
  type AssetScore,
  cisaCoordinator,
  type Decision,
  decide,
  explainScore,
  type FixEffect,
  fixesOfAsset,
  inputsOfFacts,
  type ScoreExplanation,
} from '../../engine/priority/index.ts'
import { factsOfWords, type WordsOfThreat } from '../../engine/priority/score/facts-of-words.ts'
import { scoreOfAsset } from './score-assets.ts'
import { readModel } from './tuning.ts'

export interface WhyFinding extends ScoreExplanation {
  readonly day: string
  readonly decision: Decision
}

/** Why a finding scores what it does, by what is known today; null for one that is no vulnerability, undefined where there is none. */
export async function whyFinding(
  tx: TenantTransaction,
  finding: string,
  day: string,
): Promise<WhyFinding | null | undefined> {
  const { rows } = await tx.query<{ words: WordsOfThreat | null; criticality: number; scored: boolean }>(
    `select d.definition -> 'parameters' as words, coalesce(c.criticality, ${usualCriticality}) as criticality,
            v.check_no is not null as scored
       from finding f
       left join vulnerabilities_cve v on v.check_no = f.check_no
       join check_definition d on d.check_no = f.check_no
       left join asset_criticality c on c.tenant_id = f.tenant_id and c.asset_id = f.asset_id
      where f.tenant_id = $1 and f.public_id = $2`,
    [tx.tenantId, finding],
  )
  const [row] = rows
  if (!row) return undefined
  if (!row.scored) return null
  const threat = factsOfWords(row.words ?? {})
  const place = { criticality: row.criticality }
  const { model } = await readModel(tx)
  return {
    ...explainScore(threat, place, { day, model }),
    day,
    decision: decide(cisaCoordinator, inputsOfFacts(threat, place)),
  }
}

export interface WhyAsset extends AssetScore {
  /** Open findings that are vulnerabilities. */
  readonly findings: number
  /** What upgrading one package alone would do, that which lets the score fall most first. */
  readonly fixes: readonly (FixEffect & { readonly words: readonly string[] })[]
}

const mostFixes = 10

/** What the score of an asset is made of, and what lowers it most; undefined where there is no such asset. */
export async function whyAsset(tx: TenantTransaction, asset: string): Promise<WhyAsset | undefined> {
  const { rows } = await tx.query<{ assetId: number; criticality: number }>(
    `select a.asset_id as "assetId", coalesce(c.criticality, ${usualCriticality}) as criticality
       from asset a left join asset_criticality c on c.tenant_id = a.tenant_id and c.asset_id = a.asset_id
      where a.tenant_id = $1 and a.public_id = $2 and a.merged_into is null`,
    [tx.tenantId, asset],
  )
  const [row] = rows
  if (!row) return undefined
  const { rows: open } = await tx.query<{ id: string; score: number; place: string; fix: string | null }>(
    `select f.public_id as id, s.own as score, f.place, d.fix
       from finding f
       join vulnerabilities_score s on s.tenant_id = f.tenant_id and s.check_no = f.check_no and s.criticality = 1
       join finding_detail d on d.tenant_id = f.tenant_id and d.finding_id = f.finding_id
      where f.tenant_id = $1 and f.asset_id = $2 and f.status <> 'fixed' and f.disposition = 'none'
      order by f.public_id`,
    [tx.tenantId, row.assetId],
  )
  const context = { criticality: row.criticality }
  const words = new Map<string, Set<string>>()
  for (const { place, fix } of open) if (fix !== null) words.set(place, (words.get(place) ?? new Set()).add(fix))
  const effects = fixesOfAsset(
    open.map(({ id, score, place, fix }) => ({ id, score, fixes: fix === null ? [] : [place] })),
    context,
  )
  return {
    ...scoreOfAsset(
      open.map(({ score }) => score),
      context,
    ),
    findings: open.length,
    fixes: effects
      .slice(0, mostFixes)
      .map((effect) => ({ ...effect, words: [...(words.get(effect.fix) ?? [])].sort() })),
  }
}
