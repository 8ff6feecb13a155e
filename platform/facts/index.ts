// The face of facts: what assets are, by whom it is said, since when, and what it was before.
export { bestSource, type Stater } from './best-source.ts'
export { type FactHandlerOptions, type FactsKnown, factHandler } from './fact-handler.ts'
export { type FactRegistry, factRegistry, type KnownFactType } from './fact-registry.ts'
export { forgetOldChanges } from './forget-old-changes.ts'
export { moveFacts } from './move-facts.ts'
export { readFacts, readKnowledge, readProblems, type StatedFacts, type StatedProblem } from './read-facts.ts'
export { type ChangesQuery, type FactChange, readChanges, readFactsAsOf } from './read-history.ts'

/** The part's migrations. */
export const factsPart = { part: 'facts', folder: new URL('./sql/', import.meta.url) } as const
