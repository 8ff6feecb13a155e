import type { CvssVector } from './cvss-vector.ts'
import cvss4 from './cvss4.json' with { type: 'json' }
import publishedScores from './cvss4-scores.json' with { type: 'json' }
import { isGroupDefined, metric } from './metrics.ts'

const scoreOfMacroVector: Readonly<Record<string, number>> = publishedScores
const steps: Readonly<Record<string, Readonly<Record<string, number>>>> = cvss4.steps
const { highest, depth } = cvss4

interface Scores {
  readonly base: number
  readonly temporal: number | null
  readonly environmental: number | null
}

/** Which metrics are looked at; the others count as not defined, that is, at their worst. */
interface Scope {
  readonly threat: boolean
  readonly environment: boolean
}

/** Base, base with threat, and all together. Source: CVSS v4.0 Specification §8. */
export function scoreVersion4(vector: CvssVector): Scores {
  const score = (scope: Scope) => scoreValues((name) => effective(vector, name, scope))
  return {
    base: score({ threat: false, environment: false }),
    temporal: isGroupDefined(vector, 'temporal') ? score({ threat: true, environment: false }) : null,
    environmental: isGroupDefined(vector, 'environmental') ? score({ threat: true, environment: true }) : null,
  }
}

function effective(vector: CvssVector, name: string, scope: Scope): string {
  if (name === 'E') return scope.threat && metric(vector, 'E') !== 'X' ? metric(vector, 'E') : 'A'
  if (/^[CIA]R$/.test(name)) return scope.environment && metric(vector, name) !== 'X' ? metric(vector, name) : 'H'
  const changed = scope.environment ? metric(vector, `M${name}`) : 'X'
  return changed === 'X' ? metric(vector, name) : changed
}

const impacts = ['VC', 'VI', 'VA', 'SC', 'SI', 'SA']

function scoreValues(value: (name: string) => string): number {
  if (impacts.every((name) => value(name) === 'N')) return 0
  const classes = equivalenceClasses(value)
  const [eq1, eq2, eq3, eq4, eq5, eq6] = classes
  const found = tenths(classes) as number
  const sum = (...names: string[]) => names.reduce((total, name) => total + (steps[name]?.[value(name)] ?? 0), 0)
  const bothTop = eq3 === 0 && eq6 === 0
  const lower36 = bothTop
    ? Math.max(tenths([eq1, eq2, 0, eq4, eq5, 1]) as number, tenths([eq1, eq2, 1, eq4, eq5, 0]) as number)
    : tenths(eq3 === 1 && eq6 === 0 ? [eq1, eq2, 1, eq4, eq5, 1] : [eq1, eq2, eq3 + 1, eq4, eq5, eq6])

  const ways: readonly Way[] = [
    {
      lower: tenths([eq1 + 1, eq2, eq3, eq4, eq5, eq6]),
      distance: sum('AV', 'PR', 'UI') - (highest.eq1[eq1] as number),
      depth: depth.eq1[eq1] as number,
    },
    {
      lower: tenths([eq1, eq2 + 1, eq3, eq4, eq5, eq6]),
      distance: sum('AC', 'AT') - (highest.eq2[eq2] as number),
      depth: depth.eq2[eq2] as number,
    },
    {
      lower: lower36,
      distance: sum('VC', 'VI', 'VA', 'CR', 'IR', 'AR') - (highest.eq3eq6[eq3]?.[eq6] as number),
      depth: depth.eq3eq6[eq3]?.[eq6] as number,
    },
    {
      lower: tenths([eq1, eq2, eq3, eq4 + 1, eq5, eq6]),
      distance: sum('SC', 'SI', 'SA') - (highest.eq4[eq4] as number),
      depth: depth.eq4[eq4] as number,
    },
    // Exploit maturity has one value in each class: no distance, but a way down that counts in the mean.
    { lower: tenths([eq1, eq2, eq3, eq4, eq5 + 1, eq6]), distance: 0, depth: 1 },
  ]
  return interpolate(found, ways)
}

/** One way to a less severe macrovector. `distance` and `depth` are steps of metrics, `lower` is in tenths of a point. */
interface Way {
  /** Undefined where the class is the lowest already. */
  readonly lower: number | undefined
  readonly distance: number
  readonly depth: number
}

/** A number that all depths divide, so that the mean is one of whole numbers and halves are halves. */
const common = 840

/** What is left after the mean of the shares of the way down, rounded to a tenth, halves up. All numbers are whole. */
function interpolate(found: number, ways: readonly Way[]): number {
  const open = ways.filter((way) => way.lower !== undefined)
  if (open.length === 0) return found / 10
  const down = open.reduce(
    (total, way) => total + (found - (way.lower as number)) * way.distance * (common / way.depth),
    0,
  )
  const unit = common * open.length
  const rounded = Math.floor((2 * (found * unit - down) + unit) / (2 * unit))
  return Math.min(100, Math.max(0, rounded)) / 10
}

type Classes = readonly [number, number, number, number, number, number]

function tenths(classes: Classes): number | undefined {
  const score = scoreOfMacroVector[classes.join('')]
  return score === undefined ? undefined : Math.round(score * 10)
}

/** Source: CVSS v4.0 Specification, tables 24 to 29. */
function equivalenceClasses(value: (name: string) => string): Classes {
  const is = (name: string, ...values: string[]) => values.includes(value(name))
  const open = [is('AV', 'N'), is('PR', 'N'), is('UI', 'N')]
  const vulnerable = is('VC', 'H') && is('VI', 'H')
  return [
    open.every(Boolean) ? 0 : open.some(Boolean) && !is('AV', 'P') ? 1 : 2,
    is('AC', 'L') && is('AT', 'N') ? 0 : 1,
    vulnerable ? 0 : is('VC', 'H') || is('VI', 'H') || is('VA', 'H') ? 1 : 2,
    is('SI', 'S') || is('SA', 'S') ? 0 : is('SC', 'H') || is('SI', 'H') || is('SA', 'H') ? 1 : 2,
    is('E', 'A') ? 0 : is('E', 'P') ? 1 : 2,
    ['C', 'I', 'A'].some((letter) => is(`${letter}R`, 'H') && is(`V${letter}`, 'H')) ? 0 : 1,
  ]
}
