import classes from './query-bar.module.css'
import type { QueryProblem } from './query-language.ts'

/** What is wrong, where (counted from one), and the way out. */
export function QueryProblemLine({
  problem,
  onFix,
}: {
  problem: QueryProblem
  onFix: (fix: { text: string; start: number; end: number }) => void
}) {
  const { fix } = problem
  return (
    <p className={classes.problem} role="alert">
      <span>
        <b>At character {problem.start + 1}:</b> {problem.message}
      </span>
      {fix && (
        <button
          type="button"
          onClick={() => onFix({ text: fix.text, start: fix.start ?? problem.start, end: fix.end ?? problem.end })}
        >
          {fix.label}
        </button>
      )}
    </p>
  )
}
