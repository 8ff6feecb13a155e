import {
  DataGrid,
  EmptyState,
  formatCount,
  type GridColumn,
  plural,
  RelativeTime,
  rowsHere,
  Skeleton,
  urlSort,
  urlText,
  useUrlState,
} from '@holdfast/design'
import { type CSSProperties, type ReactNode, useMemo } from 'react'
import type { FactProblem, Item, StatedFact } from '../asset.ts'
import { useFacts } from '../use-asset.ts'
import { fieldTitle, textOf } from '../words.ts'
import classes from './asset.module.css'
import { compareItems, findItems } from './item-order.ts'

export interface ItemRow {
  readonly key: string
  readonly fact: string
  readonly scope: string
  readonly item: Item
}

export interface ItemColumn {
  /** Field of the item; what is found and sorted by. */
  readonly field: string
  readonly header?: string
  readonly width: number
  readonly grow?: number
  readonly mono?: boolean
  readonly align?: 'end'
  readonly hidden?: boolean
  readonly render?: (item: Item) => ReactNode
}

const codecs = { find: urlText(), by: urlSort() }

/** The items of one or more facts of an asset as a table: all of them are here, so finding and sorting is instant. */
export function ItemTable({
  asset,
  facts,
  what,
  one = what.replace(/s$/, ''),
  columns,
  filters,
  keep,
}: {
  asset: string
  facts: readonly string[]
  /** Plural for sentences: "packages". */
  what: string
  /** The same for one, where it is more than the plural without its s. */
  one?: string
  columns: readonly ItemColumn[]
  /** Beside the field that finds. */
  filters?: ReactNode
  keep?: (row: ItemRow) => boolean
}) {
  const [{ find, by }, setUrl] = useUrlState(codecs)
  const { data, error, refetch } = useFacts(asset, ...facts)
  const rows = useMemo(() => (data ? toRows(data.facts) : []), [data])
  const fields = useMemo(() => columns.map(({ field }) => field), [columns])
  const shown = useMemo(() => {
    const kept = keep ? rows.filter(keep) : rows
    return findItems(kept, fields, find).sort(compareItems(by ?? { column: fields[0]!, descending: false }))
  }, [rows, fields, find, by, keep])
  const source = useMemo(() => rowsHere(shown, `${find} ${by?.column} ${by?.descending}`), [shown, find, by])

  if (error) {
    return (
      <EmptyState
        kind="error"
        title={`The ${what} could not be loaded`}
        words={error.message}
        onRetry={() => refetch()}
      />
    )
  }
  if (!data) return <Skeleton lines={8} label={`Loading ${what}`} />
  if (data.facts.length === 0) return <NotSeen what={what} problems={data.problems} />
  return (
    <>
      <Problems problems={data.problems} />
      <div className={classes.tools}>
        <input
          className={classes.find}
          type="search"
          aria-label={`Find in ${what}`}
          placeholder={`Find in ${what}`}
          value={find}
          onChange={(event) => setUrl({ find: event.target.value }, { replace: true })}
        />
        {filters}
        <span className="muted" role="status">
          {shown.length === rows.length
            ? plural(rows.length, one, what)
            : `${formatCount(shown.length)} of ${formatCount(rows.length)} ${what}`}
        </span>
        <span className={`muted ${classes.end}`}>{origin(data.facts)}</span>
      </div>
      <div className={classes.table} style={{ '--items': shown.length } as CSSProperties}>
        <DataGrid
          id={`items.${facts[0]}`}
          label={what}
          columns={columns.map(toColumn)}
          source={source}
          rowId={(row) => `${row.fact} ${row.scope} ${row.key}`}
          rowName={(row) => row.key}
          sort={by ?? { column: fields[0]!, descending: false }}
          onSort={(next) => setUrl({ by: next }, { replace: true })}
          empty={
            rows.length === 0 ? (
              <EmptyState kind="new" title={`There are no ${what}`} words="A source looked, and found none." />
            ) : (
              <EmptyState kind="filtered" what={what} filters={1} onClear={() => setUrl({ find: '' })} />
            )
          }
        />
      </div>
    </>
  )
}

function toRows(facts: readonly StatedFact[]): ItemRow[] {
  return facts.flatMap(({ fact, scope, items }) => items.map(({ key, item }) => ({ key, fact, scope, item })))
}

function toColumn({ field, header, width, grow, mono, align, hidden, render }: ItemColumn): GridColumn<ItemRow> {
  return {
    id: field,
    header: header ?? capital(fieldTitle(field)),
    width,
    sort: 'ascending',
    ...(grow !== undefined && { grow }),
    ...(align && { align }),
    ...(hidden && { hidden }),
    cell: ({ item }) => {
      if (render) return render(item)
      const text = textOf(item, field)
      if (text === '') return <span className="muted">–</span>
      return (
        <span className={mono ? 'mono' : undefined} title={text}>
          {text}
        </span>
      )
    },
  }
}

function origin(facts: readonly StatedFact[]): ReactNode {
  const names = [...new Set(facts.map(({ source }) => source.name).filter((name) => name !== ''))]
  const last = facts
    .map(({ observedAt }) => observedAt)
    .sort()
    .at(-1)
  return (
    <>
      {names.length > 0 && `by ${names.slice(0, 2).join(', ')}, `}
      {last && <RelativeTime at={last} />}
    </>
  )
}

function Problems({ problems }: { problems: readonly FactProblem[] }) {
  if (problems.length === 0) return null
  return (
    <EmptyState
      inline
      kind="partial"
      title="Not everything could be seen"
      words={problems
        .slice(0, 3)
        .map(({ scope, reason, detail }) => [scope, detail || reason].filter(Boolean).join(': '))
        .join(' · ')}
    />
  )
}

/** Nobody has told: that is not "none". */
function NotSeen({ what, problems }: { what: string; problems: readonly FactProblem[] }) {
  return (
    <EmptyState
      kind="partial"
      title={`Not assessed: no source has told of ${what} here`}
      words={
        problems.length > 0
          ? problems
              .slice(0, 3)
              .map(({ detail, reason }) => detail || reason)
              .join(' · ')
          : 'An agent on the host tells of them.'
      }
    />
  )
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
