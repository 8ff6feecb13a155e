import { decimalKey, listKey, textKey } from './key.ts'
import { compareDecimal, compareLists, compareNumbers, compareText, isDigits } from './order.ts'
import { type LegacyPythonVersion, parseLegacyPythonVersion } from './pep440-legacy.ts'
import { maxVersionLength, type Order, type VersionScheme } from './scheme.ts'

/** Source: PEP 440 (packaging.python.org "Version specifiers"). Texts older than it are ordered before all others. */
export interface Pep440Version {
  readonly epoch: string
  readonly release: readonly string[]
  /** Rank a, b, rc as 0, 1, 2; a lone dev release sorts before all prereleases, a final one after. */
  readonly phase: number
  readonly phaseNumber: string
  readonly post: string | undefined
  readonly dev: string | undefined
  readonly local: readonly string[] | undefined
}

const shape = new RegExp(
  [
    '^v?(?:([0-9]+)!)?([0-9]+(?:\\.[0-9]+)*)',
    '(?:[-_.]?(alpha|a|beta|b|preview|pre|c|rc)(?:[-_.]?([0-9]+))?)?',
    '(?:-([0-9]+)|[-_.]?(post|rev|r)(?:[-_.]?([0-9]+))?)?',
    '(?:[-_.]?(dev)(?:[-_.]?([0-9]+))?)?',
    '(?:\\+([a-z0-9]+(?:[-_.][a-z0-9]+)*))?$',
  ].join(''),
)

const phases: ReadonlyMap<string, number> = new Map([
  ['a', 0],
  ['alpha', 0],
  ['b', 1],
  ['beta', 1],
  ['c', 2],
  ['rc', 2],
  ['pre', 2],
  ['preview', 2],
])

export const pep440: VersionScheme<Pep440Version | LegacyPythonVersion> = {
  parse(text) {
    const lower = text.length <= maxVersionLength ? text.trim().toLowerCase() : ''
    const match = shape.exec(lower)
    if (match === null) return parseLegacyPythonVersion(lower)
    const [, epoch, release, phase, phaseNumber, implicitPost, post, postNumber, dev, devNumber, local] = match
    const hasPost = implicitPost !== undefined || post !== undefined
    return {
      epoch: epoch ?? '0',
      release: withoutTrailingZeros((release as string).split('.')),
      phase: phase === undefined ? (dev !== undefined && !hasPost ? -1 : 3) : (phases.get(phase) as number),
      phaseNumber: phaseNumber ?? '0',
      post: hasPost ? (implicitPost ?? postNumber ?? '0') : undefined,
      dev: dev === undefined ? undefined : (devNumber ?? '0'),
      local: local?.split(/[-_.]/),
    }
  },
  compare(a, b) {
    if ('legacy' in a || 'legacy' in b) {
      if ('legacy' in a && 'legacy' in b) return compareLists(a.legacy, b.legacy, compareText)
      return 'legacy' in a ? -1 : 1
    }
    return (
      compareDecimal(a.epoch, b.epoch) ||
      compareLists(a.release, b.release, compareDecimal) ||
      compareNumbers(a.phase, b.phase) ||
      compareDecimal(a.phaseNumber, b.phaseNumber) ||
      compareOptional(a.post, b.post, -1) ||
      compareOptional(a.dev, b.dev, 1) ||
      compareLocal(a.local, b.local)
    )
  },
  /** A bound without a local label stands for all local versions of it. Source: PEP 440, "Version matching". */
  compareToBound(version, bound) {
    const isPublic = !('legacy' in version) && !('legacy' in bound) && bound.local === undefined
    return pep440.compare(isPublic ? { ...version, local: undefined } : version, bound)
  },
  key: (version) =>
    'legacy' in version ? `!${listKey(version.legacy, (part) => `#${textKey(part)}`)}` : `$${key(version)}`,
}

function key({ epoch, release, phase, phaseNumber, post, dev, local }: Pep440Version): string {
  return [
    decimalKey(epoch),
    listKey(release, (number) => `#${decimalKey(number)}`),
    phase + 1,
    decimalKey(phaseNumber),
    post === undefined ? '!' : `"${decimalKey(post)}`,
    dev === undefined ? '~' : `!${decimalKey(dev)}`,
    local === undefined ? '!' : listKey(local, (one) => (isDigits(one) ? `%${decimalKey(one)}` : `#${one}!`)),
  ].join('')
}

function withoutTrailingZeros(numbers: readonly string[]): readonly string[] {
  return numbers.slice(0, numbers.findLastIndex((number) => !/^0+$/.test(number)) + 1)
}

function compareOptional(a: string | undefined, b: string | undefined, absent: Order): Order {
  if (a === undefined || b === undefined) return a === b ? 0 : ((a === undefined ? absent : -absent) as Order)
  return compareDecimal(a, b)
}

function compareLocal(a: readonly string[] | undefined, b: readonly string[] | undefined): Order {
  if (a === undefined || b === undefined) return a === b ? 0 : a === undefined ? -1 : 1
  return compareLists(a, b, (x, y) => {
    const left = isDigits(x)
    const right = isDigits(y)
    if (left && right) return compareDecimal(x, y)
    return left === right ? compareText(x, y) : compareNumbers(left ? 1 : 0, right ? 1 : 0)
  })
}
