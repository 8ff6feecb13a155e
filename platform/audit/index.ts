// The face of the audit log: a chain of entries per tenant that shows when it was tampered with.
export type { AuditEntry } from './entry-text.ts'
export { forgetEntries } from './forget-entries.ts'
export { chainedEntry, type Recorded, recordAudit } from './record.ts'
export { type HeadStatement, signAllHeads, signHead } from './signed-head.ts'
export { type ChainProblem, type ChainReport, verifyChain } from './verify-chain.ts'

/** The part's migrations. */
export const auditPart = { part: 'audit', folder: new URL('./sql/', import.meta.url) } as const
