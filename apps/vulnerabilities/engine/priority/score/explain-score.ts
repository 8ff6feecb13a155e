import { placeReading, placeTermOf } from './place-terms.ts'
import {
  type Band,
  bandOf,
  placeTermIds,
  type ScoreModel,
  score1,
  shareOnCurve,
  type TermModel,
  termIds,
} from './score-model.ts'
import { readTerm, type TermReading } from './term-readings.ts'
import type { PlaceFacts, ThreatFacts } from './threat-facts.ts'

/** One line of "why 873". */
export interface ScoreTerm {
  readonly id: string
  readonly title: string
  /** What went in; null where nothing is known. */
  readonly value: string | number | null
  readonly known: boolean
  /** Of a term of the vulnerability: its points when the share is 1. Null for terms of the place. */
  readonly weight: number | null
  /** Of a term of the vulnerability the share of its weight, of one of the place the factor; 0–1. */
  readonly share: number
  /** What the term adds, or as a term of the place takes away. All points together are the score. */
  readonly points: number
  readonly sentence: string
}

export interface ScoreExplanation {
  /** Version of the model: `1`. */
  readonly model: string
  /** What a tenant set otherwise than the published model. */
  readonly changes: readonly string[]
  /** 0–1000, whole. */
  readonly score: number
  readonly band: Band
  /** What the score would be with everything unknown at its best and at its worst. */
  readonly range: { readonly least: number; readonly most: number }
  readonly terms: readonly ScoreTerm[]
}

/** `day` is the day of the judgement, `YYYY-MM-DD`: deadlines pass. */
export interface ScoreOptions {
  readonly day?: string
  readonly model?: ScoreModel
}

/**
 * Scores a vulnerability, by itself or in a place, and says why. The same input gives the same output, and no worse value of any factor lowers the score: of
 * terms of the vulnerability the weighted shares are added, each rounded to whole points, and the factors of the place are applied one after the other.
 */
export function explainScore(threat: ThreatFacts, place?: PlaceFacts, options: ScoreOptions = {}): ScoreExplanation {
  const model = options.model ?? score1
  const readings = termIds.map((id) => readTerm(id, threat, options.day, model))
  const terms: ScoreTerm[] = termIds.map((id, index) => termOf(id, model.terms[id], readings[index] as TermReading))
  let score = total(terms)
  for (const id of place ? placeTermIds : []) {
    const term = placeTermOf(id, model.place[id], placeReading(id, place ?? {}), score)
    terms.push(term)
    score += term.points
  }
  const bound = (end: 'least' | 'most') => {
    const own = termIds.reduce(
      (sum, id, index) => sum + pointsAt(model.terms[id], readings[index] as TermReading, end),
      0,
    )
    return (place ? placeTermIds : []).reduce((running, id) => {
      const levels = model.place[id].levels
      const known = placeReading(id, place ?? {}).level
      const factor = levels[known ?? ''] ?? (end === 'least' ? Math.min(...Object.values(levels)) : 1)
      return Math.round(running * factor)
    }, own)
  }
  return {
    model: model.version,
    changes: model.changes,
    score,
    band: bandOf(score, model),
    range: { least: bound('least'), most: bound('most') },
    terms,
  }
}

/** The score alone. */
export function scoreOf(threat: ThreatFacts, place?: PlaceFacts, options: ScoreOptions = {}): number {
  return explainScore(threat, place, options).score
}

function termOf(id: string, model: TermModel, { value, counted, sentence }: TermReading): ScoreTerm {
  const share = shareOf(model, value === null ? (counted ?? model.whenUnknown) : value)
  const points = Math.round(model.weight * share)
  return { id, title: model.title, value, known: value !== null, weight: model.weight, share, points, sentence }
}

/** The share of a value; of what no model knows, that of nothing known. */
function shareOf(model: TermModel, value: string | number): number {
  if (model.curve) return shareOnCurve(model.curve, typeof value === 'number' ? value : Number(model.whenUnknown))
  return model.levels?.[String(value)] ?? model.levels?.[String(model.whenUnknown)] ?? 0
}

function pointsAt(model: TermModel, { value, counted }: TermReading, end: 'least' | 'most'): number {
  const known = value ?? counted
  const share = known !== undefined && known !== null ? shareOf(model, known) : end === 'least' ? 0 : 1
  return Math.round(model.weight * share)
}

function total(terms: readonly ScoreTerm[]): number {
  return terms.reduce((sum, { points }) => sum + points, 0)
}
