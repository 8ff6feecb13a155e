/** Reads tables of SQLite databases, page by page, without SQLite. */
export type { SqlValue } from './record.ts'
export { type OnRow, readTable, type TableOptions } from './table.ts'
