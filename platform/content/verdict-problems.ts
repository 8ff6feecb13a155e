import type { Verdict } from '../contract/index.ts'
import { type ReadyJudge, wordsOf } from './app-content.ts'
import { digestOf } from './content-digest.ts'

const maxPlace = 1000
const maxSummary = 1000
const maxLines = 100

/** What is wrong with a judge's verdicts, whatever the facts were: foreign checks, the same place twice, evidence without bounds. */
export function verdictProblems(ready: ReadyJudge, verdicts: readonly Verdict[]): string[] {
  const problems: string[] = []
  const seen = new Set<string>()
  for (const verdict of verdicts) {
    const name = `${verdict.check} at "${verdict.place}"`
    if (!wordsOf(ready, verdict.check)) problems.push(`${name}: the judge does not answer this check`)
    if (seen.has(name)) problems.push(`${name}: two verdicts for one place`)
    seen.add(name)
    const { summary, lines = [] } = verdict.because
    if (verdict.place.length > maxPlace) problems.push(`${name}: the place is longer than ${maxPlace} characters`)
    if (summary.length === 0 || summary.length > maxSummary)
      problems.push(`${name}: the summary must have 1 to ${maxSummary} characters, and has ${summary.length}`)
    if (lines.length > maxLines) problems.push(`${name}: more than ${maxLines} lines of evidence`)
    try {
      digestOf(verdict.because)
    } catch (error) {
      problems.push(`${name}: the evidence cannot be written as JSON: ${(error as Error).message}`)
    }
  }
  return problems
}
