export type Order = -1 | 0 | 1

/** How one family of version texts is read and ordered. `Parsed` is opaque to callers; parse once, compare often. */
export interface VersionScheme<Parsed = unknown> {
  /** Undefined when the text is not a version of this scheme. Never throws. */
  parse(text: string): Parsed | undefined
  /** A total order over what `parse` returned. */
  compare(a: Parsed, b: Parsed): Order
  /** As `compare`, of a version with the bound of a range, where a range of the ecosystem looks at less than all of it. */
  compareToBound?(version: Parsed, bound: Parsed): Order
  /** The same as both in one, without keeping what was parsed; undefined when either text does not parse. */
  compareTexts?(a: string, b: string): Order | undefined
  /**
   * Printable ASCII whose byte order is the order of `compare`, for sorting and searching ranges in a database. Undefined
   * for versions that the scheme orders without being well-formed; absent where the rules make no total order.
   */
  key?(version: Parsed): string | undefined
}

/** No real version comes near this; longer texts do not parse. Unit: UTF-16 code units. */
export const maxVersionLength = 1024
