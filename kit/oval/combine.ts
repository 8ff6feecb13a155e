import type { Check, Existence, Flag, Operator, OvalResult } from './words.ts'

/** How many results there are of each kind. */
export class Tally {
  readonly #counts: Record<OvalResult, number> = {
    true: 0,
    false: 0,
    unknown: 0,
    error: 0,
    'not evaluated': 0,
    'not applicable': 0,
  }

  static of(results: readonly OvalResult[]): Tally {
    const tally = new Tally()
    for (const result of results) tally.add(result)
    return tally
  }

  add(result: OvalResult): void {
    this.#counts[result]++
  }

  get true(): number {
    return this.#counts.true
  }

  get false(): number {
    return this.#counts.false
  }

  /** The weightiest of what is neither true nor false: an error before the unknown before what was not evaluated. */
  get undecided(): OvalResult | undefined {
    if (this.#counts.error > 0) return 'error'
    if (this.#counts.unknown > 0) return 'unknown'
    return this.#counts['not evaluated'] > 0 ? 'not evaluated' : undefined
  }

  /** The result where there is nothing to combine. */
  get trivial(): OvalResult | undefined {
    if (this.true > 0 || this.false > 0 || this.undecided !== undefined) return undefined
    return this.#counts['not applicable'] > 0 ? 'not applicable' : 'unknown'
  }
}

/** Combines results by an operator. What is not applicable does not count. Source: OVAL Language Specification 5.11, section 5.3.2. */
export function byOperator(tally: Tally, operator: Operator): OvalResult {
  const { trivial, undecided } = tally
  if (trivial !== undefined) return trivial
  switch (operator) {
    case 'AND':
      return tally.false > 0 ? 'false' : (undecided ?? 'true')
    case 'OR':
      return tally.true > 0 ? 'true' : (undecided ?? 'false')
    case 'ONE':
      return tally.true > 1 ? 'false' : (undecided ?? (tally.true === 1 ? 'true' : 'false'))
    case 'XOR':
      return undecided ?? (tally.true % 2 === 1 ? 'true' : 'false')
  }
}

/** Combines results by a check: how many must be true. Source: section 5.3.3. */
export function byCheck(tally: Tally, check: Check): OvalResult {
  const { trivial, undecided } = tally
  if (trivial !== undefined) return trivial
  switch (check) {
    case 'all':
      return byOperator(tally, 'AND')
    case 'at least one':
      return byOperator(tally, 'OR')
    case 'only one':
      return byOperator(tally, 'ONE')
    case 'none exist':
    case 'none satisfy':
      return tally.true > 0 ? 'false' : (undecided ?? 'true')
  }
}

/** Whether as many things exist as must. Source: section 5.3.4. */
export function byExistence(existence: Existence, existing: number, failed: number): OvalResult {
  switch (existence) {
    case 'all_exist':
      return failed > 0 ? 'error' : existing > 0 ? 'true' : 'false'
    case 'any_exist':
      return failed > 0 && existing === 0 ? 'error' : 'true'
    case 'at_least_one_exists':
      return existing > 0 ? 'true' : failed > 0 ? 'error' : 'false'
    case 'none_exist':
      return existing > 0 ? 'false' : failed > 0 ? 'error' : 'true'
    case 'only_one_exists':
      return existing > 1 ? 'false' : failed > 0 ? 'error' : existing === 1 ? 'true' : 'false'
  }
}

/** Only what is true or false turns around. Source: section 5.3.1. */
export function negated(result: OvalResult, negate: boolean): OvalResult {
  if (!negate) return result
  return result === 'true' ? 'false' : result === 'false' ? 'true' : result
}

const flagWeights: readonly Flag[] = [
  'complete',
  'incomplete',
  'does not exist',
  'not collected',
  'not applicable',
  'error',
]

/** The flag of something made of several parts: that of its weakest part. */
export function weakestFlag(flags: readonly Flag[]): Flag {
  return flagWeights[Math.max(0, ...flags.map((flag) => flagWeights.indexOf(flag)))] as Flag
}
