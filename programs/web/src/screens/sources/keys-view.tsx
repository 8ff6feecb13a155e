import {
  Badge,
  Button,
  DataGrid,
  EmptyState,
  formatCount,
  type GridColumn,
  plural,
  RelativeTime,
  RequestProblem,
  rowsHere,
  Skeleton,
  toast,
  useApi,
  useClient,
} from '@holdfast/design'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { ActivationKey } from './key.ts'

/** With what sources enrol: which keys still work, how often each was used, and the end of each. */
export function KeysView({ open, onOpen }: { open: string | undefined; onOpen: (id: string) => void }) {
  const api = useApi()
  const { may } = useClient()
  const queries = useQueryClient()
  const { data, error, refetch } = useKeys()
  const revokes = may('sources:write')
  const columns = useMemo(() => columnsOf(revokes ? { revoke, able } : undefined), [revokes])
  const source = useMemo(() => rowsHere(data ?? []), [data])

  async function able(key: ActivationKey) {
    const path = `/activation-keys/${encodeURIComponent(key.id)}`
    try {
      const { etag } = await api.getTagged(path)
      const disabled = key.disabledAt ? null : { reason: 'by hand' }
      await api.send('PATCH', path, { disabled }, { ...(etag !== undefined && { ifMatch: etag }) })
      await queries.invalidateQueries({ queryKey: ['activation-keys'] })
    } catch (cause) {
      if (!(cause instanceof RequestProblem)) throw cause
      toast({ message: cause.message, tone: 'failed' })
    }
  }

  async function revoke(key: ActivationKey) {
    const path = `/activation-keys/${encodeURIComponent(key.id)}`
    try {
      const { etag } = await api.getTagged(path)
      await api.send('DELETE', path, undefined, { ...(etag !== undefined && { ifMatch: etag }) })
      toast({
        message: `“${key.name}” is ended. ${plural(key.uses, 'source')} that enrolled with it stay${key.uses === 1 ? 's' : ''}.`,
      })
      await queries.invalidateQueries({ queryKey: ['activation-keys'] })
    } catch (cause) {
      if (!(cause instanceof RequestProblem)) throw cause
      toast({ message: cause.message, tone: 'failed' })
    }
  }

  if (error) {
    return (
      <EmptyState kind="error" title="The keys could not be loaded" words={error.message} onRetry={() => refetch()} />
    )
  }
  if (!data) return <Skeleton lines={5} label="Loading the keys" />
  return (
    <DataGrid
      id="activation-keys"
      label="Activation keys"
      columns={columns}
      source={source}
      rowId={(row) => row.id}
      rowName={(row) => row.name}
      open={open}
      onOpen={(row) => onOpen(row.id)}
      empty={
        <EmptyState
          kind="new"
          title="No activation key"
          words="“Install an agent” makes one, with the command that uses it."
        />
      }
    />
  )
}

/** All activation keys, newest first; what they were used for is asked again and again. */
export function useKeys() {
  const api = useApi()
  return useQuery({
    queryKey: ['activation-keys'],
    refetchInterval: 10_000,
    queryFn: async ({ signal }) =>
      (await api.get<{ data: readonly ActivationKey[] }>('/activation-keys', { signal })).data,
  })
}

function columnsOf(
  acts: Readonly<Record<'revoke' | 'able', (key: ActivationKey) => Promise<void>>> | undefined,
): readonly GridColumn<ActivationKey>[] {
  return [
    { id: 'name', header: 'Name', width: 200, grow: 2, cell: (row) => row.name },
    { id: 'hint', header: 'Begins with', width: 110, cell: (row) => <span className="mono">{row.hint}…</span> },
    {
      id: 'state',
      header: 'State',
      width: 96,
      cell: (row) => {
        return <Badge tone={row.state === 'works' ? 'brand' : 'neutral'}>{row.state}</Badge>
      },
    },
    {
      id: 'tags',
      header: 'Gives',
      width: 120,
      grow: 1,
      cell: ({ tags }) => tags.map(({ name }) => name).join(', ') || '–',
    },
    { id: 'modules', header: 'Modules', width: 110, cell: ({ modules }) => modules?.join(', ') ?? 'all' },
    {
      id: 'uses',
      header: 'Used',
      width: 96,
      align: 'end',
      cell: ({ uses, limit }) => (limit === null ? formatCount(uses) : `${formatCount(uses)} of ${formatCount(limit)}`),
    },
    {
      id: 'used',
      header: 'Last used',
      width: 100,
      align: 'end',
      cell: ({ lastUsedAt }) => (lastUsedAt ? <RelativeTime at={lastUsedAt} /> : 'never'),
    },
    {
      id: 'expires',
      header: 'Ends',
      width: 100,
      align: 'end',
      cell: ({ expiresAt }) => (expiresAt ? <RelativeTime at={expiresAt} /> : 'never'),
    },
    {
      id: 'made',
      header: 'Made',
      width: 100,
      align: 'end',
      cell: ({ createdAt }) => <RelativeTime at={createdAt} />,
    },
    ...(acts
      ? [
          {
            id: 'end',
            header: 'Action',
            width: 180,
            cell: (row: ActivationKey) =>
              ['works', 'disabled'].includes(row.state) && (
                <>
                  <Button look="quiet" onClick={() => void acts.able(row)}>
                    {row.disabledAt ? 'Enable' : 'Disable'}
                    <span className="said"> {row.name}</span>
                  </Button>
                  <Button look="quiet" onClick={() => void acts.revoke(row)}>
                    Revoke<span className="said"> {row.name}</span>
                  </Button>
                </>
              ),
          },
        ]
      : []),
  ]
}
