import type { Kysely } from 'kysely'
import type { QueryResultRow } from 'pg'

/** What a query answers. `rowCount` is the number of rows read or touched. */
export interface Result<Row> {
  readonly rows: Row[]
  readonly rowCount: number
}

/** A query; with a name it is prepared once per connection. One name always stands for the same text. */
export interface NamedQuery {
  readonly name?: string
  readonly text: string
  readonly values?: readonly unknown[]
}

/** Rows for a temporary table that bulk statements read from. */
export interface CopySource {
  /** Column name to type, in the order of the values: `{ asset_id: 'int', seen_at: 'timestamptz(3)' }`. */
  readonly columns: Readonly<Record<string, string>>
  readonly rows: Iterable<readonly unknown[]> | AsyncIterable<readonly unknown[]>
}

/** Rows as texts: values in the order of the fields, with the object id of each field's type. */
export interface TextRows {
  readonly fields: readonly { readonly name: string; readonly dataTypeID: number }[]
  readonly rows: readonly (readonly (string | null)[])[]
}

/**
 * A transaction that has entered through the door. Its queries run one after another in the order of the calls. It ends
 * with the function it was given to: commits when that returns, rolls back when it throws.
 */
export interface Transaction {
  /** The tenant whose rows are visible; undefined inside asPlatform. */
  readonly tenantId: number | undefined
  /** Aborted when the caller gave up or the time is over. */
  readonly signal: AbortSignal
  query<Row extends QueryResultRow = QueryResultRow>(text: string, values?: readonly unknown[]): Promise<Result<Row>>
  query<Row extends QueryResultRow = QueryResultRow>(query: NamedQuery): Promise<Result<Row>>
  /** The first row, or undefined. */
  first<Row extends QueryResultRow = QueryResultRow>(
    text: string,
    values?: readonly unknown[],
  ): Promise<Row | undefined>
  /** A typed query builder that runs in this transaction. `Tables` is the part's own description of its tables. */
  kysely<Tables>(): Kysely<Tables>
  /**
   * Fills a temporary table by COPY, which row-level security forbids for tenants' tables, and answers with its name,
   * for `insert into … select … from <name>`. The table is empty again after the transaction. Worth it from some
   * thousand rows on; below that `unnest($1::int[], $2::text[])` is faster.
   */
  copyInto(source: CopySource): Promise<{ readonly name: string; readonly rowCount: number }>
  /** Reads a result of any length in batches through a cursor, with constant memory. */
  stream<Row extends QueryResultRow = QueryResultRow>(
    text: string,
    values?: readonly unknown[],
    options?: { readonly batch?: number },
  ): AsyncGenerator<Row[], void, undefined>
  /** The same with each value as PostgreSQL writes it, for whoever passes rows on without looking into them. */
  streamTexts(
    text: string,
    values?: readonly unknown[],
    options?: { readonly batch?: number },
  ): AsyncGenerator<TextRows, void, undefined>
  /** Undoes what `work` did when it throws, and only that. */
  savepoint<T>(work: () => Promise<T>): Promise<T>
}

/** A transaction that is known to have a tenant: what asTenant gives. */
export type InTenant = Transaction & { readonly tenantId: number }
