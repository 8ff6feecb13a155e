// The face of the search part: the query language, and its compiler to PostgreSQL.

export { type CountOptions, compileCount } from './compile/compile-count.ts'
export { compileGroups, type GroupRow, type GroupsOptions, type GroupsStatement } from './compile/compile-groups.ts'
export { compileIds, type IdsOptions } from './compile/compile-ids.ts'
export { compilePage, type Page, type PageOptions, type PageStatement } from './compile/compile-page.ts'
export { compileRows, type RowsOptions } from './compile/compile-rows.ts'
export { compileValues, type ValuesOptions } from './compile/compile-values.ts'
export { compileWhere } from './compile/compile-where.ts'
export { type CursorRefusal, type CursorSeal, cursorTime } from './compile/cursor.ts'
export { type Explained, type ExplainedStep, explain } from './compile/explain.ts'
export {
  compileFacets,
  type Facet,
  type FacetStatement,
  type FacetsOptions,
  type FacetValue,
} from './compile/facets/compile-facets.ts'
export {
  type Fragment,
  join,
  type Parameter,
  param,
  raw,
  render,
  type Statement,
  sql,
  templateParts,
} from './compile/fragment.ts'
export { type DialectName, parseDialect, readDialect } from './dialects/read-dialect.ts'
export * from './language/index.ts'
