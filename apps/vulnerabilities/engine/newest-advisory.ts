import type { Advisory } from './advisory.ts'

/**
 * Whether, of two advisories of one feed with one id, the first counts: the one modified last. Equal times are settled by content, so that the
 * order of reading does not matter.
 */
export function isNewer(one: Advisory, other: Advisory): boolean {
  const [a, b] = [instantOf(one.modified), instantOf(other.modified)]
  if (a !== b) return a > b
  return textOf(one) > textOf(other)
}

/** The same for the same content wherever the entries stand among the members. */
function textOf({ affected, ...rest }: Advisory): string {
  return `${JSON.stringify(rest)}\n${JSON.stringify(affected)}`
}

/** Whether the first was modified later by what both say themselves. */
export function wasModifiedLater(one: Advisory, other: Advisory): boolean {
  return instantOf(one.modified) > instantOf(other.modified)
}

/** Times that cannot be read come before all others. */
function instantOf(text: string): number {
  const milliseconds = Date.parse(text)
  return Number.isNaN(milliseconds) ? Number.NEGATIVE_INFINITY : milliseconds
}
