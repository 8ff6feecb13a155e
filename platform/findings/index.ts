// The face of findings: what verdicts become, who may say that they do not count, and the loop that judges.
export {
  approveException,
  type Decision,
  makeException,
  rejectException,
  revokeException,
} from './exceptions/decide.ts'
export { ExceptionError } from './exceptions/exception-error.ts'
export { type ExceptionRequest, type ExceptionScope, requestException } from './exceptions/request.ts'
export { runAllDueExceptions, runDueExceptions } from './exceptions/run-due.ts'
export {
  type Disposition,
  dispositionOfReason,
  dispositions,
  isOpen,
  type ReasonClass,
  reasonClasses,
} from './life-cycle/disposition.ts'
export { type Reach, type Status, statuses } from './life-cycle/finding-state.ts'
export { type NotAssessed, readVerdicts } from './life-cycle/read-verdicts.ts'
export { compactCounts, countFindings, type FindingCount } from './reading/count-findings.ts'
export {
  type AssetAssessment,
  type NotAssessedCheck,
  readAssessments,
  readNotAssessed,
} from './reading/read-assessments.ts'
export {
  type Finding,
  type FindingException,
  type FindingStep,
  readFinding,
  readHistory,
} from './reading/read-finding.ts'
export { type StoredVerdicts, storeVerdicts, type VerdictBatch } from './record/store-verdicts.ts'
export { type DecidedSet, decideSome } from './selections/decide-some.ts'
export {
  type KeptSelection,
  keepSelection,
  type ManyRequest,
  newestFinding,
  readSelection,
  selectionSchema,
} from './selections/selection.ts'
export { beginUndo, undoSome } from './selections/undo-some.ts'

/** The part's migrations. */
export const findingsPart = { part: 'findings', folder: new URL('./sql/', import.meta.url) } as const
export {
  type AssetToJudge,
  type JudgedAssetReport,
  judgeAsset,
  type Knowledge,
  type LoadKnowledge,
} from './judging/judge-asset.ts'
export {
  type DueReason,
  judgesReading,
  markContentChanged,
  markDue,
  markFactsChanged,
  markSomeDue,
} from './judging/mark-due.ts'
export { type Judging, type JudgingOptions, judgingBacklog, startJudging } from './judging/start-judging.ts'
export { type OpeningContext, openAlike } from './opening/open-alike.ts'
export { type Moved, moveFindingsAlong } from './record/move-findings.ts'
export { type FindingRule, problemOfRule, type TakingOptions, takeInOrder } from './rules/take-in-order.ts'
export { severityValues } from './severity-values.ts'
export { findingsTasks } from './tasks.ts'
