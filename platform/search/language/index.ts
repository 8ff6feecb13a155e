// The face of the query language: pure, fit for the browser. Compiling to SQL is in `@holdfast/platform/search`.

export { complete, withValues } from './completion/complete.ts'
export type { Completion, CompletionItem } from './completion/completion.ts'
export { type Highlight, highlight } from './completion/highlight.ts'
export { asOfText, groupKeys, withAsOf, withGroupKeys } from './edit/clauses.ts'
export { groupQuery } from './edit/group-query.ts'
export { addCondition, filterByValue, selectedValues, selectValues } from './edit/refine.ts'
export { translate } from './edit/translate.ts'
export { evaluator, type Test } from './evaluate/evaluator.ts'
export { type MatchPart, matchParts } from './evaluate/match-parts.ts'
export type { Row } from './evaluate/read-row.ts'
export { type Checked, type CheckOptions, check, plan } from './meaning/check.ts'
export type { ViewLookup } from './meaning/checking.ts'
export { foldPredicate, leavesOf } from './meaning/fold-predicate.ts'
export type { GroupBy, Note, Plan, Predicate, SortBy } from './meaning/plan.ts'
export { composeEntity, type EntityExtension } from './schema/compose-entity.ts'
export { defineEntity } from './schema/define-entity.ts'
export { describeEntity } from './schema/describe-entity.ts'
export { type Dialect, withDialect } from './schema/dialect.ts'
export type { Entity, EnumValue, Group, Token } from './schema/entity.ts'
export type {
  EntitySpec,
  GroupSpec,
  TokenSpec,
  TokenType,
  TokenWords,
  ValueSpec,
} from './schema/entity-spec.ts'
export { hasPast } from './schema/has-past.ts'
export { pastRows, pastSides } from './schema/past-rows.ts'
export type {
  CountsSql,
  EntitySql,
  GroupSql,
  HistorySql,
  RollupSql,
  SearchFunctions,
  SqlType,
  TokenSql,
} from './schema/sql-spec.ts'
export { format, formatExpression } from './syntax/format.ts'
export { type Parsed, parse } from './syntax/parse.ts'
export type { ProblemCode, QueryProblem, Suggestion } from './syntax/problem.ts'
export type * from './syntax/query.ts'
export { quoteStored } from './syntax/quote.ts'
export { fold } from './text/fold.ts'
export { addUnits, startOfUnit, type Unit } from './time/calendar.ts'
export type { TimeContext } from './time/parse-date.ts'
export { instantOf, isZone, type WallTime, wallTime } from './time/zone.ts'
export { versionKey } from './values/version-key.ts'
export { echo } from './words/echo.ts'
