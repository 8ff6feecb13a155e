/** What other apps may know of this one. */
export type { Advisory, Affected } from './engine/advisory.ts'
export { checkIdOf } from './engine/judge/check-id.ts'
export { coverageCheck } from './engine/judge/coverage.ts'
export { reportedCheckIdOf } from './engine/reported/reported-check-id.ts'
export type { Threat } from './engine/threat.ts'
