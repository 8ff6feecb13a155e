/** CVSS 2.0, 3.0, 3.1 and 4.0: parse a vector, write it in one form, score it by the rules of its version. */
export type { CvssProblem, CvssResult, CvssVector, CvssVersion } from './cvss-vector.ts'
export { canonicalCvss, formatCvss } from './format-cvss.ts'
export { parseCvss } from './parse-cvss.ts'
export { type CvssScores, scoreCvss } from './score-cvss.ts'
export { type CvssSeverity, severityOf } from './severity.ts'
