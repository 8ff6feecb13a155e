import classes from './query-bar.module.css'
import type { QueryProblem } from './query-language.ts'

/** What is wrong, where (counted from one), and the way out. */
export function QueryProblemLine({ problem, onFix }: { problem: QueryProblem; onFix: (text: string) => void }) {
  const { fix } = problem
  return (
    <p className={classes.problem} role="alert">
      <span>
        <b>At character {problem.start + 1}:</b> {problem.message}
      </span>
      {fix && (
        <button type="button" onClick={() => onFix(fix.text)}>
          {fix.label}
        </button>
      )}
    </p>
  )
}
