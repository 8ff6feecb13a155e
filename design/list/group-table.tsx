import { addressOf } from '../client/url-codec.ts'
import { formatCount } from '../format/number.ts'
import { formatDate, formatExact } from '../format/time.ts'
import classes from './group-table.module.css'

/** What a list answers where its query groups. */
export interface ListGroup {
  readonly keys: readonly (string | null)[]
  readonly count: number
  /** Finds exactly what the group counts. */
  readonly query: string
}

export interface GroupKey {
  readonly token: string
  readonly label: string
  readonly unit: string | null
}

/** Groups as a table: every number leads to the list of exactly the rows that it counts. */
export function GroupTable({
  keys,
  groups,
  what,
  labelOf,
  hrefOf,
  more,
}: {
  keys: readonly GroupKey[]
  groups: readonly ListGroup[]
  /** Plural for sentences: "findings". */
  what: string
  labelOf: (token: string, value: string) => string
  /** The page of what a value names. */
  hrefOf?: ((token: string, value: string) => string | undefined) | undefined
  /** There are groups beyond these. */
  more: boolean
}) {
  const most = Math.max(1, ...groups.map(({ count }) => count))
  return (
    // A region that scrolls takes the focus, so that the keys can scroll it.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
    <section className={classes.root} aria-label={`Groups of ${what}`} tabIndex={0}>
      <table className={classes.table}>
        <thead>
          <tr>
            {keys.map((key) => (
              <th key={key.token} scope="col">
                {key.label}
                {key.unit && `, by ${unitWords[key.unit]}`}
              </th>
            ))}
            <th scope="col" className={classes.count}>
              {what}
            </th>
            <th scope="col">
              <span className="said">Share of the largest</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {groups.map((group) => (
            <tr key={JSON.stringify(group.keys)}>
              {keys.map((key, index) => (
                <td key={key.token}>{keyCell(key, group.keys[index] ?? null, labelOf, hrefOf)}</td>
              ))}
              <td className={classes.count}>
                <a href={addressOf(location.pathname, { q: group.query || '*' })}>
                  {formatCount(group.count)}
                  <span className="said"> {what}</span>
                </a>
              </td>
              <td className={classes.bar} aria-hidden="true">
                <i style={{ inlineSize: `${(100 * group.count) / most}%` }} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {more && <p className={classes.more}>These are the first {groups.length}. The export has all of them.</p>}
    </section>
  )
}

const unitWords: Readonly<Record<string, string>> = { h: 'hour', d: 'day', w: 'week', M: 'month', y: 'year' }

function keyCell(
  key: GroupKey,
  value: string | null,
  labelOf: (token: string, value: string) => string,
  hrefOf: ((token: string, value: string) => string | undefined) | undefined,
) {
  const words = keyWords(key, value, labelOf)
  const href = value === null ? undefined : hrefOf?.(key.token, value)
  return href === undefined ? words : <a href={href}>{words}</a>
}

function keyWords(key: GroupKey, value: string | null, labelOf: (token: string, value: string) => string) {
  if (value === null) return <span className="muted">none</span>
  if (key.unit === null) return labelOf(key.token, value)
  return key.unit === 'h' ? formatExact(value) : formatDate(value)
}
