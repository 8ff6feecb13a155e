import { type AssetContext, assetScore } from './asset-score.ts'

export interface ScoredFinding {
  readonly id: string
  /** Of the vulnerability by itself, 0–1000. */
  readonly score: number
  /** Fixes of which each ends the finding: `upgrade openssl to 3.0.15`. Empty: nobody knows one. */
  readonly fixes: readonly string[]
}

export interface FixEffect {
  readonly fix: string
  readonly findings: readonly string[]
  /** Sum of the scores that go. */
  readonly removes: number
  readonly scoreAfter: number
  /** How much the asset score falls. Negative where ending small findings raises the mean of their class. */
  readonly fall: number
}

/** What each fix alone would do to an asset, the one that lowers its score most first. */
export function fixesOfAsset(findings: readonly ScoredFinding[], context: AssetContext): readonly FixEffect[] {
  const before = assetScore(scores(findings), context).score
  const byFix = new Map<string, ScoredFinding[]>()
  for (const finding of findings) {
    for (const fix of new Set(finding.fixes)) byFix.set(fix, [...(byFix.get(fix) ?? []), finding])
  }
  const effects = [...byFix].map(([fix, ended]): FixEffect => {
    const gone = new Set(ended)
    const scoreAfter = assetScore(scores(findings.filter((finding) => !gone.has(finding))), context).score
    const removes = ended.reduce((sum, { score }) => sum + score, 0)
    const ids = ended.map(({ id }) => id).sort()
    return { fix, findings: ids, removes, scoreAfter, fall: Math.round((before - scoreAfter) * 100) / 100 }
  })
  return effects.sort((a, b) => b.fall - a.fall || b.removes - a.removes || (a.fix < b.fix ? -1 : 1))
}

function scores(findings: readonly ScoredFinding[]): readonly number[] {
  return findings.map(({ score }) => score)
}
