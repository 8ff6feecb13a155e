import { chooseCvss } from './choose-cvss.ts'
import type { ThreatFacts } from './threat-facts.ts'

/** What the words of a check say of its vulnerability. Those that an earlier version wrote have no `threat`, and say less. */
export interface WordsOfThreat {
  readonly threat?: ThreatFacts
  readonly vector?: string
  readonly epss?: number
  readonly percentile?: number
  readonly exploited?: boolean
  readonly exploitedSince?: string
  readonly due?: string
  readonly ransomware?: boolean
}

export function factsOfWords(words: WordsOfThreat): ThreatFacts {
  if (words.threat !== undefined) return words.threat
  const { vector, epss, percentile, exploited, exploitedSince, due, ransomware = false } = words
  const chosen = vector === undefined ? undefined : chooseCvss([vector])
  const level = ransomware ? 'ransomware' : 'active'
  return {
    ...(chosen && { cvss: { vector: chosen.vector, version: chosen.version, score: chosen.score } }),
    ...(epss !== undefined && { epss }),
    ...(percentile !== undefined && { epssPercentile: percentile }),
    ...(exploited && {
      kev: { ransomware, ...(exploitedSince && { added: exploitedSince }), ...(due && { due }) },
      exploitation: { level, because: 'it is in the catalogue of known exploited vulnerabilities' },
    }),
  }
}
