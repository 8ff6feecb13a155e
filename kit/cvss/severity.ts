import type { CvssVersion } from './cvss-vector.ts'

export type CvssSeverity = 'none' | 'low' | 'medium' | 'high' | 'critical'

/**
 * The qualitative rating of a score. Sources: CVSS v3.1 Specification §5, CVSS v4.0 Specification §6. Version 2 has no
 * ratings of its own: those of the National Vulnerability Database are used, which know neither none nor critical.
 */
export function severityOf(version: CvssVersion, score: number): CvssSeverity {
  if (version === '2.0') return score < 4 ? 'low' : score < 7 ? 'medium' : 'high'
  if (score === 0) return 'none'
  return score < 4 ? 'low' : score < 7 ? 'medium' : score < 9 ? 'high' : 'critical'
}
