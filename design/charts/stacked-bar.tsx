import type { ReactNode } from 'react'
import { formatCount, formatShare } from '../format/number.ts'
import type { Swatch } from '../surface/tile.tsx'
import { ChartTwin } from './chart-twin.tsx'
import classes from './stacked-bar.module.css'

export interface Segment {
  label: string
  value: number
  swatch: Swatch
  /** In place of the swatch and the label: a shape with its word. */
  mark?: ReactNode
  href?: string
}

/** Parts of a whole in one bar. The parts add up; what was not assessed is one of them, hatched. */
export function StackedBar({
  segments,
  summary,
  legend = false,
}: {
  segments: readonly Segment[]
  summary: string
  /** Lists the parts with their numbers below; each number leads to its list. */
  legend?: boolean
}) {
  const whole = segments.reduce((sum, segment) => sum + segment.value, 0)
  return (
    <figure className={classes.root} aria-label={summary}>
      <div className={classes.bar} aria-hidden="true">
        {segments
          .filter((segment) => segment.value > 0)
          .map((segment) => (
            <i
              key={segment.label}
              className={segment.swatch === 'hatched' ? 'hatched' : undefined}
              data-swatch={segment.swatch}
              style={{ flexGrow: segment.value }}
              title={`${segment.label}: ${formatCount(segment.value)}`}
            />
          ))}
      </div>
      {legend ? (
        <dl className={classes.legend}>
          {segments.map((segment) => (
            <div key={segment.label}>
              <dt>
                {segment.mark ?? (
                  <>
                    <i
                      className={segment.swatch === 'hatched' ? 'hatched' : undefined}
                      data-swatch={segment.swatch}
                      aria-hidden="true"
                    />
                    {segment.label}
                  </>
                )}
              </dt>
              <dd>
                {segment.href ? <a href={segment.href}>{formatCount(segment.value)}</a> : formatCount(segment.value)}
              </dd>
            </div>
          ))}
        </dl>
      ) : (
        <ChartTwin
          caption={summary}
          head={['Part', 'Count', 'Share']}
          rows={segments.map((segment) => [
            segment.label,
            formatCount(segment.value),
            formatShare(segment.value, whole),
          ])}
        />
      )}
    </figure>
  )
}
