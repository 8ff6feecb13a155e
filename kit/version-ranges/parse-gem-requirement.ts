import { schemeOf, type VersionScheme } from '../versions/index.ts'
import { type Comparator, type Constraint, intervalOf } from './constraints.ts'
import { maxConstraints, maxRangeLength, type RangeResult, refuse, type VersionRange } from './version-range.ts'

/**
 * Requirements of RubyGems, joined by commas: `>= 1.0, != 1.3` and the pessimistic `~> 1.2.3`, at least 1.2.3 and before
 * 1.3, prereleases of 1.3 included in neither. Source: Gem::Requirement.
 */
export function parseGemRequirement(text: string): RangeResult<VersionRange> {
  const scheme = schemeOf('RubyGems') as VersionScheme
  if (text.length > maxRangeLength) return refuse(`longer than ${maxRangeLength} characters`, maxRangeLength)
  const constraints: Constraint[] = []
  let position = 0
  for (const piece of text.split(',')) {
    const match = /^(>=|<=|!=|~>|=|<|>)?\s*([0-9][0-9A-Za-z.-]{0,500})$/.exec(piece.trim())
    const version = match?.[2] ?? ''
    const parsed = match === null ? undefined : scheme.parse(version)
    if (parsed === undefined) return refuse(`"${piece.trim().slice(0, 100)}" is not a requirement`, position)
    if (constraints.length >= maxConstraints) return refuse(`more than ${maxConstraints} requirements`, position)
    const operator = match?.[1] ?? '='
    if (operator === '~>') {
      const end = afterPessimistic(version)
      constraints.push({ comparator: '>=', text: version, version: parsed })
      constraints.push({ comparator: '<', text: end, version: scheme.parse(end) })
    } else constraints.push({ comparator: operator as Comparator, text: version, version: parsed })
    position += piece.length + 1
  }
  return { ok: true, value: { scheme, intervals: [intervalOf(scheme, constraints)] } }
}

/** The last number goes and the one before is raised; `A` makes it come before all prereleases. */
function afterPessimistic(version: string): string {
  const numbers = (/^[0-9]+(?:\.[0-9]+)*/.exec(version)?.[0] ?? '0').split('.')
  if (numbers.length > 1) numbers.pop()
  const last = BigInt(numbers.pop() as string) + 1n
  return [...numbers, last, 'A'].join('.')
}
