import type { Stated } from './statements-of.ts'

/** What comes of all that is said of one software about one check, and which statements decided. */
export interface Decision {
  readonly outcome: 'affected' | 'not-affected' | 'undecided' | 'says-nothing'
  readonly by: readonly Stated[]
}

/**
 * Each step of the ecosystems counts only where those before it say nothing. Within one, a publisher's word that a package is not affected outweighs
 * ranges; one range that holds the version is enough; what cannot be decided is undecided, never not affected.
 */
export function decide(stated: readonly Stated[]): Decision {
  const telling = stated.filter(({ statement: { outcome } }) => !silent.has(outcome))
  const first = Math.min(...telling.map(({ step }) => step))
  const counted = telling.filter(({ step }) => step === first)
  if (counted.length === 0) return { outcome: 'says-nothing', by: stated }
  const of = (...outcomes: readonly string[]) => counted.filter(({ statement }) => outcomes.includes(statement.outcome))
  const denying = of('says-not-affected')
  if (denying.length > 0) return { outcome: 'not-affected', by: denying }
  const affected = of('affected')
  if (affected.length > 0) return { outcome: 'affected', by: affected }
  const open = of('undecided', 'under-investigation')
  if (open.length > 0) return { outcome: 'undecided', by: open }
  return { outcome: 'not-affected', by: counted }
}

/** Statements that are about something else. */
const silent: ReadonlySet<string> = new Set(['other-architecture', 'other-module', 'withdrawn'])
