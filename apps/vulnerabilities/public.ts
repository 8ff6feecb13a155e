/** What other apps may know of this one. */
export type { Advisory, Affected } from './engine/advisory.ts'
export type { Threat } from './engine/threat.ts'
