/** A place in the text: where it starts and how long it is, both in UTF-16 code units. */
export interface Span {
  readonly at: number
  readonly length: number
}

/** The name of a token as it was written: `openPorts.port`. */
export interface Name extends Span {
  readonly text: string
}

/**
 * How a value was written: `bare`, `"phrase"`, `'literal'` (whole value, any case) or `` `exact` `` (whole value, this case).
 */
export type ValueStyle = 'bare' | 'phrase' | 'literal' | 'exact'

/** A value as it was written, without its quotes. What it means depends on the token's type. */
export interface Value extends Span {
  readonly text: string
  readonly style: ValueStyle
}

export type CompareOperator = ':' | '=' | '!=' | '>' | '>=' | '<' | '<='

/** `severity:5`, `os.name = debian`, `risk > 70`. */
export interface Compare extends Span {
  readonly kind: 'compare'
  readonly token: Name
  readonly operator: CompareOperator
  readonly value: Value
}

/** `port:[123 .. 1234)`. An open end is null. */
export interface Range extends Span {
  readonly kind: 'range'
  readonly token: Name
  readonly from: Value | null
  readonly to: Value | null
  readonly fromInclusive: boolean
  readonly toInclusive: boolean
}

/** `status:[new, active]` (each item as after a colon) or `name in (a, b)` (each item as after `=`). */
export interface List extends Span {
  readonly kind: 'list'
  readonly token: Name
  readonly operator: ':' | '='
  readonly items: readonly Value[]
}

/** `exists owner`, `owner:*` is a compare; `owner is null` has `present` false. */
export interface Exists extends Span {
  readonly kind: 'exists'
  readonly token: Name
  readonly present: boolean
}

/** `` name ~ /^web-\d+$/ ``; written in backticks it minds the case. */
export interface Match extends Span {
  readonly kind: 'match'
  readonly token: Name
  readonly pattern: string
  readonly ignoreCase: boolean
}

/** `software:(name:openssl and version:<3)`: all conditions on the same element. */
export interface Nested extends Span {
  readonly kind: 'nested'
  readonly token: Name
  readonly where: Expression
}

/** `lastFound - firstFound > 30d`. */
export interface Difference extends Span {
  readonly kind: 'difference'
  readonly token: Name
  readonly minus: Name
  readonly operator: CompareOperator
  readonly value: Value
}

/** A word or phrase without a token: looked for in every text of the entity. */
export interface FreeText extends Span {
  readonly kind: 'text'
  readonly value: Value
}

export interface And extends Span {
  readonly kind: 'and'
  readonly terms: readonly Expression[]
}

export interface Or extends Span {
  readonly kind: 'or'
  readonly terms: readonly Expression[]
}

export interface Not extends Span {
  readonly kind: 'not'
  readonly term: Expression
}

export type Condition = Compare | Range | List | Exists | Match | Nested | Difference | FreeText
export type Expression = Condition | And | Or | Not

/** `group by os.name, firstFound/w`: a date may be cut to a unit. */
export interface GroupKey extends Span {
  readonly token: Name
  readonly unit: string | null
}

/** `sort by risk desc`; `count` as name sorts groups by their size. */
export interface SortKey extends Span {
  readonly token: Name
  readonly descending: boolean
}

/** A whole query. Plain frozen data: it can be stored as JSON, compared and sent. */
export interface Query extends Span {
  readonly kind: 'query'
  readonly where: Expression | null
  readonly groupBy: readonly GroupKey[]
  readonly count: boolean
  readonly sort: readonly SortKey[]
  readonly limit: number | null
  readonly asOf: Value | null
}
