import { cvssOfRating } from '../score/score-model.ts'
import type { ThreatFacts } from '../score/threat-facts.ts'
import severityLevelsData from './severity-levels.json' with { type: 'json' }

export const severityLevels = severityLevelsData.levels

export interface SeverityLevel {
  /** 1 (minimal) to 5 (urgent). */
  readonly level: number
  readonly name: string
  readonly sentence: string
}

/** The level of a vulnerability by its CVSS score, or the publisher's word; one higher when it is exploited. Undefined when nobody said how severe it is. */
export function severityLevel({ cvss, rating, exploitation, kev }: ThreatFacts): SeverityLevel | undefined {
  const score = cvss?.score ?? (rating === undefined ? undefined : cvssOfRating(rating))
  if (score === undefined) return undefined
  const own = severityLevels.find(({ from }) => score >= from)
  const { raise } = severityLevelsData
  const exploited = kev !== undefined || raise.exploitation.includes(exploitation?.level ?? '')
  const level = Math.min(5, (own?.level ?? 1) + (exploited ? raise.by : 0))
  const { name = '', meaning = '' } = severityLevels.find((one) => one.level === level) ?? {}
  const grounds = cvss ? `CVSS ${cvss.version} scores it ${score.toFixed(1)}` : `the publisher calls it ${rating}`
  const raised = exploited && level !== own?.level ? ', and it is exploited' : ''
  return { level, name, sentence: `${name}: ${grounds}${raised}. ${meaning}` }
}
