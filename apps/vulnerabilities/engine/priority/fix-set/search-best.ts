import { Cover } from './cover.ts'
import type { CoverProblem } from './cover-problem.ts'
import { fillGreedily, pickGreedily } from './pick-greedily.ts'
import { relax } from './relax.ts'
import { swapSets } from './swap-sets.ts'

export interface SearchResult {
  readonly chosen: readonly number[]
  readonly covered: number
  /** Nothing covers more than this. */
  readonly bound: number
  /** How often the search branched. */
  readonly branches: number
}

interface Node {
  readonly inside: readonly number[]
  readonly outside: ReadonlySet<number>
  readonly bound: number
}

/**
 * Branch and bound: a greedy choice improved by exchanges, a relaxation that bounds every other one, and branching from the highest bound down until nothing can be
 * better or `effort` (elements looked at) is spent. The same problem gives the same answer: nothing here looks at a clock.
 */
export function searchBest(problem: CoverProblem, effort: number): SearchResult {
  const { sets, costs, weights, count, budget, whole } = problem
  // A greedy filling looks at most sets a few times.
  const everything = sets.reduce((sum, { length }) => sum + length, 0)
  let work = 0
  let best = pickGreedily(problem)
  work += swapSets(problem, best, effort / 4)
  const offer = (candidate: Cover) => {
    if (candidate.covered > best.covered) best = candidate
  }
  const round = (bound: number) => (whole ? Math.floor(bound + 1e-6) : bound)
  const beaten = (bound: number) => round(bound) <= best.covered * (1 + (whole ? 0 : 1e-9))

  /** Tries what a relaxation picks, filled up to the limits. */
  const lookFrom = (inside: readonly number[], every: number) => {
    let seen = ''
    let turn = 0
    return (picked: readonly number[]) => {
      if (turn++ % every !== 0) return
      const key = picked.join()
      if (key === seen) return
      seen = key
      const candidate = new Cover(problem, inside)
      for (const set of picked) if (candidate.fits(set)) candidate.add(set)
      fillGreedily(problem, candidate, budget !== Number.POSITIVE_INFINITY)
      work += 4 * everything
      offer(candidate)
    }
  }

  const all = sets.map((_, set) => set)
  const root = relax(problem, {
    free: all,
    weights,
    count,
    budget,
    target: best.covered,
    iterations: 300,
    look: lookFrom([], 10),
  })
  work += root.work
  const improved = new Cover(problem, best.chosen)
  work += swapSets(problem, improved, effort / 4)
  offer(improved)

  let branches = 0
  const open: Node[] = []
  const push = (node: Node) => {
    if (beaten(node.bound)) return
    let at = open.length
    while (at > 0 && (open[at - 1] as Node).bound > node.bound) at--
    open.splice(at, 0, node)
  }
  push({ inside: [], outside: new Set(), bound: root.bound })
  while (open.length > 0 && work < effort) {
    const node = open.pop() as Node
    if (beaten(node.bound)) continue
    branches++
    const base = new Cover(problem, node.inside)
    const free = all.filter((set) => !node.outside.has(set) && base.fits(set))
    const left = weights.map((weight, element) => ((base.times[element] as number) > 0 ? 0 : weight))
    // The first node is the root itself, whose relaxation is there.
    const relaxed =
      branches === 1
        ? { ...root, work: 0 }
        : relax(
            { sets, costs },
            {
              free,
              weights: left,
              count: count - node.inside.length,
              budget: budget - base.cost,
              target: best.covered - base.covered,
              iterations: 40,
              prices: root.prices,
              look: lookFrom(node.inside, 8),
            },
          )
    work += relaxed.work + weights.length
    const bound = Math.min(node.bound, base.covered + relaxed.bound)
    if (beaten(bound)) continue
    // What no better choice does without, or with, is settled below this node.
    const spare = bound - best.covered
    const picked = new Set(relaxed.picked)
    const inside = [...node.inside]
    const outside = new Set(node.outside)
    let branch: number | undefined
    let least = Number.POSITIVE_INFINITY
    for (const set of free) {
      const regret = relaxed.regret[set] as number
      const settled = whole ? regret > spare - 1 + 1e-6 : regret > spare
      if (settled && picked.has(set)) inside.push(set)
      else if (settled) outside.add(set)
      else if (regret < least || (regret === least && picked.has(set) && !picked.has(branch as number))) {
        least = regret
        branch = set
      }
    }
    if (branch === undefined) {
      const only = new Cover(problem)
      for (const set of inside) if (only.fits(set)) only.add(set)
      offer(only)
      continue
    }
    push({ inside, outside: new Set([...outside, branch]), bound })
    push({ inside: [...inside, branch], outside, bound })
  }
  const bound = open.reduce((most, node) => Math.max(most, round(node.bound)), best.covered)
  return { chosen: [...best.chosen].sort((a, b) => a - b), covered: best.covered, bound, branches }
}
