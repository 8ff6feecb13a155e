/** OSV records: read one whatever its state, and ask whether an entry of it affects a version. */
export type {
  OsvAdvisory,
  OsvAffected,
  OsvCommits,
  OsvProblem,
  OsvReading,
  OsvReference,
  OsvSeverity,
} from './advisory.ts'
export { judgeAffected, type OsvJudge, type OsvVerdict } from './judge-affected.ts'
export { readOsv } from './read-osv.ts'
