import { composer, normalizeComposerVersion } from './composer-version.ts'
import { type Comparator, type Constraint, intervalOf } from './constraints.ts'
import { type Interval, maxConstraints, type RangeResult, refuse, type VersionRange } from './version-range.ts'

const maxLength = 8192
const numbers = 'v?[0-9]{1,16}(?:\\.(?:[0-9]{1,16}|[xX*])){0,3}'
const stability = '(?:[._-]?(?:stable|beta|b|RC|alpha|a|patch|pl|p)[0-9.-]{0,32})?(?:[.-]?dev)?'
const version = `${numbers}${stability}(?:\\+[0-9A-Za-z.-]{1,128})?(?:@[A-Za-z]{1,16})?`
const hyphenPiece = new RegExp(`(${version})\\s{1,64}-\\s{1,64}(${version})(?=[\\s,]|$)`, 'iy')
const piece = new RegExp(
  `(<=|>=|<>|!=|==|<|>|=|~|\\^)?\\s{0,64}(${version}|[xX*](?:@[A-Za-z]{1,16})?)(?=[\\s,]|$)`,
  'iy',
)
const between = /\s{0,64},?\s{0,64}/y

/**
 * Composer's constraints: comparators, `1.0.*`, `~1.2`, `^1.2`, `1.0 - 2.0`, joined by commas or spaces (all) and `||` or
 * `|` (any). As in Composer, a lower bound includes the development versions of its version and an upper bound leaves
 * them out. Branches (`dev-main`) are refused: they have no place among versions. Source: Composer, "Versions and constraints".
 */
export function parseComposerConstraint(text: string): RangeResult<VersionRange> {
  if (text.length > maxLength) return refuse(`longer than ${maxLength} characters`, maxLength)
  const intervals: Interval[] = []
  let position = 0
  let count = 0
  for (const alternative of text.split(/\|\|?/)) {
    const constraints: Constraint[] = []
    const failed = readAlternative(alternative, (comparator, one) => {
      constraints.push({ comparator, text: one, version: composer.parse(one) })
    })
    if (failed !== undefined) return refuse('this is not a constraint', Math.min(position + failed, text.length))
    count += constraints.length
    if (count > maxConstraints) return refuse(`more than ${maxConstraints} constraints`, position)
    intervals.push(intervalOf(composer, constraints))
    position += alternative.length + (text.startsWith('||', position + alternative.length) ? 2 : 1)
  }
  return { ok: true, value: { scheme: composer, intervals } }
}

type Add = (comparator: Comparator, version: string) => void

/** Gives the place of what cannot be read. */
function readAlternative(text: string, add: Add): number | undefined {
  if (text.trim() === '') return 0
  let position = 0
  while (position < text.length) {
    between.lastIndex = position
    between.exec(text)
    position = between.lastIndex
    if (position === text.length) break
    hyphenPiece.lastIndex = position
    const hyphen = hyphenPiece.exec(text)
    if (hyphen !== null) {
      addHyphen(hyphen[1] as string, hyphen[2] as string, add)
      position = hyphenPiece.lastIndex
      continue
    }
    piece.lastIndex = position
    const match = piece.exec(text)
    if (match === null || !addPiece(match[1] ?? '', (match[2] as string).replace(/@[a-z]+$/i, ''), add)) return position
    position = piece.lastIndex
  }
  return undefined
}

/** False where the operator and the version do not go together. */
function addPiece(operator: string, written: string, add: Add): boolean {
  const parts = written.replace(/^v/i, '').split('.')
  const wild = parts.findIndex((part) => /^[xX*]$/.test(part))
  if (wild >= 0) {
    if (operator !== '' && !(wild === 0 && operator.startsWith('>='))) return false
    if (wild > 0) addBetween(parts.slice(0, wild), wild - 1, add)
    return true
  }
  const normal = normalizeComposerVersion(written)
  if (normal === undefined) return false
  const [, ...given] = /^v?([0-9]+)(?:\.([0-9]+))?(?:\.([0-9]+))?(?:\.([0-9]+))?/i.exec(written) as unknown as string[]
  const own = given.filter((one) => one !== undefined)
  if (operator === '~') {
    add('>=', withDevelopment(normal))
    add('<', raised(own, Math.max(0, own.length - 2)))
  } else if (operator === '^') {
    add('>=', withDevelopment(normal))
    const fixed = own.slice(0, 2).findIndex((one) => BigInt(one) > 0n)
    add('<', raised(own, fixed >= 0 ? fixed : Math.min(own.length - 1, 2)))
  } else {
    const comparator = operator === '' || operator === '==' ? '=' : operator === '<>' ? '!=' : (operator as Comparator)
    add(comparator, comparator === '<' || comparator === '>=' ? withDevelopment(normal) : normal)
  }
  return true
}

function addHyphen(from: string, to: string, add: Add): void {
  add('>=', withDevelopment(normalizeComposerVersion(from.replace(/\.[xX*].*$/, '')) ?? '0'))
  const given =
    /^v?[0-9.]+/i
      .exec(to.replace(/\.[xX*].*$/, ''))?.[0]
      .replace(/^v/i, '')
      .split('.') ?? []
  const normal = normalizeComposerVersion(to)
  if (given.length < 3 && /^v?[0-9.]+$/i.test(to)) add('<', raised(given, given.length - 1))
  else if (normal !== undefined) add('<=', normal)
  else add('<', raised(given, given.length - 1))
}

function addBetween(parts: readonly string[], index: number, add: Add): void {
  add('>=', withDevelopment(normalizeComposerVersion(parts.join('.')) as string))
  add('<', raised(parts, index))
}

/** The first development version of a release; a version with a stability stays as it is. */
function withDevelopment(normal: string): string {
  return normal.includes('-') ? normal : `${normal}-dev`
}

function raised(parts: readonly string[], index: number): string {
  const numbers = [0, 1, 2, 3].map((at) =>
    at < index ? (parts[at] ?? '0') : at === index ? BigInt(parts[at] ?? '0') + 1n : '0',
  )
  return `${numbers.join('.')}-dev`
}
