import classes from './tags.module.css'

/** One to five bars, and the number: never told by the look alone. */
export function CriticalityMark({ level }: { level: number | null }) {
  if (level === null) return <span className="muted">–</span>
  return (
    <span title={`criticality ${level} of 5`}>
      <span className={classes.level} aria-hidden="true">
        {[1, 2, 3, 4, 5].map((step) => (
          <i key={step} data-on={step <= level || undefined} />
        ))}
      </span>{' '}
      {level}
      <span className="said"> of 5</span>
    </span>
  )
}
