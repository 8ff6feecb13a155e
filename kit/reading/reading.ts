/** What could not be read, and where. `line` counts from 1, `offset` is in bytes (in characters for text given as a string). */
export interface Problem {
  readonly message: string
  readonly line?: number
  readonly offset?: number
  /** The part of a compound input, such as the member of an archive. */
  readonly part?: string
}

/** The answer of every reader: what was understood, and what was not. A problem never hides the items around it. */
export interface Reading<T> {
  readonly items: readonly T[]
  readonly problems: readonly Problem[]
}

/** Hostile input can be wrong in every byte: past this many, problems are only counted. */
export const maxProblems = 100

/** Collects problems up to a limit. */
export class ProblemList {
  readonly #problems: Problem[] = []
  #more = 0

  add(message: string, where: Omit<Problem, 'message'> = {}): void {
    if (this.#problems.length < maxProblems) this.#problems.push({ message, ...where })
    else this.#more++
  }

  addAll(problems: readonly Problem[], part?: string): void {
    for (const { message, ...where } of problems) {
      this.add(
        message,
        part === undefined ? where : { ...where, part: where.part === undefined ? part : `${part}!${where.part}` },
      )
    }
  }

  get list(): readonly Problem[] {
    return this.#more === 0 ? this.#problems : [...this.#problems, { message: `${this.#more} more problems` }]
  }
}
