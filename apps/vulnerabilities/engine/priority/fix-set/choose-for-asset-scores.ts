import type { AssetContext } from '../score/asset-score.ts'
import { type AssetFinding, AssetRisk } from './asset-risk.ts'
import { boundAssetFall } from './bound-asset-fall.ts'
import { chooseFixes, gapSentence } from './choose-fixes.ts'
import type { FixAction, FixLimits } from './cover-problem.ts'

export interface AssetFixSet {
  /** What to do, that which lets the scores fall most first. A step may let them rise and still pay with those after it. */
  readonly actions: readonly { readonly id: string; readonly cost: number; readonly fall: number }[]
  /** Sums of the scores of all assets. */
  readonly before: number
  readonly after: number
  readonly fall: number
  /** Proven: no choice within the limits lets the scores fall by more. */
  readonly bound: number
  /** `(bound − fall) / bound`, 0–1. */
  readonly gap: number
  readonly sentence: string
}

/** Up to so many choices are all tried. */
const fewChoices = 20_000
/** Up to so many findings looked at for exchanges. */
const exchangeEffort = 4_000_000

/**
 * The actions within the limits that let the asset scores, added up, fall most. The asset score is no sum: ending the least findings of a class raises the mean of the
 * others, so that more is not always better. Exact where at most 20,000 choices are possible; beyond, the best of a greedy choice and the additive one, improved by
 * exchanges, with a bound.
 */
export function chooseForAssetScores(
  findings: readonly AssetFinding[],
  actions: readonly FixAction[],
  contexts: ReadonlyMap<string, AssetContext>,
  limits: FixLimits,
): AssetFixSet {
  // Refuses what is no number, and knows which actions are possible and which are never needed.
  const additive = chooseFixes(findings, actions, limits, 0)
  const count = Math.floor(limits.actions ?? actions.length)
  const budget = limits.budget ?? Number.POSITIVE_INFINITY
  const risk = new AssetRisk(findings, actions, contexts)
  const costs = Float64Array.from(actions, ({ cost = 1 }) => cost)
  const possible = actions.flatMap(({ window }, action) => {
    const open = window === undefined || limits.windows === undefined || limits.windows.includes(window)
    return open && (costs[action] as number) <= budget && (risk.ends[action] as Int32Array).length > 0 ? [action] : []
  })
  const room = { possible, costs, count, budget }
  const before = risk.total
  const exact = choices(possible.length, count) <= fewChoices
  const start = possible.filter((action) => additive.actions.some(({ id }) => id === actions[action]?.id))
  const candidates = exact ? [tryAll(risk, room)] : [improve(risk, room, []), improve(risk, room, start)]
  const best = candidates.reduce((a, b) => (fallOf(risk, b) > fallOf(risk, a) + 1e-9 ? b : a))
  const fall = fallOf(risk, best)
  const bound = exact ? fall : Math.max(fall, boundAssetFall(risk, possible, costs, count, budget))
  const gap = bound <= 0 ? 0 : (bound - fall) / bound
  const steps = inSteps(risk, best).map(({ action, fall }) => ({
    id: (actions[action] as FixAction).id,
    cost: costs[action] as number,
    fall: round(fall),
  }))
  const sentence = gapSentence(gap)
  return {
    actions: steps,
    before: round(before),
    after: round(before - fall),
    fall: round(fall),
    bound: round(bound),
    gap,
    sentence,
  }
}

interface Room {
  readonly possible: readonly number[]
  readonly costs: Float64Array
  readonly count: number
  readonly budget: number
}

/** How many choices of at most `count` of `number` there are; stops counting at a million. */
function choices(number: number, count: number): number {
  let sum = 1
  let ways = 1
  for (let size = 1; size <= Math.min(number, count); size++) {
    ways = (ways * (number - size + 1)) / size
    sum += ways
    if (sum > 1e6) return sum
  }
  return sum
}

function tryAll(risk: AssetRisk, { possible, costs, count, budget }: Room): readonly number[] {
  let best: readonly number[] = []
  let least = risk.total
  const descend = (from: number, left: number, cost: number) => {
    if (risk.total < least - 1e-9) {
      least = risk.total
      best = [...risk.chosen]
    }
    if (left === 0) return
    for (let index = from; index < possible.length; index++) {
      const action = possible[index] as number
      const more = cost + (costs[action] as number)
      if (more > budget) continue
      risk.add(action)
      descend(index + 1, left - 1, more)
      risk.remove(action)
    }
  }
  descend(0, count, 0)
  return best
}

/** Adds, drops and exchanges one at a time as long as the scores fall. Leaves `risk` as it was. */
function improve(
  risk: AssetRisk,
  { possible, costs, count, budget }: Room,
  start: readonly number[],
): readonly number[] {
  let work = 0
  let cost = 0
  const put = (action: number) => {
    risk.add(action)
    cost += costs[action] as number
  }
  const take = (action: number) => {
    risk.remove(action)
    cost -= costs[action] as number
  }
  const bestToAdd = (): number | undefined => {
    let best: number | undefined
    let most = 1e-9
    for (const action of possible) {
      if (risk.chosen.has(action) || risk.chosen.size >= count || cost + (costs[action] as number) > budget) continue
      work += 2 * (risk.ends[action] as Int32Array).length
      const fall =
        risk.fall(action) / (budget === Number.POSITIVE_INFINITY ? 1 : Math.max(costs[action] as number, 1e-6))
      if (fall > most) {
        most = fall
        best = action
      }
    }
    return best
  }
  const fill = () => {
    for (let action = bestToAdd(); action !== undefined; action = bestToAdd()) put(action)
  }
  for (const action of start) put(action)
  fill()
  let before = Number.POSITIVE_INFINITY
  while (risk.total < before - 1e-9 && work < exchangeEffort) {
    before = risk.total
    for (const action of [...risk.chosen]) {
      if (work >= exchangeEffort) break
      const stood = risk.total
      take(action)
      const other = bestToAdd()
      if (other !== undefined) put(other)
      if (risk.total < stood - 1e-9) continue
      if (other !== undefined) take(other)
      put(action)
    }
    if (work < exchangeEffort) fill()
  }
  const chosen = [...risk.chosen]
  for (const action of chosen) risk.remove(action)
  return chosen
}

function fallOf(risk: AssetRisk, chosen: readonly number[]): number {
  const before = risk.total
  for (const action of chosen) risk.add(action)
  const fall = before - risk.total
  for (const action of chosen) risk.remove(action)
  risk.total = before
  return fall
}

/** The chosen actions, each time the one that lets the scores fall most. Leaves `risk` as it was. */
function inSteps(risk: AssetRisk, chosen: readonly number[]): { action: number; fall: number }[] {
  const steps: { action: number; fall: number }[] = []
  const left = new Set([...chosen].sort((a, b) => a - b))
  while (left.size > 0) {
    const [next] = [...left].map((action) => ({ action, fall: risk.fall(action) })).sort((a, b) => b.fall - a.fall)
    if (!next) break
    risk.add(next.action)
    left.delete(next.action)
    steps.push(next)
  }
  for (const { action } of steps) risk.remove(action)
  return steps
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
