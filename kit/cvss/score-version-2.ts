import type { CvssVector } from './cvss-vector.ts'
import cvss2 from './cvss2.json' with { type: 'json' }
import { isGroupDefined, metric } from './metrics.ts'
import { roundHalfUp } from './round.ts'

const weights: Readonly<Record<string, Readonly<Record<string, number>>>> = cvss2.weights

interface Scores {
  readonly base: number
  readonly temporal: number | null
  readonly environmental: number | null
}

/** Source: "A Complete Guide to the Common Vulnerability Scoring System Version 2.0" §3.2. */
export function scoreVersion2(vector: CvssVector): Scores {
  const weight = (name: string) => (weights[name] as Record<string, number>)[metric(vector, name)] as number
  const lost = (name: string, requirement = 1) => 1 - weight(name) * requirement
  const exploitability = 20 * weight('AV') * weight('AC') * weight('Au')
  const baseOf = (impact: number) =>
    impact === 0 ? 0 : roundHalfUp((0.6 * impact + 0.4 * exploitability - 1.5) * 1.176)
  const temporalOf = (base: number) => roundHalfUp(base * weight('E') * weight('RL') * weight('RC'))

  const base = baseOf(10.41 * (1 - lost('C') * lost('I') * lost('A')))
  const temporal = isGroupDefined(vector, 'temporal') ? temporalOf(base) : null
  if (!isGroupDefined(vector, 'environmental')) return { base, temporal, environmental: null }

  const kept = lost('C', weight('CR')) * lost('I', weight('IR')) * lost('A', weight('AR'))
  const adjusted = temporalOf(baseOf(Math.min(10, 10.41 * (1 - kept))))
  const environmental = roundHalfUp((adjusted + (10 - adjusted) * weight('CDP')) * weight('TD'))
  return { base, temporal, environmental }
}
