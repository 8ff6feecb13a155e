import type { RuleResult, RuleResultWord } from './evaluate-policy.ts'
import type { Item } from './model.ts'
import type { Policy } from './resolve-policy.ts'

export const scoringModels = {
  default: 'urn:xccdf:scoring:default',
  flat: 'urn:xccdf:scoring:flat',
  flatUnweighted: 'urn:xccdf:scoring:flat-unweighted',
  absolute: 'urn:xccdf:scoring:absolute',
} as const

export interface Score {
  readonly system: string
  readonly score: number
  readonly maximum: number
}

const counted: ReadonlySet<RuleResultWord> = new Set(['pass', 'fixed', 'fail', 'error', 'unknown'])
const passed: ReadonlySet<RuleResultWord> = new Set(['pass', 'fixed'])

/** Scores by all models that the standard names. Source: XCCDF 1.2, section 7.3. */
export function scoresOf(policy: Policy, results: readonly RuleResult[]): readonly Score[] {
  const scored = results.filter(({ rule, result }) => counted.has(result) && rule.role === 'full')
  const sum = (list: readonly RuleResult[], weight: (result: RuleResult) => number) =>
    list.reduce((total, one) => total + weight(one), 0)
  const good = scored.filter(({ result }) => passed.has(result))
  const flat = { score: sum(good, ({ rule }) => rule.weight), maximum: sum(scored, ({ rule }) => rule.weight) }
  return [
    { system: scoringModels.default, score: hierarchical(policy, scored), maximum: 100 },
    { system: scoringModels.flat, ...flat },
    { system: scoringModels.flatUnweighted, score: good.length, maximum: scored.length },
    { system: scoringModels.absolute, score: scored.length > 0 && flat.score === flat.maximum ? 1 : 0, maximum: 1 },
  ]
}

/** Every group is worth the weighted mean of what is in it. Source: section 7.3.2. */
function hierarchical(policy: Policy, scored: readonly RuleResult[]): number {
  const byRule = new Map<string, RuleResult[]>()
  for (const one of scored) byRule.set(one.rule.rule.id, [...(byRule.get(one.rule.rule.id) ?? []), one])
  const worth = (item: Item): number | undefined => {
    if (item.kind === 'group') return mean(item.items)
    const own = byRule.get(item.id)
    if (own === undefined) return undefined
    return (100 * own.filter(({ result }) => passed.has(result)).length) / own.length
  }
  const mean = (items: readonly Item[]): number | undefined => {
    let total = 0
    let weights = 0
    for (const item of items) {
      const score = worth(item)
      if (score === undefined) continue
      const weight = policy.weights.get(item.id) ?? item.weight
      total += score * weight
      weights += weight
    }
    return weights === 0 ? undefined : total / weights
  }
  return mean(policy.benchmark.items) ?? 0
}
