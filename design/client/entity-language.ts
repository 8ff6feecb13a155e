import type { QueryLanguage } from '../query/query-language.ts'

/** The language over one entity, and how a click changes a query. */
export interface EntityLanguage extends QueryLanguage {
  /** The values that a query picks of a field with a condition of its own. */
  readonly picked: (query: string, field: string) => readonly string[]
  /** The query that picks exactly these; null where the query cannot be read, and then nothing may be changed. */
  readonly pick: (query: string, field: string, values: readonly string[]) => string | null
  /** The values of a field that has a fixed set, worst or first one first; empty for others. */
  readonly valuesOf: (field: string) => readonly string[]
  /** Words for a value of a field, where it has some. */
  readonly labelOf: (field: string, value: string) => string
}
