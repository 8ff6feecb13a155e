import { Cover } from './cover.ts'
import type { CoverProblem } from './cover-problem.ts'

/** Adds, while there is room, the set that adds most; `perCost` for each unit of cost. The first among equals. */
export function fillGreedily(problem: CoverProblem, cover: Cover, perCost: boolean): void {
  // Gains only ever shrink: an old one that is not the best need not be counted anew.
  const open = problem.sets
    .map((_, set) => ({ set, value: Number.POSITIVE_INFINITY, round: -1 }))
    .filter(({ set }) => !cover.chosen.has(set))
  let round = 0
  while (cover.chosen.size < problem.count) {
    let best: (typeof open)[number] | undefined
    for (const one of open) {
      if (one.value < 0 || (best && one.value <= best.value && one.value !== Number.POSITIVE_INFINITY)) continue
      if (!cover.fits(one.set)) {
        one.value = -1
        continue
      }
      if (one.round !== round) {
        const gain = cover.gain(one.set)
        const cost = problem.costs[one.set] ?? 0
        one.value = gain === 0 ? -1 : perCost ? (cost === 0 ? Number.MAX_VALUE : gain / cost) : gain
        one.round = round
      }
      if (one.value > (best?.value ?? 0)) best = one
    }
    if (!best) return
    cover.add(best.set)
    best.value = -1
    round++
  }
}

/** The better of taking what adds most and what adds most for its cost. */
export function pickGreedily(problem: CoverProblem): Cover {
  const byGain = new Cover(problem)
  fillGreedily(problem, byGain, false)
  if (problem.budget === Number.POSITIVE_INFINITY) return byGain
  const byCost = new Cover(problem)
  fillGreedily(problem, byCost, true)
  return byCost.covered > byGain.covered ? byCost : byGain
}
