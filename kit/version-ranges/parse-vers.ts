import { schemeOf, type VersionScheme } from '../versions/index.ts'
import type { Comparator, Constraint } from './constraints.ts'
import ecosystemOfType from './vers-types.json' with { type: 'json' }
import {
  type Bound,
  type Interval,
  maxConstraints,
  maxRangeLength,
  type RangeResult,
  refuse,
  type VersionRange,
} from './version-range.ts'

/** A `vers` range with the type it names, such as `npm`. */
export interface VersRange extends VersionRange {
  readonly type: string
}

/**
 * Parses `vers:npm/>=1.0.0|<2.0.0`: versions as signposts on the line of all versions. Constraints may stand in any
 * order and are sorted; a version may stand there once. `vers:npm/*` holds every version.
 *
 * Source: ECMA-427 companion "VERS: version range specifier", §"Parsing" and §"Checking if a version is contained".
 */
export function parseVers(text: string): RangeResult<VersRange> {
  if (text.length > maxRangeLength) return refuse(`longer than ${maxRangeLength} characters`, maxRangeLength)
  const head = /^vers:([a-z0-9.+-]+)\//i.exec(text)
  if (head === null) return refuse('a version range starts with "vers:TYPE/"')
  const type = (head[1] as string).toLowerCase()
  const ecosystem = new Map(Object.entries(ecosystemOfType)).get(type)
  const scheme = ecosystem === undefined ? undefined : schemeOf(ecosystem)
  if (scheme === undefined) return refuse(`the versions of "${type}" are not known`, 5)
  const start = head[0].length
  const rest = text.slice(start)
  if (rest.trim() === '*') {
    return { ok: true, value: { type, scheme, intervals: [{ lower: undefined, upper: undefined, except: [] }] } }
  }
  const constraints = readConstraints(scheme, type, rest, start)
  if (!constraints.ok) return constraints
  const sorted = [...constraints.value].sort((a, b) => scheme.compare(a.version, b.version))
  const twice = sorted.find((one, index) => index > 0 && scheme.compare(one.version, sorted[index - 1]?.version) === 0)
  if (twice !== undefined) return refuse(`version "${twice.text}" stands there twice`, start)
  return { ok: true, value: { type, scheme, intervals: intervalsOf(sorted) } }
}

function readConstraints(
  scheme: VersionScheme,
  type: string,
  text: string,
  start: number,
): RangeResult<readonly Constraint[]> {
  const constraints: Constraint[] = []
  let position = start
  const pieces = text.replace(/^\|+/, '').replace(/\|+$/, '').split('|')
  if (pieces.length > maxConstraints) return refuse(`more than ${maxConstraints} constraints`, start)
  for (const piece of pieces) {
    const match = /^\s*(>=|<=|!=|=|<|>)?\s*([^\s<>=!*|]+)\s*$/.exec(piece)
    if (match === null) return refuse(`"${piece}" is not a comparator and a version`, position)
    const version = decode(match[2] as string)
    const parsed = version === undefined ? undefined : scheme.parse(version)
    if (version === undefined || parsed === undefined)
      return refuse(`"${match[2]}" is not a version of ${type}`, position)
    constraints.push({ comparator: (match[1] ?? '=') as Comparator, text: version, version: parsed })
    position += piece.length + 1
  }
  return { ok: true, value: constraints }
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}

/**
 * Single versions stand for themselves; a lower bound opens and an upper bound closes. Of lower bounds in a row the first
 * counts, of upper bounds the last. Where there are only exclusions, all the rest is in the range.
 */
function intervalsOf(sorted: readonly Constraint[]): readonly Interval[] {
  const except = sorted.filter(({ comparator }) => comparator === '!=').map(bound)
  const singles = sorted
    .filter(({ comparator }) => comparator === '=')
    .map((one): Interval => ({ lower: bound(one), upper: bound(one), except: [] }))
  const turns = sorted.filter(({ comparator }) => comparator !== '=' && comparator !== '!=')
  const counting = turns.filter((turn, index) =>
    opens(turn) ? !opens(turns[index - 1]) : opens(turns[index + 1] ?? turn) || index === turns.length - 1,
  )
  const intervals: Interval[] = []
  counting.forEach((turn, index) => {
    if (opens(turn)) {
      const end = counting[index + 1]
      intervals.push({ lower: bound(turn), upper: end === undefined ? undefined : bound(end), except })
    } else if (index === 0) intervals.push({ lower: undefined, upper: bound(turn), except })
  })
  const onlyExclusions = intervals.length === 0 && singles.length === 0
  return onlyExclusions ? [{ lower: undefined, upper: undefined, except }] : [...intervals, ...singles]
}

function bound({ comparator, text, version }: Constraint): Bound {
  return { text, version, inclusive: comparator !== '!=' && comparator.endsWith('=') }
}

function opens(constraint: Constraint | undefined): boolean {
  return constraint?.comparator.startsWith('>') ?? false
}
