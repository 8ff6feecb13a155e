import type { CoverProblem } from './cover-problem.ts'

/** What chosen sets cover: kept up to date with each set that comes and goes. */
export class Cover {
  readonly chosen = new Set<number>()
  covered = 0
  cost = 0
  /** How many chosen sets hold each element. */
  readonly times: Int32Array
  readonly #problem: CoverProblem

  constructor(problem: CoverProblem, sets: Iterable<number> = []) {
    this.#problem = problem
    this.times = new Int32Array(problem.weights.length)
    for (const set of sets) this.add(set)
  }

  /** Weight that the set would add. */
  gain(set: number): number {
    let gain = 0
    for (const element of this.#elements(set)) if (this.times[element] === 0) gain += this.#weight(element)
    return gain
  }

  /** Weight that goes when a chosen set does. */
  loss(set: number): number {
    let loss = 0
    for (const element of this.#elements(set)) if (this.times[element] === 1) loss += this.#weight(element)
    return loss
  }

  fits(set: number): boolean {
    const { count, budget, costs } = this.#problem
    return !this.chosen.has(set) && this.chosen.size < count && this.cost + (costs[set] ?? 0) <= budget
  }

  add(set: number): void {
    for (const element of this.#elements(set)) {
      if (this.times[element] === 0) this.covered += this.#weight(element)
      this.times[element] = (this.times[element] ?? 0) + 1
    }
    this.chosen.add(set)
    this.cost += this.#problem.costs[set] ?? 0
  }

  remove(set: number): void {
    for (const element of this.#elements(set)) {
      this.times[element] = (this.times[element] ?? 0) - 1
      if (this.times[element] === 0) this.covered -= this.#weight(element)
    }
    this.chosen.delete(set)
    this.cost -= this.#problem.costs[set] ?? 0
  }

  #elements(set: number): Int32Array {
    return this.#problem.sets[set] ?? none
  }

  #weight(element: number): number {
    return this.#problem.weights[element] ?? 0
  }
}

const none = new Int32Array(0)
