import { type ReactNode, useEffect, useEffectEvent, useState } from 'react'
import { useApi, useLanguage } from '../client/client-context.tsx'
import { RequestProblem } from '../client/request-problem.ts'
import type { ListPage } from '../client/row-window.ts'
import { readUrl } from '../client/url-codec.ts'
import { useRows } from '../client/use-rows.ts'
import { useUrlState } from '../client/use-url-state.ts'
import { FacetPanel } from '../facets/facet-panel.tsx'
import { formatTotal } from '../format/number.ts'
import { formatClock, formatExact } from '../format/time.ts'
import { BulkBar } from '../grid/bulk-bar.tsx'
import { DataGrid } from '../grid/data-grid.tsx'
import type { GridColumn, GridSort } from '../grid/grid-column.ts'
import type { RowSource } from '../grid/row-source.ts'
import { nothingSelected, type Selection } from '../grid/selection.ts'
import { QueryBar } from '../query/query-bar.tsx'
import { plainLanguage, type QueryProblem } from '../query/query-language.ts'
import { type Emptiness, EmptyState } from '../states/empty-state.tsx'
import { Skeleton } from '../states/skeleton.tsx'
import { PageHeader } from '../surface/page-header.tsx'
import { ExportMenu } from './export-menu.tsx'
import { type GroupKey, GroupTable, type ListGroup } from './group-table.tsx'
import type { KeptView } from './kept-view.ts'
import { listCodecs } from './list-codecs.ts'
import { type ListFacet, toFacets } from './list-facets.ts'
import classes from './list-layout.module.css'
import { ListLayout } from './list-layout.tsx'
import { ListViews } from './list-views.tsx'
import { LookMenu } from './look-menu.tsx'
import { Freshness, type FreshnessNote } from './saved-views.tsx'
import { useDefaultView } from './use-default-view.ts'
import { useFacets } from './use-facets.ts'
import { type LiveList, useLiveRows } from './use-live-rows.ts'
import { useOpenFacets } from './use-open-facets.ts'
import { useRecentQueries } from './use-recent-queries.ts'
import { useSavedViews } from './use-saved-views.ts'
import { sortText, viewAddress } from './view-state.ts'

/** The answer of a list route. */
export interface ListAnswer<Row> extends ListPage<Row> {
  /** Instead of rows, where the query groups. */
  readonly groups?: readonly ListGroup[]
  readonly query?: { readonly asOf?: string; readonly groupBy?: readonly GroupKey[] }
}

/** What the drawer needs to walk the list. */
export interface DrawerControls {
  readonly onClose: () => void
  readonly onNext: (() => void) | undefined
  readonly onBefore: (() => void) | undefined
  /** Fetches the open row again and leaves it where it stands, whether the query still finds it or not. */
  readonly renew: () => void
}

export interface ListScreenProps<Row> {
  /** Entity of the query language: "findings". */
  entity: string
  /** Route of the API: "/findings". */
  path: string
  title: string
  /** Plural for sentences: "findings". */
  what: string
  /** The same for one, where it is more than the plural without its s. */
  one?: string
  columns: readonly GridColumn<Row>[]
  facets: readonly ListFacet[]
  /** What is shown when nobody asked for anything else. */
  usual: { query: string; sort?: GridSort }
  views?: readonly { id: string; label: string; query: string }[]
  rowId: (row: Row) => string
  rowName: (row: Row) => string
  /** Opens the row's own page. */
  onEnter?: (row: Row) => void
  /** The drawer of the open row; the row itself may still be on its way. Without it, a click enters. */
  drawer?: (id: string, row: Row | undefined, controls: DrawerControls) => ReactNode
  actions?: ReactNode
  /** A strip above the rows: what they add up to. */
  summary?: ReactNode
  /** What can be made of the query in force. */
  queryActions?: (query: string) => ReactNode
  /** What can be done with the chosen rows. */
  bulk?: (selection: Selection, query: string, controls: { clear: () => void; refresh: () => void }) => ReactNode
  /** The page of what a value names, where a query groups by its token. */
  groupHref?: (token: string, value: string) => string | undefined
  /** False where the server keeps no views of this list. */
  keepsViews?: boolean
  /** How the list stays true while it is looked at. Rows are asked for by the token of their ids. */
  live?: LiveList
  notes?: readonly FreshnessNote[]
  /** What to say while there is nothing at all. */
  empty: Emptiness
  /** What to say where nobody asked for anything and nothing is found, unless that is the same. */
  usualEmpty?: Emptiness
}

/** The list screen of every app: all its state is in the address, all its work is done by the server. */
export function ListScreen<Row>(props: ListScreenProps<Row>) {
  const { entity, path, title, what, usual, rowId, rowName, onEnter, drawer, bulk, views = [] } = props
  const api = useApi()
  const language = useLanguage(entity)
  const [codecs] = useState(() => listCodecs(usual))
  const [{ q, sort, row: open, cols, facets: told, view }, setUrl] = useUrlState(codecs)
  const folds = useOpenFacets(
    props.facets.map(({ token }) => token),
    told,
    (facets) => setUrl({ facets }, { replace: true }),
  )
  const kept = useSavedViews(entity, props.keepsViews !== false)
  const [selection, setSelection] = useState(nothingSelected)
  const [asked, setAsked] = useState<{ query: string; at: number }>()
  const [recent, remember] = useRecentQueries(entity)
  const order = sortText(sort) ?? undefined
  const columns = cols ?? props.columns.flatMap(({ id, hidden }) => (hidden ? [] : [id]))

  const { source, first, error, refresh, patch } = useRows<Row, ListAnswer<Row>>({
    key: `${path} ${q} ${order ?? ''}`,
    fetchPage: async ({ cursor, limit, signal }) => {
      const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
      const answer = await api.get<ListAnswer<Row>>(path, {
        query: { q, sort: order, cursor, limit, zone },
        signal,
      })
      if (cursor === undefined) setAsked({ query: q, at: Date.now() })
      return answer
    },
  })
  const tokens = props.facets.map(({ token }) => token)
  const counted = useFacets({ path, tokens, asked })
  const ask = async (query: string | null, ids: readonly string[], signal?: AbortSignal) => {
    const picked = query === null ? undefined : language?.pick(query, props.live?.token ?? 'id', ids)
    if (!picked) return []
    return (await api.get<ListAnswer<Row>>(path, { query: { q: picked, limit: ids.length }, signal })).data
  }
  const renew = async (ids: readonly string[], signal?: AbortSignal) => {
    const rows = new Map((await ask('', ids, signal)).map((row) => [rowId(row), row]))
    patch((row) => rows.get(rowId(row)) ?? row)
  }
  const { fresh, forget } = useLiveRows({
    live: props.live,
    question: `${q} ${order ?? ''}`,
    isHere: (id) => indexOf(source, rowId, id) >= 0,
    renew,
    matching: async (ids, signal) => (await ask(q, ids, signal)).map(rowId),
    count: async (signal) => (await api.get<ListAnswer<Row>>(path, { query: { q, limit: 1 }, signal })).page.total ?? 0,
    shown: () => source.total,
    here: (most) => idsOf(source, rowId, most),
  })

  const load = () => {
    forget()
    refresh()
  }
  // In an empty list there is nothing that could move.
  const loadAtOnce = useEffectEvent(load)
  const isEmpty = !source.pending && source.total === 0
  useEffect(() => {
    if (isEmpty && fresh > 0) loadAtOnce()
  }, [isEmpty, fresh])
  const run = (query: string | null) => {
    if (query === null) return
    remember(query)
    setSelection(nothingSelected)
    setUrl({ q: query, row: undefined })
  }
  const show = (chosen: KeptView | undefined, id = chosen?.id) => {
    setSelection(nothingSelected)
    setUrl(
      chosen
        ? { ...readUrl(codecs, viewAddress(chosen)), row: undefined }
        : { view: id, ...(id !== undefined && { facets: folds.open }) },
    )
  }
  useDefaultView(kept.views, (chosen) => setUrl(readUrl(codecs, viewAddress(chosen)), { replace: true }))
  const at = indexOf(source, rowId, open)
  const step = (by: number) => {
    const next = at < 0 ? undefined : source.at(at + by)
    return next === undefined ? undefined : () => setUrl({ row: rowId(next) }, { replace: true })
  }
  const past = source.pending ? undefined : first?.query?.asOf
  const grouping = source.pending ? undefined : first?.query?.groupBy
  const problem = error instanceof RequestProblem ? error : undefined
  const wrong = problem && queryProblem(problem)
  const failed = problem !== undefined && wrong === undefined

  return (
    <ListLayout
      header={
        <PageHeader
          title={title}
          note={source.pending || grouping ? undefined : total(source, what, props.one)}
          actions={
            <>
              {language && <LookMenu language={language} query={q} facets={props.facets} onRun={run} />}
              <ExportMenu
                path={path}
                query={{ q, sort: order }}
                columns={columns.flatMap((id) => props.columns.find((column) => column.id === id)?.exports ?? [id])}
              />
              {props.queryActions?.(q)}
              {props.actions}
            </>
          }
        />
      }
      query={
        <QueryBar
          value={q}
          onRun={run}
          language={language ?? plainLanguage}
          recent={recent}
          placeholder={`All ${what}. Type a field, a value, a word …`}
          problem={wrong}
        />
      }
      views={
        <ListViews
          builtIn={views}
          kept={kept}
          current={view}
          now={{ query: q, sort: sortText(sort), columns: cols ?? null, facets: folds.open }}
          usualSort={sortText(usual.sort)}
          onOpen={show}
        >
          <Freshness asOf={formatClock(asked?.at ?? Date.now())} notes={props.notes} />
        </ListViews>
      }
      notice={
        past !== undefined && language ? (
          <EmptyState
            inline
            kind="stale"
            title={`As of ${formatExact(past)}`}
            words="What was known then, not what is the case now."
            action={
              <button type="button" className={classes.open} onClick={() => run(language.at(q, null))}>
                Back to now
              </button>
            }
          />
        ) : failed && !source.pending ? (
          <EmptyState
            inline
            kind="stale"
            title={problem.message}
            words="What you see is what came before."
            action={
              <button type="button" className={classes.open} onClick={load}>
                Try again
              </button>
            }
          />
        ) : (
          props.summary
        )
      }
      facets={
        language && first && counted ? (
          <FacetPanel
            facets={toFacets(props.facets, counted, language, q).filter(({ values }) => values.length > 0)}
            onToggle={(field, value, chosen) => {
              const now = language.picked(q, field)
              run(language.pick(q, field, chosen ? [...now, value] : now.filter((other) => other !== value)))
            }}
            onOnly={(field, value) => run(language.pick(q, field, [value]))}
            {...folds}
          />
        ) : (
          <div className={classes.facetsPlace}>
            <Skeleton lines={props.facets.length * 3} label="Counting" />
          </div>
        )
      }
      grid={
        failed && source.pending ? (
          <ListFailure problem={problem} what={what} onRetry={load} />
        ) : first?.groups && grouping && language ? (
          <GroupTable
            keys={grouping}
            groups={first.groups}
            what={what}
            labelOf={language.labelOf}
            hrefOf={props.groupHref}
            more={first.page.next !== null && first.page.next !== undefined}
          />
        ) : (
          <DataGrid
            id={entity}
            label={title}
            columns={props.columns}
            source={source}
            rowId={rowId}
            rowName={rowName}
            sort={sort}
            onSort={(next) => setUrl({ sort: next })}
            open={open}
            onOpen={drawer ? (row) => setUrl({ row: rowId(row) }, { replace: open !== undefined }) : onEnter}
            onEnter={onEnter}
            {...(bulk && past === undefined && { selection, onSelection: setSelection })}
            shown={cols}
            onShown={(shown) => setUrl({ cols: shown }, { replace: true })}
            fresh={{ count: fresh, onLoad: load }}
            empty={
              q.trim() === '' ? (
                <EmptyState {...props.empty} />
              ) : props.usualEmpty && q === usual.query ? (
                <EmptyState {...props.usualEmpty} />
              ) : (
                <EmptyState kind="filtered" what={what} filters={countConditions(q)} onClear={() => run('')} />
              )
            }
          />
        )
      }
      bulk={
        bulk &&
        !grouping &&
        past === undefined && (
          <BulkBar
            selection={selection}
            total={source.total}
            isExact={source.isExact}
            what={what}
            onSelection={setSelection}
          >
            {bulk(selection, q, { clear: () => setSelection(nothingSelected), refresh: load })}
          </BulkBar>
        )
      }
      drawer={
        open !== undefined &&
        drawer?.(open, at < 0 ? undefined : source.at(at), {
          onClose: () => setUrl({ row: undefined }, { replace: true }),
          onNext: step(1),
          onBefore: step(-1),
          renew: () => void renew([open]).catch(() => {}),
        })
      }
    />
  )
}

/** "1 asset", "≈ 2.5M findings". */
function total({ total, isExact }: RowSource<unknown>, what: string, one = what.replace(/s$/, '')): string {
  return `${formatTotal(total, isExact)} ${isExact && total === 1 ? one : what}`
}

function ListFailure({ problem, what, onRetry }: { problem: RequestProblem; what: string; onRetry: () => void }) {
  if (problem.status === 403) return <EmptyState kind="forbidden" what={what} askWhom="An owner of this tenant" />
  return (
    <EmptyState
      kind="error"
      title={`The ${what} could not be loaded`}
      words={problem.message}
      problemId={problem.traceId}
      onRetry={onRetry}
    />
  )
}

/** The place in the query that a server's pointer (`/query/q#7-10`) tells. */
function queryProblem(problem: RequestProblem): QueryProblem | undefined {
  if (problem.code !== 'invalid-query') return undefined
  const item = problem.errors[0]
  const [, start, end] = /#(\d+)-(\d+)$/.exec(item?.pointer ?? '') ?? []
  return { start: Number(start ?? 0), end: Number(end ?? 0), message: item?.message ?? problem.message }
}

function idsOf<Row>(source: RowSource<Row>, rowId: (row: Row) => string, most: number): readonly string[] {
  const ids: string[] = []
  for (let index = 0; index < source.reach && ids.length < most; index++) {
    const row = source.at(index)
    if (row !== undefined) ids.push(rowId(row))
  }
  return ids
}

function indexOf<Row>(source: RowSource<Row>, rowId: (row: Row) => string, id: string | undefined): number {
  if (id === undefined) return -1
  for (let index = 0; index < source.reach; index++) {
    const row = source.at(index)
    if (row !== undefined && rowId(row) === id) return index
  }
  return -1
}

/** A guess for the sentence "clear n filters": conditions joined by `and`. */
function countConditions(query: string): number {
  return query.split(/\s+and\s+/i).length
}
