import type { QueryLanguage } from '../query/query-language.ts'

/** The language over one entity, and how a click changes a query. */
export interface EntityLanguage extends QueryLanguage {
  /** The values that a query picks of a field with a condition of its own. */
  readonly picked: (query: string, field: string) => readonly string[]
  /** The query that picks exactly these; null where the query cannot be read, and then nothing may be changed. */
  readonly pick: (query: string, field: string, values: readonly string[]) => string | null
  /** The keys that a query groups by. */
  readonly grouped: (query: string) => readonly string[]
  /** The query grouped by exactly these; null where it cannot be read. */
  readonly group: (query: string, keys: readonly string[]) => string | null
  /** The fields that lists can be grouped by, with their words. */
  readonly groupable: readonly { readonly token: string; readonly label: string }[]
  /** The time that a query is asked as of; null for the present. */
  readonly asOf: (query: string) => string | null
  /** The query as of a time, or of the present; null where it cannot be read. */
  readonly at: (query: string, time: string | null) => string | null
  /** Whether it is kept what the rows were, so that a time can be asked about. */
  readonly hasPast: boolean
  /** The values of a field that has a fixed set, worst or first one first; empty for others. */
  readonly valuesOf: (field: string) => readonly string[]
  /** Words for a value of a field, where it has some. */
  readonly labelOf: (field: string, value: string) => string
}
