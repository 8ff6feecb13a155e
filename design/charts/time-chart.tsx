import { useEffect, useRef, useState } from 'react'
import { formatCount } from '../format/number.ts'
import { formatDayTime } from '../format/time.ts'
import { useColourScheme } from '../theme/colour-scheme.ts'
import classes from './time-chart.module.css'
import type { TimeCanvas } from './time-chart-canvas.ts'

export interface TimePoint {
  readonly at: string
  /** Null where it is not known yet. */
  readonly value: number | null
  /** The list that the value counts. */
  readonly href: string
}

/** A line over time. Its library comes when the first chart does; the same numbers are a table of links, for screen readers always and for eyes on demand. */
export function TimeChart({ label, points }: { label: string; points: readonly TimePoint[] }) {
  const place = useRef<HTMLDivElement>(null)
  const [asTable, setAsTable] = useState(false)
  const { scheme } = useColourScheme()
  const [canvas, setCanvas] = useState<TimeCanvas>()
  useEffect(() => {
    let closed = false
    let made: TimeCanvas | undefined
    void import('./time-chart-canvas.ts').then(({ timeCanvas }) => {
      if (closed || !place.current) return
      made = timeCanvas(place.current)
      setCanvas(made)
    })
    return () => {
      closed = true
      made?.close()
    }
  }, [])
  useEffect(() => {
    // The theme of the page is in force one frame later.
    const frame = requestAnimationFrame(() => canvas?.draw(points))
    return () => cancelAnimationFrame(frame)
  }, [canvas, points, scheme])
  const known = points.filter((point) => point.value !== null)
  const summary =
    known.length === 0
      ? `${label}: nothing counted yet`
      : `${label}: from ${formatCount(known[0]!.value!)} to ${formatCount(known.at(-1)!.value!)} over ${known.length} points`
  return (
    <figure className={classes.root} aria-label={summary}>
      <div ref={place} className={classes.canvas} aria-hidden="true" hidden={asTable} />
      <button type="button" className={classes.twin} aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
        {asTable ? 'As a line' : 'As a table'}
      </button>
      <div className={asTable ? classes.table : 'said'}>
        <table>
          <caption className="said">{label}</caption>
          <thead>
            <tr>
              <th scope="col">As of</th>
              <th scope="col">Number</th>
            </tr>
          </thead>
          <tbody>
            {points.map(({ at, value, href }) => (
              <tr key={at}>
                <th scope="row">{formatDayTime(at)}</th>
                <td>{value === null ? 'not counted yet' : <a href={href}>{formatCount(value)}</a>}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </figure>
  )
}
