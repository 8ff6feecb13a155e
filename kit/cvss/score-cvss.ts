import type { CvssVector } from './cvss-vector.ts'
import { isGroupDefined } from './metrics.ts'
import { scoreVersion2 } from './score-version-2.ts'
import { scoreVersion3 } from './score-version-3.ts'
import { scoreVersion4 } from './score-version-4.ts'
import { type CvssSeverity, severityOf } from './severity.ts'

/** Scores from 0 to 10 with one decimal. */
export interface CvssScores {
  readonly base: number
  /** Version 2 and 4: null when no temporal (threat) metric is defined. Version 3 defines it always. */
  readonly temporal: number | null
  /** Version 2 and 4: null when no environmental metric is defined. Includes the temporal (threat) metrics. */
  readonly environmental: number | null
  /** The one that takes everything into account that the vector says. */
  readonly score: number
  readonly severity: CvssSeverity
}

/** Scores a vector by the equations, and the rounding, of its own version. */
export function scoreCvss(vector: CvssVector): CvssScores {
  const { base, temporal, environmental } = scoresOf(vector)
  // The environmental equation of 3.1 has a term of its own and can differ from the base score where nothing is modified.
  const score = (isGroupDefined(vector, 'environmental') ? environmental : null) ?? temporal ?? base
  return { base, temporal, environmental, score, severity: severityOf(vector.version, score) }
}

function scoresOf(vector: CvssVector): Pick<CvssScores, 'base' | 'temporal' | 'environmental'> {
  if (vector.version === '2.0') return scoreVersion2(vector)
  return vector.version === '4.0' ? scoreVersion4(vector) : scoreVersion3(vector)
}
