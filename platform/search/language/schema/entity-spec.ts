import type { EntitySql, GroupSql, TokenSql } from './sql-spec.ts'

export type TokenType = 'text' | 'keyword' | 'number' | 'date' | 'ip' | 'version' | 'boolean' | 'size' | 'enum'

/** One value of an enum. */
export interface ValueSpec {
  readonly name: string
  readonly label?: string
  readonly summary?: string
  /** Other ways to write it: numbers of a scale, words of other products. */
  readonly aliases?: readonly string[]
  /** What the column holds; the name when absent. */
  readonly stored?: string | number
  /** A value that no column holds: a query that says what it means (`status:[new, active] and disposition:none`). */
  readonly means?: string
}

/** Phrases for the echo in words; `{value}` stands for the value. What is absent is said in the general way. */
export interface TokenWords {
  /** Before the noun: "{value}" makes "open findings". */
  readonly adjective?: string
  /** Behind the noun: "of {value}" makes "findings of high". */
  readonly equal?: string
  readonly atLeast?: string
  readonly atMost?: string
}

/** A token as an app declares it: data only. */
export interface TokenSpec {
  /** Within a group the name of the part, elsewhere the whole name; dots are part of it. */
  readonly name: string
  readonly type: TokenType
  /** One sentence for the help pane. */
  readonly summary: string
  /** For sentences: "operating system". The name, taken apart, when absent. */
  readonly label?: string
  readonly aliases?: readonly string[]
  /** Of an enum, lowest first where it is ordered. */
  readonly values?: readonly ValueSpec[]
  /** The values of the enum have an order, so `>` and ranges work. */
  readonly ordered?: boolean
  /** An asset can have several at once; the column is an array. A condition holds when one of them meets it. */
  readonly many?: boolean
  /** Never null, so that negations are simpler. */
  readonly required?: boolean
  readonly sortable?: boolean
  readonly facet?: boolean
  readonly groupable?: boolean
  /** False where its old values are not kept, although those of the rows around are: then `as of` refuses it. */
  readonly history?: false
  readonly examples?: readonly string[]
  readonly words?: TokenWords
  /** Where the value is in a plain object, dots between the steps; the name when absent. */
  readonly path?: string
  readonly sql?: TokenSql
}

/** Parts that belong together, as the name and version of one piece of software. */
export interface GroupSpec {
  readonly name: string
  readonly type: 'group'
  readonly summary: string
  readonly label?: string
  readonly aliases?: readonly string[]
  readonly tokens: readonly (TokenSpec | GroupSpec)[]
  /** The part that is meant where a value stands directly behind the group: `software:openssl`. */
  readonly main?: string
  readonly words?: TokenWords
  /** Where the array of elements is in a plain object; the name when absent. */
  readonly path?: string
  /** Old states are kept, so that `as of` works. */
  readonly history?: boolean
  readonly sql?: GroupSql
}

/** What can be asked about, as an app declares it: data only, and without `sql` fit to be sent to a browser. */
export interface EntitySpec {
  /** Plural, also the name in the API: `assets`. */
  readonly name: string
  /** For sentences: "asset". */
  readonly one: string
  readonly many: string
  readonly summary: string
  readonly tokens: readonly (TokenSpec | GroupSpec)[]
  /** Names of the tokens that a bare word is looked for in. */
  readonly freeText?: readonly string[]
  /** Old states are kept, so that `as of` works. */
  readonly history?: boolean
  /** Names of other products → full names here, `.` for the row itself. Own names win. Filled by `withDialect`. */
  readonly foreignNames?: Readonly<Record<string, string>>
  /** Names of other products that have no counterpart here. */
  readonly foreignMissing?: readonly string[]
  readonly defaultSort?: readonly { readonly token: string; readonly descending?: boolean }[]
  readonly sql?: EntitySql
}
