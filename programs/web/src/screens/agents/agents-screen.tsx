import {
  addressOf,
  Badge,
  Button,
  DataGrid,
  EmptyState,
  type GridColumn,
  ListLayout,
  PageHeader,
  RelativeTime,
  RequestProblem,
  rowsHere,
  SavedViews,
  Skeleton,
  toast,
  urlChoice,
  urlOptional,
  useApi,
  useClient,
  useUrlState,
} from '@holdfast/design'
import { IconPlus } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useMemo } from 'react'
import { useSession } from '../../shell/session.ts'
import type { Profile, Purge, Rule } from './fleet.ts'
import { ProfileForm } from './profile-form.tsx'
import { RingEditor } from './ring-editor.tsx'
import { RingsView, useRings } from './rings-view.tsx'
import { RuleForm } from './rule-form.tsx'

const codecs = { row: urlOptional(), view: urlChoice(['profiles', 'rings', 'rules', 'purged'], 'profiles') }
const views = [
  { id: 'profiles', label: 'Profiles', href: '/agents' },
  { id: 'rings', label: 'Updates', href: addressOf('/agents', { view: 'rings' }) },
  { id: 'rules', label: 'Stale assets', href: addressOf('/agents', { view: 'rules' }) },
  { id: 'purged', label: 'Purged', href: addressOf('/agents', { view: 'purged' }) },
]
const paths = { profiles: '/agent-profiles', rings: '/update-rollouts', rules: '/asset-rules', purged: '/purges' }

const profileColumns: readonly GridColumn<Profile>[] = [
  { id: 'name', header: 'Name', width: 200, grow: 1, cell: (row) => row.name },
  {
    id: 'priority',
    header: 'Priority',
    width: 90,
    align: 'end',
    cell: (row) => (row.isDefault ? 'default' : row.priority),
  },
  {
    id: 'tags',
    header: 'For assets tagged',
    width: 200,
    grow: 1,
    cell: (row) => row.tags.map(({ name }) => name).join(', ') || '–',
  },
  { id: 'sets', header: 'Sets', width: 220, grow: 1, cell: (row) => Object.keys(row.settings).join(', ') || 'nothing' },
  { id: 'updated', header: 'Changed', width: 110, align: 'end', cell: (row) => <RelativeTime at={row.updatedAt} /> },
]

const ruleColumns: readonly GridColumn<Rule>[] = [
  { id: 'name', header: 'Name', width: 180, grow: 1, cell: (row) => row.name },
  { id: 'query', header: 'Assets', width: 260, grow: 2, cell: (row) => <span className="mono">{row.query}</span> },
  {
    id: 'action',
    header: 'What becomes of them',
    width: 160,
    cell: (row) => (row.action === 'purge' ? 'taken out' : 'called stale'),
  },
  { id: 'found', header: 'Found', width: 80, align: 'end', cell: (row) => row.found ?? '–' },
  {
    id: 'ran',
    header: 'Asked',
    width: 110,
    align: 'end',
    cell: (row) => (row.ranAt ? <RelativeTime at={row.ranAt} /> : 'never'),
  },
  { id: 'problem', header: 'Problem', width: 180, cell: (row) => row.problem ?? (row.enabled ? '' : 'switched off') },
]

const purgeColumns = (onUndo: ((row: Purge) => void) | undefined): readonly GridColumn<Purge>[] => [
  { id: 'name', header: 'Asset', width: 180, grow: 1, cell: (row) => row.name },
  { id: 'because', header: 'Why', width: 220, grow: 2, cell: (row) => row.because },
  { id: 'by', header: 'By', width: 140, cell: (row) => row.purgedBy },
  { id: 'at', header: 'Purged', width: 110, align: 'end', cell: (row) => <RelativeTime at={row.purgedAt} /> },
  {
    id: 'state',
    header: 'State',
    width: 110,
    cell: (row) => <Badge tone={row.state === 'undoable' ? 'brand' : 'neutral'}>{row.state}</Badge>,
  },
  {
    id: 'undo',
    header: 'Action',
    width: 100,
    cell: (row) =>
      onUndo &&
      row.state === 'undoable' && (
        <Button look="quiet" onClick={() => onUndo(row)}>
          Undo<span className="said"> the purge of {row.name}</span>
        </Button>
      ),
  },
]

/** How many agents are kept alike: profiles, updates by rings, and what becomes of assets that nobody hears of. */
export function Screen() {
  const api = useApi()
  const { may } = useClient()
  const queries = useQueryClient()
  const [{ row: open, view }, setUrl] = useUrlState(codecs)
  const { data, error, refetch } = useQuery({
    queryKey: ['fleet', view],
    enabled: view !== 'rings',
    refetchInterval: 15_000,
    queryFn: async ({ signal }) => (await api.get<{ data: readonly unknown[] }>(paths[view], { signal })).data,
  })
  // Rings, rules and what was purged are of the whole tenant.
  const limited = useSession()?.data.sees != null
  const rings = useRings(view === 'rings').data?.rings
  const mayWrite = may(view === 'profiles' ? 'sources:write' : 'assets:purge')
  const isMade = view === 'profiles' || view === 'rules'
  const button = isMade && mayWrite && (
    <Button look="primary" icon={IconPlus} onClick={() => setUrl({ row: 'new' })}>
      {view === 'profiles' ? 'New profile' : 'New rule'}
    </Button>
  )
  const close = () => setUrl({ row: undefined }, { replace: true })

  async function undo({ id, name }: Purge) {
    try {
      await api.send('POST', `/purges/${encodeURIComponent(id)}/undo`, {})
      toast({ message: `${name} is back, with all that was kept of it` })
      await queries.invalidateQueries({ queryKey: ['fleet'] })
    } catch (cause) {
      if (!(cause instanceof RequestProblem)) throw cause
      toast({ tone: 'failed', message: cause.message })
    }
  }

  let grid: ReactNode
  if (view === 'rings') grid = <RingsView onChange={() => setUrl({ row: 'rings' })} />
  else if (error)
    grid = (
      <EmptyState kind="error" title="The list could not be loaded" words={error.message} onRetry={() => refetch()} />
    )
  else if (!data) grid = <Skeleton lines={5} label="Loading" />
  else if (view === 'profiles')
    grid = (
      <Rows
        id="agent-profiles"
        label="Profiles"
        rows={data as readonly Profile[]}
        columns={profileColumns}
        open={open}
        onOpen={(id) => setUrl({ row: id }, { replace: open !== undefined })}
        empty={
          <EmptyState
            kind="new"
            title="No profile"
            words="Without one, agents work as they do by themselves."
            action={button}
          />
        }
      />
    )
  else if (view === 'rules')
    grid = (
      <Rows
        id="asset-rules"
        label="Rules about stale assets"
        rows={data as readonly Rule[]}
        columns={ruleColumns}
        open={open}
        onOpen={(id) => setUrl({ row: id }, { replace: open !== undefined })}
        empty={
          <EmptyState
            kind="new"
            title="No rule"
            words="A rule says what becomes of assets that nobody hears of any more."
            action={button}
          />
        }
      />
    )
  else
    grid = (
      <Rows
        id="purges"
        label="Purged assets"
        rows={data as readonly Purge[]}
        columns={purgeColumns(may('assets:purge') ? (row) => void undo(row) : undefined)}
        empty={
          <EmptyState
            kind="new"
            title="Nothing was purged"
            words="What rules and people take out stands here, and can come back for a while."
          />
        }
      />
    )

  const found = (data ?? []) as readonly { readonly id: string }[]
  const shown = open === 'new' || found.some(({ id }) => id === open)
  return (
    <ListLayout
      header={<PageHeader title="Agents" note="kept alike" actions={button} />}
      views={<SavedViews label="Views" views={limited ? views.slice(0, 1) : views} current={view} />}
      grid={grid}
      drawer={
        open !== undefined && shown && view === 'profiles' ? (
          <ProfileForm
            key={open}
            profile={found.find(({ id }) => id === open) as Profile | undefined}
            onClose={close}
          />
        ) : open !== undefined && shown && view === 'rules' ? (
          <RuleForm key={open} rule={found.find(({ id }) => id === open) as Rule | undefined} onClose={close} />
        ) : open === 'rings' && view === 'rings' && rings && may('sources:update') ? (
          <RingEditor rings={rings} onClose={close} />
        ) : undefined
      }
    />
  )
}

function Rows<Row extends { readonly id: string; readonly name: string }>({
  rows,
  onOpen,
  ...grid
}: {
  rows: readonly Row[]
  id: string
  label: string
  columns: readonly GridColumn<Row>[]
  open?: string | undefined
  onOpen?: (id: string) => void
  empty: ReactNode
}) {
  const source = useMemo(() => rowsHere(rows), [rows])
  return (
    <DataGrid
      source={source}
      rowId={(row) => row.id}
      rowName={(row) => row.name}
      {...(onOpen && { onOpen: (row: Row) => onOpen(row.id) })}
      {...grid}
    />
  )
}
