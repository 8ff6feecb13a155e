/** Longer texts come from no real package or feed. Unit: UTF-16 code units. */
export const maxName = 1024
const maxShown = 256
const maxWords = 1000

/** A name or version as it may stand in a result. */
export function shown(text: string): string {
  return text.length > maxShown ? `${text.slice(0, maxShown - 1)}…` : text
}

/** Words of a publisher, as they may stand in a result. */
export function words(text: string): string {
  return text.length > maxWords ? `${text.slice(0, maxWords - 1)}…` : text
}

/** The order of code units: the same on every machine. */
export function byCodeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** Each once, in order of code units. */
export function sortedSet(texts: Iterable<string>): readonly string[] {
  return [...new Set(texts)].sort(byCodeUnits)
}
