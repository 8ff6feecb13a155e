import { type CheckId, type FactName, factsNamed, type JudgeInput, type Verdict } from '@holdfast/platform/contract'

/** What is known of one fact, over all its scopes. */
export interface Known<Item> {
  readonly items: readonly { readonly scope: string; readonly key: string; readonly item: Item }[]
  /** True where at least one scope was seen, every one of them wholly, and nothing of the fact could not be seen. */
  readonly whole: boolean
  /** True where every item there is was seen, though perhaps not all of its fields. */
  readonly listed: boolean
}

/** All items of a fact, in an order that does not depend on how they were stored. */
export function known<Item>(input: JudgeInput<unknown>, fact: FactName): Known<Item> {
  const scopes = factsNamed<Item>(input, fact)
  const problems = input.problems.filter((problem) => problem.fact === fact)
  const listed = scopes.length > 0 && scopes.every(({ complete }) => complete)
  const complete = new Set(scopes.map(({ scope }) => scope))
  return {
    items: scopes
      .flatMap(({ scope, items }) => [...items].map(([key, item]) => ({ scope, key, item })))
      .sort((a, b) => order(a.scope, b.scope) || order(a.key, b.key)),
    whole: listed && problems.length === 0,
    // A problem of a scope that is told of as complete is one of fields; any other hides items.
    listed: listed && problems.every(({ scope }) => complete.has(scope)),
  }
}

/** True where the files that matter for security were all looked at, and this one is not there. */
export function isMissing(input: JudgeInput<unknown>, path: string): boolean {
  const fact = 'inventory.file-permission'
  const permissions = known<{ readonly path: string }>(input, fact)
  return permissions.whole && !permissions.items.some(({ item }) => item.path === path)
}

/** By UTF-16 code units, as sort() does. */
export function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** The verdict for what was not, or not wholly, seen: with the collector's own reason where there is one. */
export function notAssessed(check: CheckId, input: JudgeInput<unknown>, fact: FactName, place = ''): Verdict {
  const problem = input.problems.find((one) => one.fact === fact)
  const summary = problem ? problem.detail.slice(0, 900) : `${fact} was not collected from this asset`
  return { check, place, outcome: 'unknown', because: { summary } }
}

/**
 * What fails, together with the verdict that says how far one looked: without it, what failed before and was not seen this time would
 * count as fixed.
 */
export function failing(
  verdicts: readonly Verdict[],
  seen: { readonly whole: boolean },
  check: CheckId,
  input: JudgeInput<unknown>,
  fact: FactName,
): readonly Verdict[] {
  return seen.whole ? verdicts : [...verdicts, notAssessed(check, input, fact)]
}

/** The verdict of a check that has nothing to judge on this asset. */
export function notApplicable(check: CheckId, summary: string): Verdict {
  return { check, place: '', outcome: 'not-applicable', because: { summary } }
}

/** The verdict of a check that holds everywhere. */
export function holds(check: CheckId, summary: string): Verdict {
  return { check, place: '', outcome: 'pass', because: { summary } }
}

/** `1 package`, `3 packages`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`
}
