import classes from './skeleton.module.css'

/** The shape of what is coming, in its final measure, so that nothing jumps. Widths are percentages. */
export function Skeleton({ lines = 3, label = 'Loading' }: { lines?: number; label?: string }) {
  return (
    <div className={classes.root} role="status" aria-label={label}>
      {Array.from({ length: lines }, (_, at) => (
        <i key={at} className={classes.line} data-width={at % 4} />
      ))}
    </div>
  )
}
