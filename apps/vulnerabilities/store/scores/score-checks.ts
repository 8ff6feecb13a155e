import type { TenantTransaction } from '@holdfast/platform/contract'
import {
  cisaCoordinator,
  decide,
  inputsOfFacts,
  type ScoreModel,
  scoreOf,
  type ThreatFacts,
} from '../../engine/priority/index.ts'
import { factsOfWords, type WordsOfThreat } from '../../engine/priority/score/facts-of-words.ts'
import { readModel } from './tuning.ts'

const checksAtOnce = 2000
const criticalities = [1, 2, 3, 4, 5] as const

export interface CheckScore {
  readonly checkNo: number
  readonly criticality: number
  /** Of the vulnerability by itself, and on an asset of that criticality; 0–1000. */
  readonly own: number
  readonly score: number
  readonly ssvc: readonly string[]
}

/** The scores of one vulnerability on assets of each criticality. `day` as `YYYY-MM-DD`; the published model unless told. */
export function scoresOfThreat(
  checkNo: number,
  threat: ThreatFacts,
  options: { readonly day: string; readonly model?: ScoreModel },
): readonly CheckScore[] {
  const own = scoreOf(threat, undefined, options)
  return criticalities.map((criticality) => ({
    checkNo,
    criticality,
    own,
    score: scoreOf(threat, { criticality }, options),
    ssvc: decide(cisaCoordinator, inputsOfFacts(threat, { criticality })).possible,
  }))
}

/** Works out what checks score by the tenant's model and writes what is another than before. Gives the numbers of the checks of which something is. */
export async function scoreChecks(
  tx: TenantTransaction,
  checks: readonly number[],
  day: string,
): Promise<readonly number[]> {
  const changed = new Set<number>()
  const { model } = await readModel(tx)
  for (let from = 0; from < checks.length; from += checksAtOnce) {
    const { rows } = await tx.query<{ checkNo: number; words: WordsOfThreat | null }>(
      `select check_no as "checkNo", definition -> 'parameters' as words from check_definition where check_no = any ($1::int[])`,
      [checks.slice(from, from + checksAtOnce)],
    )
    const scores = rows.flatMap(({ checkNo, words }) =>
      scoresOfThreat(checkNo, factsOfWords(words ?? {}), { day, model }),
    )
    for (const checkNo of await writeScores(tx, scores)) changed.add(checkNo)
  }
  return [...changed]
}

async function writeScores(tx: TenantTransaction, scores: readonly CheckScore[]): Promise<readonly number[]> {
  const { rows } = await tx.query<{ check_no: number }>(
    `insert into vulnerabilities_score as s (tenant_id, check_no, criticality, own, score, ssvc)
     select $1, (w ->> 'checkNo')::int, (w ->> 'criticality')::smallint, (w ->> 'own')::smallint, (w ->> 'score')::smallint,
            array(select jsonb_array_elements_text(w -> 'ssvc'))
       from jsonb_array_elements($2::jsonb) w
     on conflict (tenant_id, check_no, criticality) do update
       set own = excluded.own, score = excluded.score, ssvc = excluded.ssvc
       where (s.own, s.score, s.ssvc) is distinct from (excluded.own, excluded.score, excluded.ssvc)
     returning s.check_no`,
    [tx.tenantId, JSON.stringify(scores)],
  )
  return rows.map(({ check_no }) => check_no)
}
