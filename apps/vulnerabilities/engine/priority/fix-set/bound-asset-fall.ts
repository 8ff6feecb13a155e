import type { AssetRisk } from './asset-risk.ts'
import { relax } from './relax.ts'

/**
 * No choice lets the asset scores fall by more than this. The class of an asset falls at most to its least, and only when something in it is ended: that is a matter of
 * covering, and its relaxation bounds it. Far from tight where an action touches many assets a little.
 */
export function boundAssetFall(
  risk: AssetRisk,
  actions: readonly number[],
  costs: Float64Array,
  count: number,
  budget: number,
): number {
  const ended = new Set(actions.flatMap((action) => [...(risk.ends[action] as Int32Array)]))
  const staying = new Map<number, number[]>()
  const others = new Map<number, number[]>()
  risk.cells.forEach((cell, finding) => {
    if (cell < 0) return
    const group = ended.has(finding) ? others : staying
    const before = group.get(cell)
    if (before) before.push(finding)
    else group.set(cell, [finding])
  })
  const cells = [...others.keys()]
  const at = new Map(cells.map((cell, index) => [cell, index]))
  const weights = Float64Array.from(cells, (cell) =>
    Math.max(0, risk.term(cell) - risk.leastTerm(cell, staying.get(cell) ?? [], others.get(cell) ?? [])),
  )
  const sets = actions.map((action) => {
    const touched = [...(risk.ends[action] as Int32Array)].map((finding) => at.get(risk.cells[finding] as number) ?? -1)
    return Int32Array.from(new Set(touched.filter((cell) => cell >= 0)))
  })
  const chosenCosts = Float64Array.from(actions, (action) => costs[action] as number)
  const free = actions.map((_, index) => index)
  const whole = weights.reduce((sum, weight) => sum + weight, 0)
  const { bound } = relax({ sets, costs: chosenCosts }, { free, weights, count, budget, target: 0, iterations: 80 })
  return Math.min(whole, bound)
}
