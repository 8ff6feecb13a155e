import { MalformedInput } from './byte-view.ts'
import type { ProblemList } from './reading.ts'

/** Runs a part of a reader; malformed input becomes a problem and the answer undefined. Errors of the program pass through. */
export function attempt<T>(problems: ProblemList, part: string | undefined, read: () => T): T | undefined {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof MalformedInput)) throw error
    problems.add(error.message, { offset: error.offset, ...(part === undefined ? {} : { part }) })
    return undefined
  }
}
