import {
  Badge,
  ChoiceBar,
  DataGrid,
  EmptyState,
  Evidence,
  formatCount,
  type GridColumn,
  plural,
  RelativeTime,
  rowsHere,
  Skeleton,
  urlChoice,
  urlOptional,
  urlText,
  useUrlState,
} from '@holdfast/design'
import { type CSSProperties, useMemo } from 'react'
import type { StatedFact } from '../../asset.ts'
import { assetAddress } from '../../links.ts'
import { useFactNames, useFacts } from '../../use-asset.ts'
import { factTitle, fieldTitle, textOf } from '../../words.ts'
import classes from '../asset.module.css'
import { compareItems, findItems } from '../item-order.ts'
import type { ItemRow } from '../item-table.tsx'

const codecs = { fact: urlOptional(), form: urlChoice(['table', 'json'], 'table'), find: urlText() }

/** Everything that is known of the asset, as its sources stated it. */
export function FactsTab({ asset }: { asset: string }) {
  const [{ fact }] = useUrlState(codecs)
  const names = useFactNames(asset)
  if (names.isError)
    return <EmptyState kind="error" title="The facts could not be loaded" words={names.error.message} />
  if (!names.data) return <Skeleton lines={8} label="Loading the facts" />
  if (names.data.length === 0) {
    return (
      <EmptyState
        kind="partial"
        title="Not assessed: no source has told anything yet"
        words="The first facts come a few seconds after an agent has started."
      />
    )
  }
  const chosen = names.data.find((name) => name.fact === fact)?.fact ?? names.data[0]!.fact
  return (
    <div className={classes.facts}>
      <nav className={classes.names} aria-label="Facts">
        <ul>
          {names.data.map((name) => (
            <li key={name.fact}>
              <a
                href={assetAddress(asset, { tab: 'facts', fact: name.fact })}
                aria-current={name.fact === chosen ? 'true' : undefined}
              >
                {factTitle(name.fact)} <span>{formatCount(name.items)}</span>
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <FactItems key={chosen} asset={asset} fact={chosen} />
    </div>
  )
}

function FactItems({ asset, fact }: { asset: string; fact: string }) {
  const [{ form, find }, setUrl] = useUrlState(codecs)
  const { data, error } = useFacts(asset, fact)
  if (error) return <EmptyState kind="error" title="The fact could not be loaded" words={error.message} />
  if (!data) return <Skeleton lines={8} label="Loading the fact" />
  return (
    <div className={classes.panel}>
      {data.facts.map((stated) => (
        <p key={`${stated.scope} ${stated.source.id}`} className="muted">
          <span className="mono">{fact}</span> version {stated.version}
          {stated.scope !== '' && (
            <>
              {' · scope '}
              <span className="mono">{stated.scope}</span>
            </>
          )}
          {` · ${plural(stated.count, 'item')} by ${stated.source.name || stated.source.kind || 'a source'}, seen `}
          <RelativeTime at={stated.observedAt} />, changed <RelativeTime at={stated.changedAt} />{' '}
          {!stated.complete && <Badge tone="low">not all was seen</Badge>}
        </p>
      ))}
      {data.problems.map((problem) => (
        <EmptyState
          key={`${problem.scope} ${problem.reason}`}
          inline
          kind="partial"
          title={`Not seen${problem.scope === '' ? '' : `: ${problem.scope}`}`}
          words={problem.detail || problem.reason}
        />
      ))}
      <div className={classes.tools}>
        <input
          className={classes.find}
          type="search"
          aria-label="Find in the items"
          placeholder="Find in the items"
          value={find}
          onChange={(event) => setUrl({ find: event.target.value }, { replace: true })}
        />
        <ChoiceBar
          label="Form"
          value={form}
          options={[
            { value: 'table', label: 'Table' },
            { value: 'json', label: 'JSON' },
          ]}
          onChange={(value) => setUrl({ form: value }, { replace: true })}
        />
      </div>
      <Items facts={data.facts} find={find} form={form} />
    </div>
  )
}

const mostJson = 200

function Items({ facts, find, form }: { facts: readonly StatedFact[]; find: string; form: 'table' | 'json' }) {
  const rows = useMemo<ItemRow[]>(
    () => facts.flatMap(({ fact, scope, items }) => items.map(({ key, item }) => ({ key, fact, scope, item }))),
    [facts],
  )
  const fields = useMemo(() => fieldsOf(rows), [rows])
  const shown = useMemo(
    () => findItems(rows, fields, find).sort(compareItems({ column: fields[0] ?? '', descending: false })),
    [rows, fields, find],
  )
  const columns = useMemo(
    () =>
      fields.map(
        (field): GridColumn<ItemRow> => ({
          id: field,
          header: fieldTitle(field),
          width: 130,
          grow: 1,
          cell: ({ item }) => <span title={textOf(item, field)}>{textOf(item, field)}</span>,
        }),
      ),
    [fields],
  )
  const source = useMemo(() => rowsHere(shown, find), [shown, find])
  if (form === 'json') {
    const told = shown.slice(0, mostJson).map(({ key, scope, item }) => ({ key, scope, item }))
    return (
      <>
        <Evidence label="JSON" lines={JSON.stringify(told, undefined, 2).split('\n')} />
        {shown.length > mostJson && (
          <p className="muted">
            The first {mostJson} of {shown.length}. Find to narrow them down.
          </p>
        )}
      </>
    )
  }
  return (
    <div className={classes.table} style={{ '--items': shown.length } as CSSProperties}>
      <DataGrid
        id="facts.items"
        label="Items"
        columns={columns}
        source={source}
        rowId={(row) => `${row.scope} ${row.key}`}
        rowName={(row) => row.key}
        empty={
          rows.length === 0 ? (
            <EmptyState kind="new" title="No items" words="A source looked, and found none." />
          ) : (
            <EmptyState kind="filtered" what="items" filters={1} onClear={() => {}} />
          )
        }
      />
    </div>
  )
}

/** What names an item stands first; the others follow in the order in which items have them. */
const first = ['name', 'package', 'path', 'who', 'port', 'transport', 'address', 'release', 'version', 'user', 'source']

function fieldsOf(rows: readonly ItemRow[]): string[] {
  const fields = new Set<string>()
  for (const { item } of rows.slice(0, 500)) for (const field of Object.keys(item)) fields.add(field)
  return [...first.filter((field) => fields.has(field)), ...[...fields].filter((field) => !first.includes(field))]
}
