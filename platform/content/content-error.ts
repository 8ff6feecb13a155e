/** Something wrong in a content file. Lines and columns start at 1. */
export interface ContentProblem {
  readonly path: string
  readonly line?: number
  readonly column?: number
  readonly message: string
}

/** `content/x/check.yaml:3:11: …`, as editors and terminals make it clickable. */
export function formatContentProblem(problem: ContentProblem): string {
  const place = problem.line === undefined ? '' : `:${problem.line}:${problem.column ?? 1}`
  return `${problem.path}${place}: ${problem.message}`
}

/** Content that cannot be used. Names every problem found, not only the first. */
export class ContentError extends Error {
  override readonly name = 'ContentError'
  readonly problems: readonly ContentProblem[]

  constructor(problems: readonly ContentProblem[]) {
    super(problems.map(formatContentProblem).join('\n'))
    this.problems = problems
  }
}
