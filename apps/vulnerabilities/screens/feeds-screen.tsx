import {
  Badge,
  CopyCommand,
  DataGrid,
  EmptyState,
  formatCount,
  type GridColumn,
  ListLayout,
  PageHeader,
  RelativeTime,
  rowsHere,
  Skeleton,
  useApi,
} from '@holdfast/design'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'

/** A feed, as `GET /vulnerabilities/feeds` tells it. */
interface Feed {
  readonly feed: string
  readonly title: string
  readonly publisher: string
  readonly version: string
  readonly dataOf: string | null
  readonly importedAt: string
  readonly advisories: number
  readonly threats: number
  readonly problems: number
  readonly covers: readonly string[]
  readonly provenance: string
  readonly signedBy: string | null
  readonly from: string | null
}

const provenances: Readonly<Record<string, string>> = {
  signature: 'Signed',
  checksum: 'Checksum only',
  tls: 'Not verified: over TLS',
  plain: 'Not verified: downloaded',
  file: 'Not verified: a file',
  bundle: 'Not verified: a bundle',
}

const columns: readonly GridColumn<Feed>[] = [
  { id: 'title', header: 'Feed', width: 220, grow: 2, cell: (row) => row.title },
  { id: 'publisher', header: 'Publisher', width: 150, grow: 1, cell: (row) => row.publisher },
  {
    id: 'dataOf',
    header: 'Data of',
    width: 110,
    cell: (row) => (row.dataOf === null ? <span className="muted">not told</span> : <RelativeTime at={row.dataOf} />),
  },
  { id: 'importedAt', header: 'Imported', width: 110, cell: (row) => <RelativeTime at={row.importedAt} /> },
  {
    id: 'advisories',
    header: 'Advisories',
    width: 100,
    align: 'end',
    cell: (row) => formatCount(row.advisories),
  },
  { id: 'threats', header: 'Ratings', width: 90, align: 'end', cell: (row) => formatCount(row.threats) },
  {
    id: 'problems',
    header: 'Left out',
    width: 90,
    align: 'end',
    cell: (row) => (row.problems > 0 ? <Badge tone="medium">{formatCount(row.problems)}</Badge> : '0'),
  },
  { id: 'covers', header: 'Speaks for', width: 170, grow: 2, cell: (row) => coversWords(row.covers) },
  {
    id: 'provenance',
    header: 'How it came',
    width: 190,
    grow: 2,
    cell: (row) => <span title={row.signedBy ?? row.from ?? undefined}>{provenWords(row)}</span>,
  },
]

/** `Signed by CISA`: its address and fingerprint are in the title. */
function provenWords({ provenance, signedBy }: Feed): string {
  if (signedBy === null) return provenances[provenance] ?? provenance
  return `Signed by ${signedBy.split(/ [<(]/)[0]}`
}

function coversWords(covers: readonly string[]): string {
  if (covers.length === 0) return 'nothing as a whole'
  return covers.length > 4 ? `${covers.slice(0, 3).join(', ')} and ${covers.length - 3} more` : covers.join(', ')
}

/** What vulnerabilities are known from: how old each feed is, what it holds, and how it came here. */
export function Screen() {
  const api = useApi()
  const { data, error, refetch } = useQuery({
    queryKey: ['feeds'],
    refetchInterval: 60_000,
    queryFn: async ({ signal }) =>
      (await api.get<{ data: readonly Feed[] }>('/vulnerabilities/feeds', { signal })).data,
  })
  const source = useMemo(() => rowsHere(data ?? []), [data])
  return (
    <ListLayout
      header={<PageHeader title="Feeds" note="What vulnerabilities are known from" />}
      grid={
        error ? (
          <EmptyState
            kind="error"
            title="The feeds could not be loaded"
            words={error.message}
            onRetry={() => refetch()}
          />
        ) : !data ? (
          <Skeleton lines={5} label="Loading the feeds" />
        ) : (
          <DataGrid
            id="feeds"
            label="Feeds"
            columns={columns}
            source={source}
            rowId={(row) => row.feed}
            rowName={(row) => row.title}
            empty={
              <EmptyState
                kind="new"
                title="No feed was imported yet"
                words={
                  <>
                    Without any, nothing is known to be vulnerable, and nothing is known to be clean. Feeds are
                    downloaded with one command on the server; <code>./holdfast feed import</code> takes files that were
                    brought there.
                    <CopyCommand command="./holdfast feed sync debian-tracker cisa-kev epss" />
                  </>
                }
              />
            }
          />
        )
      }
    />
  )
}
