import type { CoverProblem } from './cover-problem.ts'

export interface Relaxation {
  /** No choice covers more than this. */
  readonly bound: number
  /** The price of each element at which the bound was found. */
  readonly prices: Float64Array
  /** Sets that are chosen at those prices, the most valuable first. */
  readonly picked: readonly number[]
  /** How much the bound falls, at least, when a set is chosen against its price or left out against it. By set. */
  readonly regret: Float64Array
  readonly work: number
}

export interface RelaxOptions {
  /** Sets that may still be chosen. */
  readonly free: readonly number[]
  /** Elements that are covered already have a weight of 0 here. */
  readonly weights: Float64Array
  readonly count: number
  readonly budget: number
  /** What is covered by the best choice known, besides what is covered already: where to stop. */
  readonly target: number
  readonly iterations: number
  readonly prices?: Float64Array
  /** Asked with what is picked at each step. */
  readonly look?: (picked: readonly number[]) => void
}

/**
 * A bound on what can be covered, by Lagrangian relaxation of "an element counts only when a chosen set holds it", with subgradient steps on the prices of
 * elements (Polyak's step length). At the best prices it equals the bound of linear programming.
 * Source: M. L. Fisher, "The Lagrangian Relaxation Method for Solving Integer Programming Problems", Management Science 27(1), 1981.
 */
export function relax({ sets, costs }: Pick<CoverProblem, 'sets' | 'costs'>, options: RelaxOptions): Relaxation {
  const { free, weights, count, budget, target, iterations } = options
  const size = weights.length
  const prices = options.prices ? Float64Array.from(options.prices) : startPrices(sets, options)
  for (let e = 0; e < size; e++) prices[e] = Math.min(prices[e] as number, weights[e] as number)
  const values = new Float64Array(sets.length)
  const taken = new Float64Array(size)
  let best: Omit<Relaxation, 'work'> | undefined
  let work = 0
  let step = 1
  let stalled = 0
  for (let iteration = 0; iteration < iterations; iteration++) {
    let bound = 0
    for (let e = 0; e < size; e++) bound += Math.max(0, (weights[e] as number) - (prices[e] as number))
    for (const set of free) {
      let value = 0
      for (const element of sets[set] as Int32Array) value += prices[element] as number
      values[set] = value
      work += (sets[set] as Int32Array).length
    }
    work += 4 * size
    const choice = choose(free, values, costs, count, budget)
    bound += choice.value
    options.look?.(choice.picked)
    if (best === undefined || bound < best.bound - 1e-9) {
      best = { bound, prices: Float64Array.from(prices), picked: choice.picked, regret: choice.regret(values) }
      stalled = 0
    } else if (++stalled >= 12) {
      step /= 2
      stalled = 0
      if (step < 1e-4) break
    }
    if (best.bound <= target) break
    taken.fill(0)
    for (const [set, part] of choice.parts) {
      for (const element of sets[set] as Int32Array) taken[element] = (taken[element] as number) + part
    }
    let norm = 0
    for (let e = 0; e < size; e++) {
      const wanted = (weights[e] as number) > (prices[e] as number) ? 1 : 0
      const slope = (taken[e] as number) - wanted
      // A price that cannot move that way is no direction.
      const stuck = (slope > 0 && prices[e] === 0) || (slope < 0 && wanted === 0) || weights[e] === 0
      taken[e] = stuck ? 0 : slope
      if (!stuck) norm += slope * slope
    }
    if (norm === 0) break
    const length = (step * (bound - target * 0.999)) / norm
    for (let e = 0; e < size; e++) {
      const moved = (prices[e] as number) - length * (taken[e] as number)
      prices[e] = Math.min(Math.max(moved, 0), weights[e] as number)
    }
  }
  return { ...(best ?? { bound: 0, prices, picked: [], regret: new Float64Array(sets.length) }), work }
}

interface Choice {
  readonly value: number
  readonly picked: readonly number[]
  /** Sets with the part of each that is taken. */
  readonly parts: readonly (readonly [set: number, part: number])[]
  regret(values: Float64Array): Float64Array
}

/** The most that sets of these values are worth under the limits. With both limits each alone is a bound, and the lower counts. */
function choose(
  free: readonly number[],
  values: Float64Array,
  costs: Float64Array,
  count: number,
  budget: number,
): Choice {
  const byCount = chooseByCount(free, values, count)
  if (budget === Number.POSITIVE_INFINITY) return byCount
  const byBudget = chooseByBudget(free, values, costs, budget)
  return byBudget.value < byCount.value ? byBudget : byCount
}

function chooseByCount(free: readonly number[], values: Float64Array, count: number): Choice {
  const value = (set: number) => values[set] as number
  const order = free.filter((set) => value(set) > 0).sort((a, b) => value(b) - value(a) || a - b)
  const picked = order.slice(0, count)
  const next = order[count]
  const last = picked.at(-1)
  return {
    value: picked.reduce((sum, set) => sum + value(set), 0),
    picked,
    parts: picked.map((set) => [set, 1] as const),
    regret: (values) => {
      const regret = new Float64Array(values.length)
      const floor = next === undefined ? 0 : value(next)
      const ceiling = picked.length < count || last === undefined ? 0 : value(last)
      const inside = new Set(picked)
      for (const set of free) regret[set] = inside.has(set) ? value(set) - floor : ceiling - value(set)
      return regret
    },
  }
}

function chooseByBudget(free: readonly number[], values: Float64Array, costs: Float64Array, budget: number): Choice {
  const value = (set: number) => values[set] as number
  const cost = (set: number) => costs[set] as number
  const order = free
    .filter((set) => value(set) > 0)
    .sort((a, b) => value(b) * cost(a) - value(a) * cost(b) || value(b) - value(a) || a - b)
  let left = budget
  let total = 0
  let density = 0
  const picked: number[] = []
  const parts: [number, number][] = []
  for (const set of order) {
    if (cost(set) <= left) {
      left -= cost(set)
      total += value(set)
      picked.push(set)
      parts.push([set, 1])
    } else {
      density = value(set) / cost(set)
      total += density * left
      if (left > 0) parts.push([set, left / cost(set)])
      break
    }
  }
  return {
    value: total,
    picked,
    parts,
    regret: (values) => Float64Array.from(values, (_, set) => Math.abs(value(set) - density * cost(set))),
  }
}

/** Each element's weight in equal shares on the sets that hold it. */
function startPrices(sets: readonly Int32Array[], { free, weights }: RelaxOptions): Float64Array {
  const holders = new Int32Array(weights.length)
  for (const set of free)
    for (const element of sets[set] as Int32Array) holders[element] = (holders[element] as number) + 1
  return Float64Array.from(weights, (weight, element) => weight / Math.max(1, holders[element] as number))
}
