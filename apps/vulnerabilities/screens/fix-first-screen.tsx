import {
  addressOf,
  Button,
  ChoiceBar,
  DataGrid,
  EmptyState,
  exactly,
  formatCount,
  type GridColumn,
  ListLayout,
  MetricLink,
  PageHeader,
  plainLanguage,
  QueryBar,
  type QueryProblem,
  RequestProblem,
  rowsHere,
  Skeleton,
  urlChoice,
  urlText,
  useApi,
  useLanguage,
  useUrlState,
} from '@holdfast/design'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { type FirstFix, type FixFirst, fixFirstWords } from './fix-first.ts'
import { PlaceLink } from './place-link.tsx'

const counts = ['5', '10', '25', '100'] as const
const codecs = { actions: urlChoice(counts, '10'), q: urlText() }

const open = 'app:vulnerabilities and status:open and fixAvailable:true'
/** What an upgrade ends, of what was asked for. */
const findingsOf = (place: string, q: string) =>
  `${open} and place:${exactly(place)}${q.trim() === '' ? '' : ` and (${q})`}`

const columnsOf = (q: string): readonly GridColumn<FirstFix>[] => [
  {
    id: 'package',
    header: 'Upgrade',
    width: 180,
    grow: 1,
    cell: (row) => <PlaceLink place={row.package} />,
  },
  {
    id: 'words',
    header: 'What ends its findings',
    width: 260,
    grow: 3,
    cell: (row) => <span title={row.words.join('\n')}>{row.words.join(' · ')}</span>,
  },
  {
    id: 'findings',
    header: 'Findings that end',
    width: 130,
    align: 'end',
    cell: (row) => (
      <MetricLink value={row.findings} href={addressOf('/vulnerabilities', { q: findingsOf(row.package, q) })} />
    ),
  },
  { id: 'assets', header: 'Assets', width: 90, align: 'end', cell: (row) => formatCount(row.assets) },
  {
    id: 'tickets',
    header: 'Work',
    width: 110,
    cell: (row) => (
      <a href={addressOf('/tickets', { row: 'new', for: findingsOf(row.package, q), per: 'fix' })}>
        Open tickets<span className="said"> for {row.package}</span>
      </a>
    ),
  },
  {
    id: 'removes',
    header: 'Risk removed',
    width: 120,
    align: 'end',
    cell: (row) => formatCount(row.removes),
  },
]

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone

/** Which packages to upgrade first: those that remove most risk, and what is left after them. */
export function Screen() {
  const api = useApi()
  const language = useLanguage('findings')
  const [{ actions, q }, setUrl] = useUrlState(codecs)
  const { data, error, refetch } = useQuery<FixFirst>({
    queryKey: ['fix-first', actions, q],
    placeholderData: keepPreviousData,
    // Scores follow findings by seconds: what is empty may not be for long.
    refetchInterval: ({ state }) => (state.data?.actions.length === 0 ? 5000 : 60_000),
    queryFn: async ({ signal }) =>
      (
        await api.get<{ data: FixFirst }>('/vulnerabilities/fix-first', {
          query: { actions, ...(q.trim() !== '' && { q, zone }) },
          signal,
        })
      ).data,
  })
  const source = useMemo(() => rowsHere(data?.actions ?? [], `${actions} ${q}`), [data, actions, q])
  const columns = useMemo(() => columnsOf(q), [q])
  const problem = error instanceof RequestProblem && error.code === 'invalid-query' ? error : undefined
  return (
    <ListLayout
      header={
        <PageHeader
          title="What to fix first"
          note={data && data.actions.length > 0 ? fixFirstWords(data) : 'Upgrades that remove most risk'}
          actions={
            <ChoiceBar
              label="How many upgrades"
              value={actions}
              options={counts.map((value) => ({ value, label: value }))}
              onChange={(value) => setUrl({ actions: value })}
            />
          }
        />
      }
      query={
        <QueryBar
          value={q}
          onRun={(query) => setUrl({ q: query ?? '' })}
          language={language ?? plainLanguage}
          recent={[]}
          placeholder="All open vulnerabilities. Type tag, asset.name, severity …"
          problem={problem && placeOf(problem)}
        />
      }
      grid={
        error ? (
          <EmptyState
            kind="error"
            title="What to fix first could not be worked out"
            words={error.message}
            onRetry={() => refetch()}
          />
        ) : !data ? (
          <Skeleton lines={8} label="Working out what to fix first" />
        ) : (
          <DataGrid
            id="fix-first"
            label="Upgrades, that which removes most risk first"
            columns={columns}
            source={source}
            rowId={(row) => row.package}
            rowName={(row) => row.package}
            empty={
              q.trim() === '' ? (
                <Nothing known={data} />
              ) : (
                <EmptyState kind="filtered" what="upgrades" filters={1} onClear={() => setUrl({ q: '' })} />
              )
            }
          />
        )
      }
    />
  )
}

function Nothing({ known }: { known: FixFirst }) {
  return (
    <EmptyState
      kind="new"
      title="No upgrade is waiting"
      words={
        known.findings.open === 0
          ? 'No open vulnerability is known. Scores are worked out within seconds after something was found.'
          : `For none of the ${formatCount(known.findings.open)} open vulnerabilities a fix is known yet.`
      }
      action={<Button href="/vulnerabilities">Vulnerabilities</Button>}
    />
  )
}

/** The place in the query that the server's pointer tells: `/query/q#7-10`. */
function placeOf({ errors, message }: RequestProblem): QueryProblem {
  const [item] = errors
  const [, start, end] = /#(\d+)-(\d+)$/.exec(item?.pointer ?? '') ?? []
  return { start: Number(start ?? 0), end: Number(end ?? 0), message: item?.message ?? message }
}
