import { type Answer, ask, type Condition, type Subject } from './condition.ts'

/** One rule of a list in order; the first that holds decides. Without a condition it holds of everything. */
export interface Rule<Outcome> {
  readonly id: string
  readonly title: string
  readonly when?: Condition
  readonly outcome: Outcome
}

/** What becomes of a finding: a ticket, nothing, or a decision not to act. */
export type PolicyOutcome =
  | { readonly do: 'ticket'; readonly assign: 'owner' | { readonly person: string }; readonly days: number }
  | { readonly do: 'ignore'; readonly reopenAfterDays?: number; readonly reason: string }
  | { readonly do: 'nothing' }

export interface MatchOfRules<Outcome> {
  readonly rule: Rule<Outcome> | undefined
  /** The rules that were asked before it, and why each did not hold. */
  readonly passed: readonly { readonly id: string; readonly answer: Answer; readonly unknown: readonly string[] }[]
  readonly sentence: string
}

/** The first rule that holds of a finding. A rule that cannot be decided does not hold, and is named with what is missing. */
export function firstMatch<Outcome>(rules: readonly Rule<Outcome>[], subject: Subject): MatchOfRules<Outcome> {
  const passed: { id: string; answer: Answer; unknown: readonly string[] }[] = []
  for (const rule of rules) {
    const { answer, unknown } = rule.when ? ask(rule.when, subject) : { answer: 'yes' as const, unknown: [] }
    if (answer === 'yes') {
      return {
        rule,
        passed,
        sentence: `Rule "${rule.title}" is the first of ${rules.length} that holds${missing(passed)}.`,
      }
    }
    passed.push({ id: rule.id, answer, unknown })
  }
  return { rule: undefined, passed, sentence: `None of ${rules.length} rules holds${missing(passed)}.` }
}

function missing(passed: readonly { readonly answer: Answer; readonly unknown: readonly string[] }[]): string {
  const unknown = [...new Set(passed.flatMap(({ unknown }) => unknown))].sort()
  return unknown.length === 0 ? '' : `; not known: ${unknown.join(', ')}`
}
