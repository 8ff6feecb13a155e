// biome-ignore-all lint/a11y/useSemanticElements: the meter element cannot be drawn alike in all browsers
import classes from './gauge.module.css'
import { arcPath } from './line-path.ts'

/** One value on a half circle, from nothing to `max`. */
export function Gauge({
  value,
  max = 100,
  label,
  unit = '',
}: {
  value: number
  max?: number
  label: string
  unit?: string
}) {
  const share = Math.min(1, Math.max(0, value / max))
  return (
    <div
      className={classes.root}
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={max}
      aria-valuenow={value}
      aria-valuetext={`${value}${unit} of ${max}${unit}`}
    >
      <svg viewBox="0 0 100 58" aria-hidden="true">
        <path className={classes.track} d={arcPath({ x: 50, y: 50 }, 42, -0.25, 0.25)} />
        {share > 0 && <path className={classes.arc} d={arcPath({ x: 50, y: 50 }, 42, -0.25, -0.25 + share / 2)} />}
      </svg>
      <span className={classes.value} aria-hidden="true">
        {value}
        {unit && <small>{unit}</small>}
      </span>
      <span className={classes.label} aria-hidden="true">
        {label}
      </span>
    </div>
  )
}
