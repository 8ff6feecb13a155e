import score1Data from './score-1.json' with { type: 'json' }

/** Terms of a vulnerability itself: each gives a share (0–1) of its weight. */
export type TermId = 'severity' | 'exploitation' | 'epss' | 'kevDue' | 'automatable' | 'technicalImpact'
/** Terms of the place it is found in: each is a factor of at most 1. */
export type PlaceTermId = 'criticality' | 'reach' | 'use'
export type Band = 'critical' | 'high' | 'medium' | 'low' | 'none'

export interface TermModel {
  readonly title: string
  readonly unit: string
  /** Points when the share is 1. All weights add up to the scale. */
  readonly weight: number
  /** The least and the most that a tenant may set the weight to. */
  readonly bounds: readonly number[]
  /** Corners `[value, share]` of a line that never falls. */
  readonly curve?: readonly (readonly number[])[]
  /** Shares by level, from the least to the most. */
  readonly levels?: Readonly<Record<string, number>>
  /** What counts where nothing is known. */
  readonly whenUnknown: number | string
  readonly reason: string
}

export interface PlaceTermModel {
  readonly title: string
  readonly unit: string
  readonly bounds: readonly number[]
  /** Factors by level, from the least to the most. */
  readonly levels: Readonly<Record<string, number>>
  readonly reason: string
}

/** A published way to score: all that decides the outcome, as data. */
export interface ScoreModel {
  readonly version: string
  readonly title: string
  readonly scale: number
  readonly terms: Readonly<Record<TermId, TermModel>>
  readonly place: Readonly<Record<PlaceTermId, PlaceTermModel>>
  /** The least score of each band. */
  readonly bands: Readonly<Record<Band, number>>
  /** The CVSS score that a publisher's word stands for where there is no vector. */
  readonly ratings: Readonly<Record<string, number>>
  /** What a tenant set otherwise: `severity 600 instead of 500`. Empty for a published model. */
  readonly changes: readonly string[]
}

/** Version 1, as published. */
export const score1: ScoreModel = { ...score1Data, changes: [] }

export const termIds = Object.keys(score1Data.terms) as readonly TermId[]
export const placeTermIds = Object.keys(score1Data.place) as readonly PlaceTermId[]
const bandsDown: readonly Band[] = ['critical', 'high', 'medium', 'low', 'none']

/** The band that a score (0–1000) lies in. */
export function bandOf(score: number, model: ScoreModel = score1): Band {
  return bandsDown.find((band) => score >= model.bands[band]) ?? 'none'
}

/** The CVSS score that a publisher's word (`Important`) stands for; undefined for a word that the model does not know. */
export function cvssOfRating(word: string, model: ScoreModel = score1): number | undefined {
  const known = word.toLowerCase()
  return Object.hasOwn(model.ratings, known) ? model.ratings[known] : undefined
}

/** The share of a value on a line through corners; outside of them that of the nearest end. */
export function shareOnCurve(curve: readonly (readonly number[])[], value: number): number {
  let [fromValue = 0, fromShare = 0] = curve[0] ?? []
  if (value <= fromValue) return fromShare
  for (const [toValue = 0, toShare = 0] of curve.slice(1)) {
    if (value <= toValue) return fromShare + ((toShare - fromShare) * (value - fromValue)) / (toValue - fromValue)
    fromValue = toValue
    fromShare = toShare
  }
  return fromShare
}
