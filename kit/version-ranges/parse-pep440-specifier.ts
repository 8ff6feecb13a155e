import { schemeOf, type VersionScheme } from '../versions/index.ts'
import { type Comparator, type Constraint, intervalOf, isEmpty } from './constraints.ts'
import { type RangeResult, refuse, type VersionRange } from './version-range.ts'

const maxLength = 8192
const maxSpecifiers = 200
const specifier = /^(==|!=|~=|<=|>=|<|>)\s*(v?[0-9][0-9A-Za-z.!+_-]{0,500}?)(\.\*)?$/
const release = /^v?((?:[0-9]+!)?)([0-9]+(?:\.[0-9]+)*)/

/** Later than every post release that anybody makes. */
const lastPost = '.post99999999999999999999'

/**
 * Python's specifiers, joined by commas: `>=1.0,!=1.5.*,~=1.4`. As PEP 440 has it, `<2` leaves out the prereleases of 2,
 * `>2` the post releases of 2, and a bound without a local label stands for all local versions. Prereleases are versions
 * like others: whether an installer would choose one is not asked here. `===`, which compares texts, is refused.
 */
export function parsePep440Specifier(text: string): RangeResult<VersionRange> {
  const scheme = schemeOf('PyPI') as VersionScheme
  if (text.length > maxLength) return refuse(`longer than ${maxLength} characters`, maxLength)
  const pieces = text.trim() === '' ? [] : text.split(',')
  if (pieces.length > maxSpecifiers) return refuse(`more than ${maxSpecifiers} specifiers`, maxLength)
  const constraint = (comparator: Comparator, version: string): Constraint => ({
    comparator,
    text: version,
    version: scheme.parse(version),
  })
  let alternatives: readonly (readonly Constraint[])[] = [[]]
  let position = 0
  for (const piece of pieces) {
    const ways = readSpecifier(piece.trim(), constraint)
    if (ways === undefined) return refuse(`"${piece.trim().slice(0, 100)}" is not a specifier`, position)
    alternatives = alternatives
      .flatMap((known) => ways.map((way) => [...known, ...way]))
      .filter((all, _, list) => list.length === 1 || !isEmpty(scheme, intervalOf(scheme, all)))
    position += piece.length + 1
  }
  return { ok: true, value: { scheme, intervals: alternatives.map((all) => intervalOf(scheme, all)) } }
}

/** The ways to satisfy one specifier, each with constraints that must all hold. */
function readSpecifier(
  text: string,
  constraint: (comparator: Comparator, version: string) => Constraint,
): readonly (readonly Constraint[])[] | undefined {
  const match = specifier.exec(text)
  if (match === null) return undefined
  const [, operator, version, wild] = match as unknown as [string, string, string, string | undefined]
  const parsed = constraint('=', version).version as { readonly legacy?: unknown; readonly local?: unknown } | undefined
  if (parsed === undefined || parsed.legacy !== undefined) return undefined
  const isEquality = operator === '==' || operator === '!='
  if (parsed.local !== undefined && (!isEquality || wild !== undefined)) return undefined
  if (wild !== undefined) {
    if (!isEquality || release.exec(version)?.[0] !== version) return undefined
    const from = `${version}.dev0`
    const to = raised(version, 0)
    if (operator === '==') return [[constraint('>=', from), constraint('<', to)]]
    return [[constraint('<', from)], [constraint('>=', to)]]
  }
  switch (operator) {
    case '~=':
      if (!(release.exec(version)?.[2] ?? '').includes('.')) return undefined
      return [[constraint('>=', version), constraint('<', raised(version, 1))]]
    case '<':
      return [[constraint('<', isPrerelease(version) ? version : `${version}.dev0`)]]
    case '>':
      return [[constraint('>', isPrerelease(version) || isPost(version) ? version : version + lastPost)]]
    default:
      return [[constraint(operator === '==' ? '=' : (operator as Comparator), version)]]
  }
}

/** The first development release after all that begin as this one does, with so many numbers taken off its end. */
function raised(version: string, taken: number): string {
  const [, epoch, numbers] = release.exec(version) as unknown as [string, string, string]
  const kept = numbers.split('.').slice(0, taken === 0 ? undefined : -taken)
  const last = BigInt(kept.pop() as string) + 1n
  return `${epoch}${[...kept, last].join('.')}.dev0`
}

function isPrerelease(version: string): boolean {
  return /[0-9][-_.]?(?:a|b|c|rc|alpha|beta|pre|preview|dev)[-_.]?[0-9]*/i.test(version)
}

function isPost(version: string): boolean {
  return /[0-9](?:-[0-9]|[-_.]?(?:post|rev|r)(?:[-_.]?[0-9]|$))/i.test(version)
}
