import { formatCount } from '@holdfast/design'
import { useState } from 'react'
import { dayNumber, dayText } from '../../engine/burn-down/project-end.ts'
import type { WholeCampaign } from '../campaign.ts'
import { dayWords } from '../day-words.ts'
import { leftOf } from '../states.ts'
import classes from './burn-down.module.css'

const width = 640
const height = 220
const frame = { left: 40, right: 16, top: 18, bottom: 26 }

/** What is left day by day, the projected end with its interval, and the deadline; the same as a table on demand. */
export function BurnDown({ campaign: { history, projection, deadline } }: { campaign: WholeCampaign }) {
  const [asTable, setAsTable] = useState(false)
  if (history === null) return <p className="muted">The history is of all assets, of which you see a part.</p>
  if (history.length === 0) return <p className="muted">The first day is being counted.</p>
  const days = history.map((each) => ({ day: each.day, at: dayNumber(each.day), left: leftOf(each) }))
  const today = days.at(-1)!
  const end = projection?.kind === 'ends' ? projection : undefined
  const first = Math.min(days[0]!.at, today.at - 6)
  // A far end would press the past into a corner.
  const last = Math.max(
    today.at + 2,
    Math.min(dayNumber(deadline), today.at + 60),
    end ? Math.min(dayNumber(end.on), today.at + 60) : 0,
  )
  const most = Math.max(1, ...days.map(({ left }) => left))
  const x = (at: number) => frame.left + ((at - first) / (last - first)) * (width - frame.left - frame.right)
  const y = (left: number) => height - frame.bottom - (left / most) * (height - frame.top - frame.bottom)
  const line = days.map(({ at, left }, index) => `${index === 0 ? 'M' : 'L'}${x(at)},${y(left)}`).join('')
  const summary = `Left to do: ${formatCount(days[0]!.left)} on ${dayWords(days[0]!.day)}, ${formatCount(today.left)} now; the deadline is ${dayWords(deadline)}`
  const deadlineAt = dayNumber(deadline)
  return (
    <figure className={classes.root} aria-label={summary}>
      <button type="button" className={classes.twin} aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
        {asTable ? 'As a line' : 'As a table'}
      </button>
      {!asTable && (
        <svg viewBox={`0 0 ${width} ${height}`} className={classes.canvas} aria-hidden="true">
          {ticks(most).map((left) => (
            <g key={left}>
              <line x1={frame.left} x2={width - frame.right} y1={y(left)} y2={y(left)} className={classes.grid} />
              <text x={frame.left - 8} y={y(left) + 4} className={classes.axis} textAnchor="end">
                {formatCount(left)}
              </text>
            </g>
          ))}
          {[first, today.at, last].map((at) => (
            <text
              key={at}
              x={x(at)}
              y={height - 8}
              className={classes.axis}
              textAnchor={at === first ? 'start' : at === last ? 'end' : 'middle'}
            >
              {at === today.at ? 'today' : short(at)}
            </text>
          ))}
          {end && (
            <>
              <path
                className={classes.interval}
                d={`M${x(today.at)},${y(today.left)}L${x(Math.min(last, dayNumber(end.soonest)))},${y(0)}L${x(end.latest ? Math.min(last, dayNumber(end.latest)) : last)},${y(end.latest && dayNumber(end.latest) <= last ? 0 : today.left)}Z`}
              />
              <line
                x1={x(today.at)}
                y1={y(today.left)}
                x2={x(Math.min(last, dayNumber(end.on)))}
                y2={y(dayNumber(end.on) <= last ? 0 : today.left / 2)}
                className={classes.projected}
              />
            </>
          )}
          {deadlineAt >= first && deadlineAt <= last && (
            <>
              <line x1={x(deadlineAt)} x2={x(deadlineAt)} y1={frame.top - 4} y2={y(0)} className={classes.deadline} />
              <text x={x(deadlineAt) - 6} y={frame.top + 4} className={classes.deadlineWords} textAnchor="end">
                deadline, {short(deadlineAt)}
              </text>
            </>
          )}
          <path d={line} className={classes.line} />
          <circle cx={x(today.at)} cy={y(today.left)} r={4} className={classes.now} />
        </svg>
      )}
      <div className={asTable ? classes.table : 'said'}>
        <table>
          <caption className="said">{summary}</caption>
          <thead>
            <tr>
              {['Day', 'Exploitable', 'Not assessed', 'Infected', 'Mitigated', 'Patched'].map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {history.map(({ day, exploitable, unknown, infected, mitigated, patched }) => (
              <tr key={day}>
                <th scope="row">{dayWords(day)}</th>
                <td>{formatCount(exploitable)}</td>
                <td>{formatCount(unknown)}</td>
                <td>{formatCount(infected)}</td>
                <td>{formatCount(mitigated)}</td>
                <td>{formatCount(patched)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </figure>
  )
}

function ticks(most: number): number[] {
  const step =
    [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 50_000, 100_000].find((each) => most / each <= 4) ??
    most
  return Array.from({ length: Math.floor(most / step) + 1 }, (_, index) => index * step)
}

function short(at: number): string {
  return dayWords(dayText(at)).replace(/[, ]*\d{4}$/, '')
}
