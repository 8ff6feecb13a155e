/**
 * Listed functions that search on behalf of the caller where row-level security keeps an index from being used. Each
 * takes one argument, knows the tenant from the transaction, and returns a set of `id`.
 */
export interface SearchFunctions {
  /** Takes a LIKE pattern in small letters (backslash escapes), for contains, prefix, suffix and wildcards. */
  readonly like?: string
  /** Takes an advanced regular expression of PostgreSQL. */
  readonly regex?: string
  /** What the functions return the id of: an expression of the row, `a.id`. */
  readonly id: string
}

/** Counts that are maintained: read for facets without a filter and for autocompletion. */
export interface CountsSql {
  readonly from: string
  readonly tenant: string
  readonly value: string
  readonly count: string
  /** The value in small letters, as `folded` of the token. */
  readonly folded?: string
}

/** Where a token is in the database. Expressions are written by the app, never by a user. */
export interface TokenSql {
  /** `a.name` */
  readonly column: string
  /** Type of the column, where it is not the usual one of the token's type. */
  readonly type?: SqlType
  /** A column that holds the text in small letters (`lower(name collate "C")`, generated): comparisons can use its index. */
  readonly folded?: string
  /** Of a version: the column with the key that `versionKey` makes. */
  readonly key?: string
  readonly search?: SearchFunctions
  readonly counts?: CountsSql
}

export type SqlType =
  | 'text'
  | 'smallint'
  | 'integer'
  | 'bigint'
  | 'numeric'
  | 'real'
  | 'double precision'
  | 'timestamptz'
  | 'inet'
  | 'boolean'
  | 'uuid'

/**
 * How the rows are found as they were: `:moment` stands for the time wherever it is needed. Where the rows of all times lie side by side as half-open intervals,
 * `since` and `until` (null for the present one) choose those of the moment.
 */
export interface HistorySql {
  readonly from: string
  /** What extensions of the entity join to these rows, each without a change of their number: left out where nothing that is asked is behind its alias. */
  readonly joins?: readonly PastJoin[]
  /** The same rows in parts that have none in common, so that a page takes the first ones of each by an index of its own, instead of sorting all. */
  readonly sides?: SidesSql
  readonly since?: string
  readonly until?: string
  /** Of a group with `owners`: the set of ids of the owners at the moment; `:ids` stands for the array. */
  readonly owners?: string
  /** Of a group with `held`: the array that an owner held at the moment. */
  readonly held?: string
}

export interface PastJoin {
  readonly alias: string
  /** `left join … h on h.tenant_id = a.tenant_id and …` */
  readonly join: string
}

/** The rows alone, without what is joined to them: serves queries that look at nothing but the columns behind the alias of the id. */
export interface SidesSql {
  readonly from: readonly string[]
  /** What a row must meet beside, where joins leave some out. */
  readonly where?: string
}

/** Where the elements of a group are. */
export interface GroupSql {
  /** Table and alias: `inventory.port p`. */
  readonly from: string
  readonly tenant: string
  /** The column that says whose element it is, never null: `p.asset_id`. With `owners`, the id of the element. */
  readonly key: string
  /** What `key` equals in the row around: the id of the entity when absent. */
  readonly owner?: string
  /**
   * Where the elements are a dictionary and the owners hold arrays of their ids: the function that takes an array of
   * ids and returns the set of ids of the owners.
   */
  readonly owners?: string
  /** With `owners`: the array of ids that an owner holds, `a.software_ids`; needed for grouping and facets. */
  readonly held?: string
  readonly history?: HistorySql
}

/**
 * Counts that are maintained for combinations of values: whatever only looks at these tokens is counted here instead
 * of in the rows. Counts of several rows with the same values are added up.
 */
export interface RollupSql {
  /** By which extensions of the entity join what they know to it. */
  readonly name?: string
  /** True where rows that have none of its values are left out: it counts values, and not rows. */
  readonly valuesOnly?: boolean
  readonly from: string
  readonly tenant: string
  /** `c.findings` */
  readonly count: string
  /** Full name of a token → its column here. */
  readonly columns: Readonly<Record<string, string>>
}

/** How some rows of an entity are read in place of all. */
export interface SampledSql {
  /** The table alone, with the alias of the id and an index by tenant and id: `finding f`. */
  readonly table: string
  /** The rows as in `from`, with a relation named `sampled` instead of the table: `sampled f join asset a on …`. */
  readonly from: string
}

/** Where the rows of an entity are. */
export interface EntitySql {
  /** Table and alias: `inventory.asset a`. */
  readonly from: string
  readonly tenant: string
  /** `integer` when absent. */
  readonly tenantType?: SqlType
  /** Unique per tenant and never null: the last key of every order. */
  readonly id: string
  /** `bigint` when absent. */
  readonly idType?: SqlType
  readonly history?: HistorySql
  readonly rollups?: readonly RollupSql[]
  /** Where there may be millions of rows, and roll-ups that count them all: how counts of many are told at once, from some of them. */
  readonly sampled?: SampledSql
  /** Serves free text instead of one search per token; must find the same. */
  readonly search?: SearchFunctions
}
