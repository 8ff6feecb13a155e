import { schemeOf } from '../versions/index.ts'
import { type Comparator, type Constraint, intervalOf } from './constraints.ts'
import {
  type Interval,
  maxConstraints,
  maxRangeLength,
  type RangeResult,
  refuse,
  type VersionRange,
} from './version-range.ts'

const constraintShape = /^(>=|<=|!=|==|=|<|>)?\s*(?:"([^"]*)"|'([^']*)'|([^\s"']+))$/

/**
 * Comparators as advisory databases write them: `>= 1.0, < 2.0 || = 3.0`. Comma joins what must all hold, `||` what may;
 * no comparator means equality, a version may be quoted, and nothing at all holds every version.
 */
export function parseConstraints(ecosystem: string, text: string): RangeResult<VersionRange> {
  const scheme = schemeOf(ecosystem)
  if (scheme === undefined) return refuse(`the ecosystem "${ecosystem}" is not known`)
  if (text.length > maxRangeLength) return refuse(`longer than ${maxRangeLength} characters`, maxRangeLength)
  if (text.trim() === '')
    return { ok: true, value: { scheme, intervals: [{ lower: undefined, upper: undefined, except: [] }] } }
  const intervals: Interval[] = []
  let count = 0
  let position = 0
  for (const alternative of text.split('||')) {
    const constraints: Constraint[] = []
    for (const piece of alternative.split(',')) {
      const match = constraintShape.exec(piece.trim())
      if (match === null) return refuse(`"${piece.trim()}" is not a comparator and a version`, position)
      const version = (match[2] ?? match[3] ?? match[4]) as string
      const parsed = scheme.parse(version)
      if (parsed === undefined) return refuse(`"${version}" is not a version of ${ecosystem}`, position)
      if (++count > maxConstraints) return refuse(`more than ${maxConstraints} constraints`, position)
      const written = match[1] ?? '='
      constraints.push({ comparator: (written === '==' ? '=' : written) as Comparator, text: version, version: parsed })
      position += piece.length + 1
    }
    intervals.push(intervalOf(scheme, constraints))
    position += 1
  }
  return { ok: true, value: { scheme, intervals } }
}
