import type { Benchmark, Group, Item, Profile, Role, Rule, Severity } from './model.ts'

/** A rule as a profile wants it. */
export interface PolicyRule {
  readonly rule: Rule
  /** From the outermost in. */
  readonly groups: readonly Group[]
  readonly selected: boolean
  readonly weight: number
  readonly severity: Severity
  readonly role: Role
  /** Which of the checks; empty for those without a selector. */
  readonly selector: string
}

/** What a benchmark means under a profile. */
export interface Policy {
  readonly benchmark: Benchmark
  readonly profile: Profile | undefined
  /** Those of the profile and of all that it extends. */
  readonly platforms: readonly string[]
  readonly rules: readonly PolicyRule[]
  readonly weights: ReadonlyMap<string, number>
  readonly values: ReadonlyMap<string, readonly string[]>
}

/** Why a profile means nothing. */
export class PolicyError extends Error {
  override readonly name = 'PolicyError'
}

/**
 * What a benchmark means under a profile, which may be one of a tailoring; without one, what the items themselves say.
 * Throws PolicyError. Source: XCCDF 1.2, section 7.2.
 */
export function resolvePolicy(
  benchmark: Benchmark,
  profile: string | undefined,
  tailored: ReadonlyMap<string, Profile> = new Map(),
): Policy {
  const chain = profile === undefined ? [] : chainOf(profile, benchmark, tailored)
  const selected = new Map<string, boolean>()
  const clusters = new Map<string, string[]>()
  const visit = (items: readonly Item[]): void => {
    for (const item of items) {
      selected.set(item.id, item.selected)
      if (item.cluster !== undefined) clusters.set(item.cluster, [...(clusters.get(item.cluster) ?? []), item.id])
      if (item.kind === 'group') visit(item.items)
    }
  }
  visit(benchmark.items)
  for (const { selects } of chain)
    for (const select of selects)
      for (const id of clusters.get(select.id) ?? [select.id]) if (selected.has(id)) selected.set(id, select.selected)
  applyConstraints(benchmark.items, selected)

  const refined = new Map<string, Profile['refineRules'][number]>()
  for (const { refineRules } of chain)
    for (const refine of refineRules) refined.set(refine.id, withoutGaps(refine, refined.get(refine.id)))
  const rules: PolicyRule[] = []
  const weights = new Map<string, number>()
  const collect = (items: readonly Item[], groups: readonly Group[]): void => {
    for (const item of items) {
      const refine = refined.get(item.id)
      const weight = refine?.weight ?? item.weight
      weights.set(item.id, weight)
      if (item.kind === 'group') {
        collect(item.items, [...groups, item])
        continue
      }
      rules.push({
        rule: item,
        groups,
        selected: [...groups, item].every(({ id }) => selected.get(id) === true),
        weight,
        severity: refine?.severity ?? item.severity,
        role: refine?.role ?? item.role,
        selector: refine?.selector ?? '',
      })
    }
  }
  collect(benchmark.items, [])
  return {
    benchmark,
    profile: chain.at(-1),
    platforms: chain.flatMap(({ platforms }) => platforms),
    rules,
    weights,
    values: valuesOf(benchmark, chain),
  }
}

/** A profile and those that it extends, the first of all first. A tailored profile may extend the one it is named after. */
function chainOf(id: string, benchmark: Benchmark, tailored: ReadonlyMap<string, Profile>): readonly Profile[] {
  const chain: Profile[] = []
  let wanted: string | undefined = id
  while (wanted !== undefined) {
    const own: Profile | undefined = tailored.get(wanted)
    const found: Profile | undefined = own !== undefined && !chain.includes(own) ? own : benchmark.profiles.get(wanted)
    if (found === undefined) throw new PolicyError(`there is no profile ${wanted}`)
    if (chain.includes(found)) throw new PolicyError(`the profile ${wanted} extends itself`)
    chain.unshift(found)
    wanted = found.extends
  }
  return chain
}

function withoutGaps<T extends object>(newer: T, older: T | undefined): T {
  const given = Object.fromEntries(Object.entries(newer).filter(([, value]) => value !== undefined))
  return { ...older, ...newer, ...older, ...given } as T
}

/** What lacks something it requires, or conflicts with something selected before it, is not selected. */
function applyConstraints(items: readonly Item[], selected: Map<string, boolean>): void {
  for (const item of items) {
    if (selected.get(item.id) === true) {
      const lacking = item.requires.some((ids) => !ids.some((id) => selected.get(id) === true))
      const conflicting = item.conflicts.some((id) => selected.get(id) === true)
      if (lacking || conflicting) selected.set(item.id, false)
    }
    if (item.kind === 'group') applyConstraints(item.items, selected)
  }
}

function valuesOf(benchmark: Benchmark, chain: readonly Profile[]): ReadonlyMap<string, readonly string[]> {
  const values = new Map<string, readonly string[]>()
  for (const { id, choices } of benchmark.values.values()) {
    let chosen = choices.get('') ?? [...choices.values()][0] ?? []
    for (const { refineValues, setValues } of chain) {
      for (const { id: refined, selector } of refineValues)
        if (refined === id && selector !== undefined) chosen = choices.get(selector) ?? chosen
      for (const set of setValues) if (set.id === id) chosen = set.values
    }
    values.set(id, chosen)
  }
  return values
}
