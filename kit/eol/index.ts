/** Whether a release of an operating system is still supported, from tables of dates. */
export { type SupportQuestion, type SupportStatus, type SystemRelease, supportStatus } from './support-status.ts'
export { parseSupportTable, type SupportedRelease, type SupportPhase, type SupportTable } from './support-table.ts'
