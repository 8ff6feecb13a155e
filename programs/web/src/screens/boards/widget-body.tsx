import { formatCount, formatDate, formatDayTime, formatShare, Skeleton, TimeChart } from '@holdfast/design'
import { listAddress, toneOf, type Widget, type WidgetValue } from './board.ts'
import classes from './boards.module.css'

/** What a widget shows: every number, bar, row and point is a link to the list of exactly what it counts. */
export function WidgetBody({ widget, value }: { widget: Widget; value: WidgetValue | undefined }) {
  if (!value) return <Skeleton lines={widget.kind === 'number' || widget.kind === 'ratio' ? 2 : 6} label="Counting" />
  switch (value.kind) {
    case 'problem':
      return (
        <p className={classes.problem} role="alert">
          This cannot be counted: {value.message}
        </p>
      )
    case 'number':
      return <NumberBody widget={widget} value={value} />
    case 'ratio':
      return <RatioBody widget={widget} value={value} />
    case 'table':
      return <TableBody widget={widget} value={value} />
    case 'bar':
      return <BarBody widget={widget} value={value} />
    case 'trend':
      return (
        <TimeChart
          label={widget.title}
          points={value.points.map(({ at, value: count, query }) => ({
            at,
            value: count,
            href: listAddress(widget.list, query),
          }))}
        />
      )
  }
}

type Of<Kind> = Extract<WidgetValue, { kind: Kind }>

const times = { 'now-1d': 'a day ago', 'now-7d': 'a week ago', 'now-1M': 'a month ago' } as const

function NumberBody({ widget, value: { value, query, before, note } }: { widget: Widget; value: Of<'number'> }) {
  return (
    <>
      <p className={classes.figure} data-tone={toneOf(widget, value)}>
        <a href={listAddress(widget.list, query)}>
          {formatCount(value)}
          <span className="said"> {widget.title}</span>
        </a>
      </p>
      {before && widget.before && (
        <p className={classes.before}>
          <Difference now={value} before={before.value} better={widget.better} />{' '}
          <a href={listAddress(widget.list, before.query)}>
            {formatCount(before.value)} {times[widget.before]}
          </a>
        </p>
      )}
      {note && <p className="muted">{note}</p>}
    </>
  )
}

function Difference({ now, before, better }: { now: number; before: number; better: Widget['better'] }) {
  const difference = now - before
  if (difference === 0) return <span className="muted">no change,</span>
  const good = better === undefined ? undefined : difference < 0 === (better === 'less')
  return (
    <span className={classes.difference} data-good={good}>
      {difference > 0 ? '▲ +' : '▼ −'}
      {formatCount(Math.abs(difference))}
      {good !== undefined && <span className="said">{good ? ', better' : ', worse'}</span>}
    </span>
  )
}

function RatioBody({ widget, value: { value, query, of } }: { widget: Widget; value: Of<'ratio'> }) {
  const share = of.value === 0 ? 0 : (value / of.value) * 100
  return (
    <>
      <p className={classes.figure} data-tone={of.value === 0 ? undefined : toneOf(widget, share)}>
        {formatShare(value, of.value)}
      </p>
      <div className={classes.track} aria-hidden="true">
        <i style={{ width: `${Math.min(100, share)}%` }} data-tone={toneOf(widget, share)} />
      </div>
      <p className={classes.before}>
        <a href={listAddress(widget.list, query)}>{formatCount(value)}</a> of{' '}
        <a href={listAddress(widget.list, of.query)}>{formatCount(of.value)}</a>
      </p>
    </>
  )
}

function keyWords(unit: string | null, key: string | null): string {
  if (key === null) return 'none'
  if (unit === null) return key
  return unit === 'h' ? formatDayTime(key) : formatDate(key)
}

function Nothing() {
  return <p className="muted">Nothing is found, so there is nothing to count.</p>
}

function TableBody({ widget, value: { keys, groups, more } }: { widget: Widget; value: Of<'table' | 'bar'> }) {
  if (groups.length === 0) return <Nothing />
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls takes the focus, so that the keys can scroll it
    <section className={classes.scroll} aria-label={`Rows of ${widget.title}`} tabIndex={0}>
      <table className={classes.table}>
        <thead>
          <tr>
            {keys.map(({ token, label }) => (
              <th key={token} scope="col">
                {label}
              </th>
            ))}
            <th scope="col">Number</th>
          </tr>
        </thead>
        <tbody>
          {groups.map((group) => (
            <tr key={JSON.stringify(group.keys)}>
              {keys.map(({ token, unit }, index) => (
                <td key={token}>{keyWords(unit, group.keys[index] ?? null)}</td>
              ))}
              <td>
                <a href={listAddress(widget.list, group.query)}>{formatCount(group.value)}</a>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {more && <p className="muted">and more</p>}
    </section>
  )
}

const severities = new Set(['critical', 'high', 'medium', 'low', 'info'])

function BarBody({ widget, value: { keys, groups, more } }: { widget: Widget; value: Of<'table' | 'bar'> }) {
  if (groups.length === 0) return <Nothing />
  const most = Math.max(1, ...groups.map(({ value }) => value))
  return (
    <ul className={classes.bars}>
      {groups.map((group) => {
        const words = keys.map(({ unit }, index) => keyWords(unit, group.keys[index] ?? null)).join(' · ')
        const severity = keys[0]?.token === 'severity' ? group.keys[0] : null
        return (
          <li key={JSON.stringify(group.keys)}>
            <a href={listAddress(widget.list, group.query)}>
              <span className={classes.barName}>{words}</span>
              <span className={classes.barTrack} aria-hidden="true">
                <i
                  style={{ width: `${(group.value / most) * 100}%` }}
                  data-swatch={severity && severities.has(severity) ? severity : 'brand'}
                />
              </span>
              <b>{formatCount(group.value)}</b>
            </a>
          </li>
        )
      })}
      {more && <li className="muted">and more</li>}
    </ul>
  )
}
