import type { RequestProblem } from '@holdfast/design'

/** What is wrong with which field, by the names of what was sent. */
export function errorsOf(problem: RequestProblem | undefined): Readonly<Record<string, string>> {
  return Object.fromEntries(
    (problem?.errors ?? []).map(({ pointer, message }) => [
      pointer.replace(/^\/body\/?/, '').replace(/#.*$/, ''),
      message,
    ]),
  )
}
