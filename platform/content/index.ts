// The face of content: the words and data that apps judge with, where they came from, and the cases that prove them.
export { type AppContent, loadAppContent, type ReadyJudge, wordsOf } from './app-content.ts'
export { stemProblem } from './check-id.ts'
export { contentDigest, digestOf, judgingDigest } from './content-digest.ts'
export { ContentError, type ContentProblem, formatContentProblem } from './content-error.ts'
export { loadCheck, loadChecks } from './load-checks.ts'
export { positionIn } from './offset-of.ts'
export { refreshOpenChecks, withOpenChecks } from './open-checks.ts'
export { readDocument } from './read-document.ts'
export { type FixtureResult, runCheckFixtures } from './run-check-fixtures.ts'
export { type NumberedJudge, numberJudges, type Provenance, syncContent } from './sync-content.ts'
export { verdictProblems } from './verdict-problems.ts'

/** The part's migrations. */
export const contentPart = { part: 'content', folder: new URL('./sql/', import.meta.url) } as const
