import { type CoverProblem, coverProblem, type FixAction, type FixLimits, type RiskFinding } from './cover-problem.ts'
import { searchBest } from './search-best.ts'

export interface ChosenFix {
  readonly id: string
  readonly cost: number
  /** Findings that it ends and nothing before it in the list does. */
  readonly ends: readonly string[]
  /** Their risk. */
  readonly removes: number
}

export interface FixSet {
  /** What to do, that which removes most first. */
  readonly actions: readonly ChosenFix[]
  /** Risk of all findings that were given. */
  readonly risk: number
  /** Risk that no action within the limits ends. */
  readonly beyond: number
  readonly removed: number
  /** Proven: no choice within the limits removes more than this. */
  readonly bound: number
  /** `(bound − removed) / bound`: how far below the best possible it is at most, 0–1. */
  readonly gap: number
  readonly sentence: string
}

/** Elements to look at before the search is content with what it has; about half a second of one core. */
const usualEffort = 60_000_000

/**
 * The actions within the limits that remove most risk: a finding is ended by any action that names it, and its risk counts once. Exact wherever the search comes to its
 * end, as it does for dozens of actions and for most sets of hundreds; otherwise `gap` says how much better another choice can be at most. The same input gives the same output.
 */
export function chooseFixes(
  findings: readonly RiskFinding[],
  actions: readonly FixAction[],
  limits: FixLimits,
  effort: number = usualEffort,
): FixSet {
  const problem = coverProblem(findings, actions, limits)
  const { chosen, covered, bound } = searchBest(problem, effort)
  const risk = findings.reduce((sum, { risk }) => sum + risk, 0)
  const reachable = problem.weights.reduce((sum, weight) => sum + weight, 0)
  const gap = bound <= 0 ? 0 : Math.max(0, (bound - covered) / bound)
  return {
    actions: listed(findings, actions, problem, chosen),
    risk,
    beyond: risk - reachable,
    removed: covered,
    bound,
    gap,
    sentence: gapSentence(gap),
  }
}

/** `0.004` → `At most 0.4 % below the best possible.` */
export function gapSentence(gap: number): string {
  if (gap === 0) return 'Nothing within these limits removes more.'
  const percent = Math.ceil(gap * 1000) / 10
  return `At most ${percent} % below the best possible.`
}

function listed(
  findings: readonly RiskFinding[],
  actions: readonly FixAction[],
  { origins }: CoverProblem,
  chosen: readonly number[],
): readonly ChosenFix[] {
  const riskOf = new Map(findings.map(({ id, risk }) => [id, risk]))
  const open = new Map(
    chosen.map((set) => [
      set,
      new Set((actions[origins[set] as number] as FixAction).ends.filter((id) => riskOf.has(id))),
    ]),
  )
  const list: ChosenFix[] = []
  while (open.size > 0) {
    let next: ChosenFix | undefined
    let taken = -1
    for (const [set, ids] of open) {
      const { id, cost = 1 } = actions[origins[set] as number] as FixAction
      const removes = [...ids].reduce((sum, finding) => sum + (riskOf.get(finding) ?? 0), 0)
      if (next && next.removes >= removes) continue
      next = { id, cost, ends: [...ids].sort(), removes }
      taken = set
    }
    if (!next) break
    open.delete(taken)
    if (next.removes > 0) list.push(next)
    for (const ids of open.values()) for (const id of next.ends) ids.delete(id)
  }
  return list
}
