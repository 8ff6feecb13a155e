// The face of the search part: the query language, and its compiler to PostgreSQL.

export { compileWhere } from './compile/compile-where.ts'
export { type Fragment, type Parameter, param, render, type Statement, templateParts } from './compile/fragment.ts'
export * from './language/index.ts'
