import { type AssetBand, assetBandOf } from './asset-score.ts'

export interface TagScore {
  readonly assets: number
  /** The mean of the asset scores, 0–1000. */
  readonly mean: number
  /** The mean in which each asset weighs by criticality × its own score: one severe asset among a thousand quiet ones shows. */
  readonly weighted: number
  /** Of the weighted mean. */
  readonly band: AssetBand
}

/** The score of what shares a tag; undefined without assets. Both means lie between the least and the greatest asset score. */
export function tagScore(
  assets: Iterable<{ readonly score: number; readonly criticality: number }>,
): TagScore | undefined {
  let count = 0
  let sum = 0
  let weights = 0
  let weightedSum = 0
  for (const { score, criticality } of assets) {
    count++
    sum += score
    weights += criticality * score
    weightedSum += criticality * score * score
  }
  if (count === 0) return undefined
  const weighted = weights === 0 ? 0 : round(weightedSum / weights)
  return { assets: count, mean: round(sum / count), weighted, band: assetBandOf(weighted) }
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
