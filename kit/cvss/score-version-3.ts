import type { CvssVector } from './cvss-vector.ts'
import cvss3 from './cvss3.json' with { type: 'json' }
import { metric } from './metrics.ts'
import { roundUpByFiveDecimals, roundUpExactly } from './round.ts'

const weights: Readonly<Record<string, Readonly<Record<string, number>>>> = cvss3.weights

interface Scores {
  readonly base: number
  readonly temporal: number
  readonly environmental: number
}

/** Sources: CVSS v3.0 Specification §8, CVSS v3.1 Specification §7; they differ in rounding and in one environmental term. */
export function scoreVersion3(vector: CvssVector): Scores {
  const roundUp = vector.version === '3.0' ? roundUpExactly : roundUpByFiveDecimals
  const weigh = (name: string, value: string) => (weights[name] as Record<string, number>)[value] as number
  const own = (name: string) => metric(vector, name)
  const modified = (name: string) => (own(`M${name}`) === 'X' ? own(name) : own(`M${name}`))

  const exploitability = (value: (name: string) => string) =>
    8.22 *
    weigh('AV', value('AV')) *
    weigh('AC', value('AC')) *
    weigh(value('S') === 'C' ? 'PRchanged' : 'PR', value('PR')) *
    weigh('UI', value('UI'))
  const total = (impact: number, value: (name: string) => string) => {
    if (impact <= 0) return 0
    const sum = impact + exploitability(value)
    return roundUp(Math.min(value('S') === 'C' ? 1.08 * sum : sum, 10))
  }
  const temporalFactor = weigh('E', own('E')) * weigh('RL', own('RL')) * weigh('RC', own('RC'))

  const loss = 1 - (1 - weigh('C', own('C'))) * (1 - weigh('I', own('I'))) * (1 - weigh('A', own('A')))
  const base = total(own('S') === 'C' ? 7.52 * (loss - 0.029) - 3.25 * (loss - 0.02) ** 15 : 6.42 * loss, own)

  const kept = (name: string) => 1 - weigh(name, modified(name)) * weigh(`${name}R`, own(`${name}R`))
  const modifiedLoss = Math.min(1 - kept('C') * kept('I') * kept('A'), 0.915)
  const tail = vector.version === '3.0' ? (modifiedLoss - 0.02) ** 15 : (modifiedLoss * 0.9731 - 0.02) ** 13
  const modifiedImpact = modified('S') === 'C' ? 7.52 * (modifiedLoss - 0.029) - 3.25 * tail : 6.42 * modifiedLoss

  return {
    base,
    temporal: roundUp(base * temporalFactor),
    environmental: roundUp(total(modifiedImpact, modified) * temporalFactor),
  }
}
