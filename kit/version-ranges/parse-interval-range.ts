import { schemeOf, type VersionScheme } from '../versions/index.ts'
import {
  type Bound,
  type Interval,
  maxConstraints,
  maxRangeLength,
  type RangeResult,
  refuse,
  type VersionRange,
} from './version-range.ts'

/**
 * Maven's ranges: `[1.0,2.0)`, `(,1.0],[1.2,)`, `[1.5]`. A version alone is a wish that any version fulfils when nobody
 * asks for another; here it stands for that version. Source: Maven POM Reference, "Dependency Version Requirement Specification".
 */
export function parseMavenRange(text: string): RangeResult<VersionRange> {
  return parseIntervals('Maven', text, (bound) => ({ lower: bound, upper: bound, except: [] }))
}

/** NuGet's ranges: as Maven's, one interval, where a version alone means it or any later. Source: NuGet "Version ranges". */
export function parseNugetRange(text: string): RangeResult<VersionRange> {
  const range = parseIntervals('NuGet', text, (bound) => ({ lower: bound, upper: undefined, except: [] }))
  return range.ok && range.value.intervals.length > 1 ? refuse('NuGet knows one interval, not several') : range
}

function parseIntervals(ecosystem: string, text: string, alone: (bound: Bound) => Interval): RangeResult<VersionRange> {
  const scheme = schemeOf(ecosystem) as VersionScheme
  if (text.length > maxRangeLength) return refuse(`longer than ${maxRangeLength} characters`, maxRangeLength)
  const bound = (version: string, inclusive: boolean): Bound | undefined => {
    const parsed = scheme.parse(version)
    return parsed === undefined ? undefined : { text: version, version: parsed, inclusive }
  }
  const trimmed = text.trim()
  if (!/^[[(]/.test(trimmed)) {
    const only = /[[\](),]/.test(trimmed) ? undefined : bound(trimmed, true)
    if (only === undefined) return refuse(`"${trimmed}" is not a version of ${ecosystem}`)
    return { ok: true, value: { scheme, intervals: [alone(only)] } }
  }
  const intervals: Interval[] = []
  const shape = /\s*([[(])([^[\]()]*)([\])])\s*(,|$)/y
  let position = 0
  for (;;) {
    shape.lastIndex = position
    const match = shape.exec(text)
    if (match === null) return refuse('an interval such as [1.0,2.0) is expected here', position)
    const [, open, inner, close, next] = match as unknown as [string, string, string, string, string]
    const ends = inner.split(',').map((one) => one.trim())
    const interval = readInterval(ends, open === '[', close === ']', bound)
    if (interval === undefined) return refuse(`"${inner.trim()}" does not bound an interval`, position)
    if (intervals.push(interval) > maxConstraints) return refuse(`more than ${maxConstraints} intervals`, position)
    position = shape.lastIndex
    if (next === '') return { ok: true, value: { scheme, intervals } }
  }
}

function readInterval(
  ends: readonly string[],
  fromIncluded: boolean,
  toIncluded: boolean,
  bound: (version: string, inclusive: boolean) => Bound | undefined,
): Interval | undefined {
  const [from = '', to = from] = ends
  if (ends.length > 2 || (ends.length === 1 && !(from !== '' && fromIncluded && toIncluded))) return undefined
  const lower = from === '' ? undefined : bound(from, fromIncluded)
  const upper = to === '' ? undefined : bound(to, toIncluded)
  const unread = (from !== '' && lower === undefined) || (to !== '' && upper === undefined)
  return unread ? undefined : { lower, upper, except: [] }
}
