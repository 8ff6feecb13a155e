import assetScoreData from './asset-score.json' with { type: 'json' }
import { type Band, bandOf, score1 } from './score-model.ts'

export type AssetBand = 'severe' | 'high' | 'medium' | 'low'
export type ScoreClass = Exclude<Band, 'none'>

/** The formula of the asset score, as data. */
export const assetScoreModel = assetScoreData
export const scoreClasses: readonly ScoreClass[] = ['critical', 'high', 'medium', 'low']
const bandsDown: readonly AssetBand[] = ['severe', 'high', 'medium', 'low']

export interface AssetScoreTerm {
  readonly class: ScoreClass
  readonly count: number
  /** Mean score of the findings in the class, 0–1000; null for an empty class. */
  readonly mean: number | null
  readonly weight: number
  /** What the class adds to the score. */
  readonly points: number
}

export interface AssetScore {
  readonly version: string
  /** 0–1000, with two decimals. */
  readonly score: number
  readonly band: AssetBand
  readonly criticality: number
  readonly exposed: boolean
  readonly terms: readonly AssetScoreTerm[]
  /** What was above 1000 and cut off. */
  readonly cut: number
}

export interface AssetContext {
  /** 1–5. */
  readonly criticality: number
  /** Whether the internet reaches the asset. */
  readonly exposed?: boolean
}

/** The class of a finding by its score; undefined for one that scores 0. */
export function classOf(score: number): ScoreClass | undefined {
  const band = bandOf(score, score1)
  return band === 'none' ? undefined : band
}

/**
 * `min(criticality × Σ weight × mean/10 × count^0.01 × exposure, 1000)` over the classes of the findings' scores. Give the scores of the vulnerabilities by themselves:
 * criticality and exposure are factors here, and would count twice.
 */
export function assetScore(scores: Iterable<number>, { criticality, exposed = false }: AssetContext): AssetScore {
  const sums = new Map<ScoreClass, { sum: number; count: number }>()
  for (const score of scores) {
    const name = classOf(score)
    if (name === undefined) continue
    const { sum, count } = sums.get(name) ?? { sum: 0, count: 0 }
    sums.set(name, { sum: sum + score, count: count + 1 })
  }
  const factor = criticality * (exposed ? assetScoreData.exposedFactor : 1)
  const terms = scoreClasses.map((name): AssetScoreTerm => {
    const { sum, count } = sums.get(name) ?? { sum: 0, count: 0 }
    const weight = assetScoreData.weights[name]
    return {
      class: name,
      count,
      mean: count === 0 ? null : sum / count,
      weight,
      points: factor * classTerm(name, sum, count),
    }
  })
  const whole = terms.reduce((total, { points }) => total + points, 0)
  const score = Math.round(Math.min(whole, assetScoreData.scale) * 100) / 100
  const cut = Math.max(0, whole - assetScoreData.scale)
  return { version: assetScoreData.version, score, band: assetBandOf(score), criticality, exposed, terms, cut }
}

/** What a class of findings adds before criticality and exposure; 0 for an empty one. */
export function classTerm(name: ScoreClass, sum: number, count: number): number {
  if (count === 0) return 0
  return assetScoreData.weights[name] * (sum / count / 10) * count ** assetScoreData.countExponent
}

export function assetBandOf(score: number): AssetBand {
  return bandsDown.find((band) => score >= assetScoreData.bands[band]) ?? 'low'
}
