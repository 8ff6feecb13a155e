/** The Extensible Configuration Checklist Description Format 1.1 and 1.2: benchmarks, profiles, results and scores. */
export {
  type CheckAnswer,
  chosenChecks,
  combine,
  covers,
  evaluatePolicy,
  type Inquiry,
  isApplicable,
  type RuleResult,
  type RuleResultWord,
} from './evaluate-policy.ts'
export type { Benchmark, Check, ComplexCheck, Group, Item, Profile, Rule, Severity } from './model.ts'
export { benchmarkOf } from './read-benchmark.ts'
export { readBenchmark, readTailoring } from './read-document.ts'
export { type Policy, PolicyError, type PolicyRule, resolvePolicy } from './resolve-policy.ts'
export { type Score, scoresOf, scoringModels } from './score.ts'
export { type TestOrigin, writeTestResult } from './write-results.ts'
