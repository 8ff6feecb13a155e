import { normalizeRange } from './normalize-range.ts'
import type { Bound, Interval, VersionRange } from './version-range.ts'

/**
 * Writes a range as `vers` in its one canonical form: signposts in the order of their versions, none redundant. Undefined
 * for a range that holds no version at all, which `vers` cannot say. What `type` names must have the range's scheme.
 */
export function formatVers(type: string, range: VersionRange): string | undefined {
  const { intervals } = normalizeRange(range)
  if (intervals.length === 0) return undefined
  const posts = intervals.flatMap(postsOf)
  return `vers:${type}/${posts.length === 0 ? '*' : posts.join('|')}`
}

function postsOf({ lower, upper, except }: Interval): readonly string[] {
  if (lower !== undefined && lower.version === upper?.version) return [write('', lower)]
  if (lower !== undefined && upper !== undefined && lower.text === upper.text) return [write('', lower)]
  return [
    ...(lower === undefined ? [] : [write(lower.inclusive ? '>=' : '>', lower)]),
    ...except.map((one) => write('!=', one)),
    ...(upper === undefined ? [] : [write(upper.inclusive ? '<=' : '<', upper)]),
  ]
}

function write(comparator: string, { text }: Bound): string {
  return comparator + text.replace(/[%|<>=!*\s,]/g, (unit) => encodeURIComponent(unit).replace(/^[!*]$/, hexOf))
}

function hexOf(unit: string): string {
  return `%${unit.charCodeAt(0).toString(16).toUpperCase()}`
}
