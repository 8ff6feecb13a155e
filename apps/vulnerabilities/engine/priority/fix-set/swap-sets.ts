import type { Cover } from './cover.ts'
import type { CoverProblem } from './cover-problem.ts'
import { fillGreedily } from './pick-greedily.ts'

/** Exchanges one chosen set for one that is not, as long as that covers more and `effort` (elements looked at) is not spent. Returns the work done. */
export function swapSets(problem: CoverProblem, cover: Cover, effort: number): number {
  let work = 0
  while (work < effort) {
    const before = cover.covered
    for (const out of [...cover.chosen].sort((a, b) => cover.loss(a) - cover.loss(b) || a - b)) {
      if (!cover.chosen.has(out)) continue
      if (work >= effort) return work
      const stood = cover.covered
      cover.remove(out)
      let best = out
      let bestGain = stood - cover.covered
      for (let set = 0; set < problem.sets.length; set++) {
        if (!cover.fits(set)) continue
        work += problem.sets[set]?.length ?? 0
        const gain = cover.gain(set)
        if (gain > bestGain) {
          best = set
          bestGain = gain
        }
      }
      cover.add(best)
    }
    fillGreedily(problem, cover, false)
    if (cover.covered <= before) return work
  }
  return work
}
