import type { Check } from './check.ts'
import type { AssetKind, CheckId, FactName, Instant, JudgeId } from './names.ts'
import type { Verdict } from './verdict.ts'

/** One source's statement about one fact and scope, as a judge reads it. */
export interface KnownFacts<Item = Readonly<Record<string, unknown>>> {
  readonly fact: FactName
  readonly scope: string
  readonly complete: boolean
  readonly observedAt: Instant
  readonly items: ReadonlyMap<string, Item>
}

/** What could not be seen, by fact and scope. */
export interface KnownProblem {
  readonly fact: FactName
  readonly scope: string
  readonly reason: string
  readonly detail: string
}

export interface JudgedAsset {
  readonly kind: AssetKind
  readonly name: string
}

export interface JudgeInput<Content = unknown> {
  readonly asset: JudgedAsset
  /** The best-informed source per fact and scope; facts never observed are absent. */
  readonly facts: readonly KnownFacts[]
  readonly problems: readonly KnownProblem[]
  /** The words and parameters of this judge's checks. */
  readonly checks: ReadonlyMap<CheckId, Check>
  readonly content: Content
  readonly now: Instant
}

/** Checks that content from outside brings, and that no file of the program can list: one for each CVE. */
export interface OpenChecks<Content = unknown> {
  /** The judge's own check that says what was not looked at: an `unknown` of it covers these checks too, at its place and below. */
  readonly coveredBy: CheckId
  /** The words of one that a verdict names; undefined where the content knows none by this id. */
  wordsOf(id: CheckId, content: Content): Check | undefined
}

/** Same input, same verdicts, on any machine, at any time. */
export interface Judge<Content = unknown> {
  readonly id: JudgeId
  /** Raised when the same facts could give other verdicts. */
  readonly version: number
  readonly about: readonly AssetKind[]
  readonly reads: readonly FactName[]
  /** Facts that most assets never have: it is asked only where one of them was ever stated. Absent: it is asked of every asset that it is about. */
  readonly needs?: readonly FactName[]
  readonly checks: readonly CheckId[]
  readonly open?: OpenChecks<Content>
  /** Judge again after this many seconds although no fact changed, because the answer depends on the date. */
  readonly everySeconds?: number
  judge(input: JudgeInput<Content>): readonly Verdict[]
}

/** The known facts of one name, typed by the caller. */
export function factsNamed<Item>(input: Pick<JudgeInput, 'facts'>, name: FactName): readonly KnownFacts<Item>[] {
  return input.facts.filter((known) => known.fact === name) as unknown as readonly KnownFacts<Item>[]
}
