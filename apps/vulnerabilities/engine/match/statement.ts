/** What one advisory says of one software about one entry of it. */
export interface Statement {
  readonly feed: string
  readonly advisory: string
  /** Whose ecosystem, with release: `Debian:12`; `cpe` where only a product is named. */
  readonly ecosystem: string
  /** The package that it names, and the version of it that is installed. */
  readonly name: string
  readonly installed: string
  readonly outcome: Outcome
  /** In words, for people: a sentence without its full stop. */
  readonly words: string
  readonly fixed: string | undefined
  /** Updates of which each mends it, where the publisher counts no versions; the newest last, as far as numbers tell. */
  readonly updates?: readonly string[] | undefined
  readonly unfixed: 'not-yet' | 'wont-fix' | 'deferred' | 'end-of-life' | undefined
  readonly rating: string | undefined
  readonly justification: string | undefined
  /** A row of the table of confidences. */
  readonly basis: Basis
}

/**
 * `affected`, `not-affected` (the version is outside of what is named), `says-not-affected` (the publisher says so of the package), `undecided`, and why a
 * statement is about something else: another architecture, module, or a record that was withdrawn.
 */
export type Outcome =
  | 'affected'
  | 'not-affected'
  | 'says-not-affected'
  | 'under-investigation'
  | 'undecided'
  | 'other-architecture'
  | 'other-module'
  | 'withdrawn'

export type Basis = 'distribution-direct' | 'distribution-source' | 'language' | 'language-of-package' | 'cpe'
