import type { CsafView } from './view.ts'

/** What a failed test says: a mandatory one makes the document invalid, the others are warnings and information. */
export type CsafGroup = 'mandatory' | 'optional' | 'informative'

export interface CsafIssue {
  /** Section of the standard: `6.1.9`. */
  readonly test: string
  readonly group: CsafGroup
  readonly message: string
  /** Where: `vulnerabilities[0].scores[1]`. */
  readonly position: string
}

/** A failure within a test, at its place. */
export interface Failure {
  readonly at: string
  readonly message: string
}

/** What a document cannot know of itself. */
export interface CsafKnowledge {
  /** Name of a weakness by its id (`CWE-79`); undefined where it is not known. Without it, names of weaknesses are not compared. */
  readonly weaknessName?: (id: string) => string | undefined
}

export interface CsafTest {
  readonly id: string
  run(view: CsafView, knowledge: CsafKnowledge): Iterable<Failure>
}
