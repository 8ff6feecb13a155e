/** A finding, and what ending it is worth. */
export interface RiskFinding {
  readonly id: string
  /** Risk that is gone when it is ended; 0 or more. */
  readonly risk: number
}

/** One thing that somebody can do: `upgrade openssl everywhere`. */
export interface FixAction {
  readonly id: string
  /** Ids of the findings that it ends. Unknown ids are passed over. */
  readonly ends: readonly string[]
  /** In whatever unit the budget has; 1 unless told. */
  readonly cost?: number
  /** The maintenance window that it needs; without one it can be done at any time. */
  readonly window?: string
}

export interface FixLimits {
  /** At most this many actions. */
  readonly actions?: number
  /** Costs together at most this. */
  readonly budget?: number
  /** Only actions that need one of these windows, or none. All when absent. */
  readonly windows?: readonly string[]
}

/**
 * Choose sets that cover most weight. Findings that the same actions end are one element; actions that cannot be chosen, or that another one makes needless, are
 * gone.
 */
export interface CoverProblem {
  /** Weight of each element. */
  readonly weights: Float64Array
  /** Elements of each set, ascending. */
  readonly sets: readonly Int32Array[]
  readonly costs: Float64Array
  /** Where each set stands in the actions that were given. */
  readonly origins: readonly number[]
  readonly count: number
  readonly budget: number
  /** Whether every weight is whole, so that bounds can be rounded down. */
  readonly whole: boolean
}

/** Throws a RangeError for a risk, cost or limit that is negative or no number. */
export function coverProblem(
  findings: readonly RiskFinding[],
  actions: readonly FixAction[],
  limits: FixLimits,
): CoverProblem {
  const count = amount(limits.actions ?? actions.length, 'The limit of actions')
  const budget = limits.budget === undefined ? Number.POSITIVE_INFINITY : amount(limits.budget, 'The budget')
  const indexOf = new Map(findings.map(({ id }, index) => [id, index]))
  const usable = actions.flatMap(({ id, ends, cost = 1, window }, origin) => {
    if (amount(cost, `The cost of action ${id}`) > budget) return []
    if (window !== undefined && limits.windows && !limits.windows.includes(window)) return []
    return [{ origin, cost, ended: [...new Set(ends.flatMap((id) => indexOf.get(id) ?? []))] }]
  })
  const endedBy = findings.map((): number[] => [])
  usable.forEach(({ ended }, set) => {
    for (const finding of ended) endedBy[finding]?.push(set)
  })
  const elements = new Map<string, { weight: number; sets: readonly number[] }>()
  findings.forEach(({ id, risk }, index) => {
    const sets = endedBy[index] ?? []
    if (amount(risk, `The risk of finding ${id}`) === 0 || sets.length === 0) return
    const key = sets.join()
    elements.set(key, { weight: (elements.get(key)?.weight ?? 0) + risk, sets })
  })
  const members = usable.map((): number[] => [])
  const weights = Float64Array.from([...elements.values()], ({ weight }) => weight)
  ;[...elements.values()].forEach(({ sets }, element) => {
    for (const set of sets) members[set]?.push(element)
  })
  const kept = withoutNeedless(
    members,
    usable.map(({ cost }) => cost),
    weights,
  )
  return {
    weights,
    sets: kept.map((set) => Int32Array.from(members[set] ?? [])),
    costs: Float64Array.from(kept, (set) => usable[set]?.cost ?? 0),
    origins: kept.map((set) => usable[set]?.origin ?? 0),
    count: Math.floor(count),
    budget,
    whole: weights.every((weight) => Number.isInteger(weight)),
  }
}

/** Sets of which no other covers all for no more cost; of equals the first. */
function withoutNeedless(members: readonly number[][], costs: readonly number[], weights: Float64Array): number[] {
  const worth = members.map((elements) => elements.reduce((sum, element) => sum + (weights[element] ?? 0), 0))
  const cost = (set: number) => costs[set] ?? 0
  const order = members
    .map((_, set) => set)
    .filter((set) => (members[set]?.length ?? 0) > 0)
    .sort((a, b) => (worth[b] ?? 0) - (worth[a] ?? 0) || cost(a) - cost(b) || a - b)
  const kept: { set: number; has: Set<number> }[] = []
  for (const set of order) {
    const own = members[set] ?? []
    const needless = kept.some(
      ({ set: other, has }) => cost(other) <= cost(set) && own.every((element) => has.has(element)),
    )
    if (!needless) kept.push({ set, has: new Set(own) })
  }
  return kept.map(({ set }) => set).sort((a, b) => a - b)
}

function amount(value: number, what: string): number {
  if (!(value >= 0)) throw new RangeError(`${what} is a number of at least 0, not ${value}.`)
  return value
}
