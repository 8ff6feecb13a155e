import { formatCount } from '../format/number.ts'
import { ChartTwin } from './chart-twin.tsx'
import { fitLine, linePath } from './line-path.ts'
import classes from './sparkline.module.css'

export interface SparkPoint {
  label: string
  value: number
  /** An event worth naming under the line: "patch day". */
  note?: string
}

/** How a number went, in one line. First and last label stand under it, notes between. */
export function Sparkline({
  points,
  summary,
  height = 56,
  labels = true,
}: {
  points: readonly SparkPoint[]
  /** The sentence the line tells. */
  summary: string
  height?: number
  labels?: boolean
}) {
  const box = { width: 320, height, pad: 5 }
  const line = fitLine(
    points.map((point) => point.value),
    box,
  )
  const path = linePath(line)
  const last = line.at(-1)
  return (
    <figure className={classes.root} aria-label={summary}>
      <svg
        className={classes.plot}
        viewBox={`0 0 ${box.width} ${height}`}
        preserveAspectRatio="none"
        style={{ height }}
        aria-hidden="true"
      >
        <path className={classes.area} d={`${path}L${box.width} ${height}L0 ${height}Z`} />
        {points.map((point, at) =>
          point.note ? <path key={point.label} className={classes.mark} d={`M${line[at]!.x} 0V${height}`} /> : null,
        )}
        <path className={classes.line} d={path} />
      </svg>
      {last && <i className={classes.end} style={{ top: last.y }} />}
      {labels && (
        <div className={classes.labels} aria-hidden="true">
          <span>{points[0]?.label}</span>
          {points.map((point, at) =>
            point.note ? (
              <span
                key={point.label}
                className={classes.note}
                style={{ left: `${(at / Math.max(1, points.length - 1)) * 100}%` }}
              >
                {point.note}
              </span>
            ) : null,
          )}
          <span>{points.at(-1)?.label}</span>
        </div>
      )}
      <ChartTwin
        caption={summary}
        head={['When', 'Value', 'Note']}
        rows={points.map((point) => [point.label, formatCount(point.value), point.note ?? ''])}
      />
    </figure>
  )
}
