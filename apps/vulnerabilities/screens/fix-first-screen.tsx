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
  rowsHere,
  Skeleton,
  urlChoice,
  useApi,
  useUrlState,
} from '@holdfast/design'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { type FirstFix, type FixFirst, fixFirstWords } from './fix-first.ts'
import { PlaceLink } from './place-link.tsx'

const counts = ['5', '10', '25', '100'] as const
const codecs = { actions: urlChoice(counts, '10') }

const open = 'app:vulnerabilities and status:open and fixAvailable:true'
const findingsOf = (place: string) => `${open} and place:${exactly(place)}`

const columns: readonly GridColumn<FirstFix>[] = [
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
      <MetricLink value={row.findings} href={addressOf('/vulnerabilities', { q: findingsOf(row.package) })} />
    ),
  },
  { id: 'assets', header: 'Assets', width: 90, align: 'end', cell: (row) => formatCount(row.assets) },
  {
    id: 'removes',
    header: 'Risk removed',
    width: 120,
    align: 'end',
    cell: (row) => formatCount(row.removes),
  },
]

/** Which packages to upgrade first: those that remove most risk, and what is left after them. */
export function Screen() {
  const api = useApi()
  const [{ actions }, setUrl] = useUrlState(codecs)
  const { data, error, refetch } = useQuery<FixFirst>({
    queryKey: ['fix-first', actions],
    placeholderData: keepPreviousData,
    // Scores follow findings by seconds: what is empty may not be for long.
    refetchInterval: ({ state }) => (state.data?.actions.length === 0 ? 5000 : 60_000),
    queryFn: async ({ signal }) =>
      (await api.get<{ data: FixFirst }>('/vulnerabilities/fix-first', { query: { actions }, signal })).data,
  })
  const source = useMemo(() => rowsHere(data?.actions ?? [], actions), [data, actions])
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
            empty={<Nothing known={data} />}
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
