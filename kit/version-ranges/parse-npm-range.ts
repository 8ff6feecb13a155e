import { schemeOf, type VersionScheme } from '../versions/index.ts'
import { type Comparator, type Constraint, intervalOf } from './constraints.ts'
import {
  type Interval,
  maxConstraints,
  maxRangeLength,
  type RangeResult,
  refuse,
  type VersionRange,
} from './version-range.ts'

// Every repetition is bounded, so that no text makes the expressions slow, and every version fits its scheme.
const part = '(?:[xX*]|[0-9]{1,16})'
const words = '[0-9A-Za-z.-]{1,256}'
const partial = `v?(${part})(?:\\.(${part})(?:\\.(${part})(?:-(${words}))?(?:\\+${words})?)?)?`
const gap = '\\s{0,64}'
const hyphenRange = new RegExp(`^${gap}${partial}\\s{1,64}-\\s{1,64}${partial}${gap}$`)
const comparatorPiece = new RegExp(`${gap}(?:(<=|>=|<|>|=|~>|~|\\^)${gap}=?)?${partial}(?=\\s|$)`, 'y')

/** A version of which parts may be missing or `x`. */
interface Partial {
  readonly numbers: readonly bigint[]
  readonly prerelease: string | undefined
}

/**
 * npm's ranges: comparators, `1.x`, `~1.2`, `^1.2.3`, `1.0 - 2.0`, joined by spaces and `||`; nothing at all is any
 * version. A prerelease is held only where a comparator of its alternative names a prerelease of the same numbers, unless
 * `prereleases` says that they are versions like others, which is what advisories mean. Source: node-semver, "Ranges".
 */
export function parseNpmRange(
  text: string,
  { prereleases = false }: { readonly prereleases?: boolean } = {},
): RangeResult<VersionRange> {
  const scheme = schemeOf('npm') as VersionScheme
  if (text.length > maxRangeLength) return refuse(`longer than ${maxRangeLength} characters`, maxRangeLength)
  const intervals: Interval[] = []
  let position = 0
  let count = 0
  for (const alternative of text.split('||')) {
    const constraints: Constraint[] = []
    const add = (comparator: Comparator, version: string) => {
      // From the first release on is from the start: node-semver drops it, which lets prereleases of 0.0.0 through.
      if (!prereleases && comparator === '>=' && version === '0.0.0') return
      constraints.push({ comparator, text: version, version: scheme.parse(version) })
    }
    const failed = readAlternative(alternative, prereleases, add)
    if (failed !== undefined) return refuse('this is not a comparator and a version', position + failed)
    count += constraints.length
    if (count > maxConstraints) return refuse(`more than ${maxConstraints} constraints`, position)
    const prereleasesOf = constraints.flatMap(({ text: version }) => /^([0-9.]+)-/.exec(version)?.[1] ?? [])
    intervals.push({ ...intervalOf(scheme, constraints), ...(prereleases ? {} : { prereleasesOf }) })
    position += alternative.length + 2
  }
  // node-semver lets an alternative that takes any version stand alone, with its rule for prereleases.
  const any = intervals.find(({ lower, upper }) => lower === undefined && upper === undefined)
  return { ok: true, value: { scheme, intervals: any === undefined ? intervals : [any] } }
}

type Add = (comparator: Comparator, version: string) => void

/** Gives the place of what cannot be read. */
function readAlternative(text: string, prereleases: boolean, add: Add): number | undefined {
  const hyphen = hyphenRange.exec(text)
  if (hyphen !== null) {
    addFrom(partialOf(hyphen.slice(1, 5)), prereleases, add)
    addUpTo(partialOf(hyphen.slice(5, 9)), add)
    return undefined
  }
  let position = 0
  while (text.slice(position).trim() !== '') {
    comparatorPiece.lastIndex = position
    const match = comparatorPiece.exec(text)
    if (match === null) return position
    addPiece(match[1] ?? '=', partialOf(match.slice(2, 6)), prereleases, add)
    position = comparatorPiece.lastIndex
  }
  return undefined
}

function partialOf([major, minor, patch, prerelease]: readonly (string | undefined)[]): Partial {
  const numbers: bigint[] = []
  for (const one of [major, minor, patch]) {
    if (one === undefined || /[xX*]/.test(one)) break
    numbers.push(BigInt(one))
  }
  return { numbers, prerelease: numbers.length === 3 ? prerelease : undefined }
}

function addPiece(operator: string, version: Partial, prereleases: boolean, add: Add): void {
  const { numbers } = version
  const isWhole = numbers.length === 3
  switch (operator) {
    case '^': {
      addFrom(version, prereleases, add)
      // The first number that is not zero may not change; where all are, the last one given may not.
      const fixed = numbers.findIndex((number) => number > 0n)
      if (numbers.length > 0) add('<', next(numbers, fixed < 0 ? numbers.length - 1 : fixed))
      return
    }
    case '~':
    case '~>':
      addFrom(version, prereleases, add)
      if (numbers.length > 0) add('<', next(numbers, Math.min(numbers.length - 1, 1)))
      return
    case '>':
      if (isWhole) add('>', write(version))
      else if (numbers.length === 0) add('<', '0.0.0-0')
      else add('>=', next(numbers, numbers.length - 1).replace(/-0$/, prereleases ? '-0' : ''))
      return
    case '>=':
      addFrom(version, prereleases, add)
      return
    case '<':
      add('<', isWhole ? write(version) : `${write(version)}-0`)
      return
    case '<=':
      if (numbers.length > 0) addUpTo(version, add)
      else addFrom(version, prereleases, add)
      return
    default:
      if (isWhole) add('=', write(version))
      else {
        addFrom(version, prereleases, add)
        if (numbers.length > 0) add('<', next(numbers, numbers.length - 1))
      }
  }
}

/** With prereleases, a version that is not whole begins with its first prerelease. */
function addFrom(version: Partial, prereleases: boolean, add: Add): void {
  if (version.numbers.length === 0) return
  add('>=', prereleases && version.numbers.length < 3 ? `${write(version)}-0` : write(version))
}

function addUpTo(version: Partial, add: Add): void {
  const { numbers } = version
  if (numbers.length === 3) add('<=', write(version))
  else if (numbers.length > 0) add('<', next(numbers, numbers.length - 1))
}

function write({ numbers, prerelease }: Partial): string {
  const [major = 0n, minor = 0n, patch = 0n] = numbers
  return `${major}.${minor}.${patch}${prerelease === undefined ? '' : `-${prerelease}`}`
}

/** The first prerelease of the version in which the number at `index` is one more. */
function next(numbers: readonly bigint[], index: number): string {
  const raised = numbers.slice(0, index + 1).map((number, at) => (at === index ? number + 1n : number))
  return `${write({ numbers: raised, prerelease: undefined })}-0`
}
