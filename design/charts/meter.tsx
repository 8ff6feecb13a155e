// biome-ignore-all lint/a11y/useSemanticElements: the meter element cannot be drawn alike in all browsers
import classes from './meter.module.css'

/** A short bar beside its number: for table cells and lists. */
export function Meter({
  value,
  max = 100,
  tone = 'ink',
  label,
  width = 64,
  text,
}: {
  value: number
  max?: number
  tone?: 'ink' | 'brand' | 'ok'
  label: string
  /** Pixels, or `fill` for the room there is. */
  width?: number | 'fill'
  /** Shown in place of the number. */
  text?: string
}) {
  const share = Math.min(1, Math.max(0, value / max))
  return (
    <span
      className={classes.root}
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={max}
      aria-valuenow={value}
      data-fill={width === 'fill' || undefined}
    >
      <span className={classes.bar} style={width === 'fill' ? undefined : { width }} aria-hidden="true">
        <i data-tone={tone} style={{ width: `${share * 100}%` }} />
      </span>
      <span className={classes.value} data-wide={text !== undefined || undefined}>
        {text ?? value}
      </span>
    </span>
  )
}
