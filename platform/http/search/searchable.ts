import type { TSchema } from 'typebox'
import type { Permission, TenantTransaction } from '../../contract/index.ts'
import type { Entity, Plan } from '../../search/index.ts'

/** A list that the query language asks. */
export interface Searchable {
  /** Below `/api/v1`: `/findings`. Its last part names the entity in the language routes. */
  readonly path: string
  readonly summary: string
  readonly permission: Permission
  readonly entity: Entity
  /** Name in the row → expression over the entity's tables, written by whoever owns them. */
  readonly select: Readonly<Record<string, string>>
  /** What is selected otherwise where the query is about the past; `:moment` is its time. */
  readonly pastSelect?: Readonly<Record<string, string>>
  readonly item: TSchema
  /** Columns of exports by the names that lists give them → the way to the value in an item. The item's own names are columns too. */
  readonly columns?: Readonly<Record<string, readonly string[]>>
  /** Names of the columns that an export has when nobody chose. */
  readonly usualColumns: readonly string[]
  /** Makes items of rows, where they are more than the rows themselves. */
  shape?(tx: TenantTransaction, rows: readonly Readonly<Record<string, unknown>>[]): Promise<readonly unknown[]>
}

/** What is selected for the rows of a plan: of now, or as they were. */
export function selectOf({ select, pastSelect }: Searchable, { asOf }: Plan): Readonly<Record<string, string>> {
  return asOf === null ? select : { ...select, ...pastSelect }
}
