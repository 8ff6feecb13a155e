// The face of service levels: until when each finding is to be fixed, by which rule, and how that goes.
export { clockAt } from './clock/clock.ts'
export { keepSla } from './keeping/keep-sla.ts'
export { reckon } from './keeping/reckon.ts'
export { readCells, readDays, type SlaCell, type SlaDay } from './reading/read-board.ts'
export { type Due, readDue } from './reading/read-due.ts'
export {
  readPolicy,
  resetPolicy,
  type SlaLanguage,
  type SlaPolicy,
  slaLanguage,
  writePolicy,
} from './rules/sla-rules.ts'
export { SlaError } from './sla-error.ts'
export { findingSlaTokens } from './sla-tokens.ts'

/** The part's migrations. */
export const slaPart = { part: 'sla', folder: new URL('./sql/', import.meta.url) } as const
