import { formatCount, formatShare } from '../format/number.ts'
import { ChartTwin } from './chart-twin.tsx'
import classes from './donut.module.css'
import { arcPath } from './line-path.ts'
import type { Segment } from './stacked-bar.tsx'

/** Parts of a whole in a ring, with the whole (or one share) in its middle. */
export function Donut({
  segments,
  summary,
  figure,
  caption,
  size = 132,
}: {
  segments: readonly Segment[]
  summary: string
  figure: string
  caption?: string
  size?: number
}) {
  const whole = segments.reduce((sum, segment) => sum + segment.value, 0)
  const gap = segments.filter((segment) => segment.value > 0).length > 1 ? 0.006 : 0
  let from = 0
  return (
    <figure className={classes.root} aria-label={summary} style={{ width: size, height: size }}>
      <svg viewBox="0 0 100 100" aria-hidden="true">
        <circle className={classes.track} cx="50" cy="50" r="42" />
        {segments.map((segment) => {
          if (segment.value === 0 || whole === 0) return null
          const start = from
          from += segment.value / whole
          return (
            <path
              key={segment.label}
              className={classes.arc}
              data-swatch={segment.swatch}
              d={arcPath({ x: 50, y: 50 }, 42, start + gap, Math.max(start + gap + 0.004, from - gap))}
            >
              <title>{`${segment.label}: ${formatCount(segment.value)}`}</title>
            </path>
          )
        })}
      </svg>
      <figcaption className={classes.middle} aria-hidden="true">
        <b>{figure}</b>
        {caption && <span>{caption}</span>}
      </figcaption>
      <ChartTwin
        caption={summary}
        head={['Part', 'Count', 'Share']}
        rows={segments.map((segment) => [segment.label, formatCount(segment.value), formatShare(segment.value, whole)])}
      />
    </figure>
  )
}
