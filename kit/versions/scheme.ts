export type Order = -1 | 0 | 1

/** How one family of version texts is read and ordered. `Parsed` is opaque to callers; parse once, compare often. */
export interface VersionScheme<Parsed = unknown> {
  /** Undefined when the text is not a version of this scheme. Never throws. */
  parse(text: string): Parsed | undefined
  /** A total order over what `parse` returned. */
  compare(a: Parsed, b: Parsed): Order
}

/** No real version comes near this; longer texts do not parse. Unit: UTF-16 code units. */
export const maxVersionLength = 1024
