import {
  Badge,
  Button,
  EmptyState,
  type GridColumn,
  ListScreen,
  type LiveEvent,
  MetricLink,
  RelativeTime,
  type SeverityName,
  Skeleton,
  StatusMark,
  Tile,
  urlOptional,
  useApi,
  useClient,
  useLiveEvent,
  useShortcut,
  useUrlState,
} from '@holdfast/design'
import { IconPlus } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { SeeDemo, useMayDemo } from '../../demo/see-demo.tsx'
import { useSession } from '../../shell/session.ts'
import { useSwitch } from '../../shell/tenants.ts'
import { BecomeButton, BecomeProvider } from './become-provider.tsx'
import { CreateTenant } from './create-tenant.tsx'
import { addressIn, type ChildTenant, openFindings, type TenantSummary } from './tenant.ts'
import { TenantDrawer } from './tenant-drawer.tsx'
import classes from './tenants.module.css'

const severities = ['critical', 'high', 'medium', 'low'] as const

/** A number that nobody may look at is a dash: not known is not none. */
const number = (
  id: string,
  header: string,
  value: (numbers: NonNullable<ChildTenant['numbers']>) => number,
  href: (row: ChildTenant) => string,
): GridColumn<ChildTenant> => ({
  id,
  header,
  width: id === 'notAssessed' ? 100 : 68,
  align: 'end',
  sort: 'descending',
  cell: (row) =>
    row.numbers ? (
      <MetricLink value={value(row.numbers)} href={href(row)} />
    ) : (
      <span className="muted" title="Not known: no grant lives">
        –
      </span>
    ),
})

const nameCell = ({ name, kind }: ChildTenant) => (
  <>
    {name} {kind === 'demo' && <Badge title="Its hosts are simulated">demo</Badge>}
  </>
)

const columns: readonly GridColumn<ChildTenant>[] = [
  { id: 'name', header: 'Tenant', width: 200, grow: 2, sort: 'ascending', cell: nameCell },
  number(
    'assets',
    'Assets',
    ({ assets }) => assets,
    ({ id }) => addressIn(id, '/inventory'),
  ),
  ...severities.map((severity) =>
    number(
      severity,
      severity[0]!.toUpperCase() + severity.slice(1),
      ({ open }) => open[severity],
      ({ id }) => openFindings(id, severity),
    ),
  ),
  number(
    'notAssessed',
    'Not assessed',
    ({ notAssessed }) => notAssessed,
    ({ id }) => addressIn(id, '/not-assessed'),
  ),
  number(
    'silent',
    'Silent',
    ({ silent }) => silent,
    ({ id }) => addressIn(id, '/sources'),
  ),
  {
    id: 'lastSeen',
    header: 'Last seen',
    width: 100,
    align: 'end',
    sort: 'descending',
    cell: ({ numbers }) =>
      numbers?.lastSeenAt ? <RelativeTime at={numbers.lastSeenAt} /> : <span className="muted">–</span>,
  },
  {
    id: 'grantedUntil',
    header: 'Granted until',
    width: 110,
    sort: 'ascending',
    cell: ({ grant }) =>
      grant?.lives ? (
        <RelativeTime at={grant.expiresAt} />
      ) : (
        <span className="muted">{grant ? 'expired' : 'no grant'}</span>
      ),
  },
  {
    id: 'state',
    header: 'State',
    width: 96,
    cell: ({ state }) => <StatusMark status={state === 'active' ? 'ok' : 'failed'}>{state}</StatusMark>,
  },
]

const facets = [
  { token: 'grant', label: 'Grant' },
  { token: 'state', label: 'State' },
  { token: 'kind', label: 'Kind' },
]
const views = [
  { id: 'all', label: 'Everything', query: '' },
  { id: 'worst', label: 'With critical findings', query: 'critical > 0' },
  { id: 'silent', label: 'With silent sources', query: 'silent > 0' },
  { id: 'ending', label: 'Grants that end soon', query: 'grantedUntil < now+30d' },
]
const live = { topic: 'tenant.changed', idOf: ({ body }: LiveEvent) => (body as { tenant?: string }).tenant }
const codecs = { make: urlOptional(), row: urlOptional() }

/** All tenants of a provider, with what they have open: the numbers lead to the lists in each. */
export function Screen() {
  const api = useApi()
  const { may } = useClient()
  const goTo = useSwitch()
  const queries = useQueryClient()
  const [{ make }, setUrl] = useUrlState(codecs)
  const { data: own } = useQuery({
    queryKey: ['tenant'],
    queryFn: ({ signal }) => api.get<{ data: { kind: string; owned: boolean; name: string } }>('/tenant', { signal }),
  })
  const [made, setMade] = useState(0)
  const openMake = () => setUrl({ make: 'tenant' })
  const session = useSession()
  const mayDemo = useMayDemo()
  const isProvider = own?.data.kind === 'provider'
  const mayMake = may('tenants:write') && isProvider
  useShortcut('+', 'Make a tenant', openMake, { when: mayMake })
  useLiveEvent('tenant.', () => void queries.invalidateQueries({ queryKey: ['tenants'] }))
  if (!own || !session) return <Skeleton lines={8} label="Loading the tenants" />
  if (!isProvider && !session.data.ownsTenants) return <BecomeProvider name={own.data.name} owned={own.data.owned} />
  const button = mayMake && (
    <Button look="primary" icon={IconPlus} aria-haspopup="dialog" onClick={openMake}>
      New tenant
    </Button>
  )
  return (
    <>
      <ListScreen<ChildTenant>
        key={made}
        live={live}
        entity="tenants"
        path="/tenants"
        title="Tenants"
        what="tenants"
        columns={columns}
        facets={facets}
        usual={{ query: '', sort: { column: 'critical', descending: true } }}
        views={views}
        keepsViews={false}
        rowId={(row) => row.id}
        rowName={(row) => row.name}
        onEnter={(row) => void goTo(row.id)}
        drawer={(id, row, controls) => <TenantDrawer key={id} id={id} row={row} controls={controls} />}
        actions={
          <>
            {mayDemo && <SeeDemo />}
            {!isProvider && may('tenant:write') && <BecomeButton name={own.data.name} />}
            {button}
          </>
        }
        summary={<Summary />}
        empty={{
          kind: 'new',
          title: 'No tenant yet',
          words: 'Each customer gets a tenant: people, keys, tokens and an audit log of its own.',
          ...(button && { action: button }),
        }}
      />
      {mayMake && (
        <CreateTenant
          opened={make !== undefined}
          onClose={() => setUrl({ make: undefined }, { replace: true })}
          onMade={(row) => {
            setMade((before) => before + 1)
            setUrl({ make: undefined, row }, { replace: true })
          }}
        />
      )}
    </>
  )
}

/** What the tenants with a living grant add up to; each number leads to the tenants that make it. */
function Summary() {
  const api = useApi()
  const { data, error } = useQuery({
    queryKey: ['tenants', 'summary'],
    queryFn: async ({ signal }) => (await api.get<{ data: TenantSummary }>('/tenants/summary', { signal })).data,
    refetchInterval: 30_000,
  })
  if (error) return <EmptyState inline kind="error" title="The sum could not be loaded" words={error.message} />
  if (!data) return null
  const list = (q: string, sort?: string) => `/tenants?q=${encodeURIComponent(q)}${sort ? `&sort=${sort}` : ''}`
  return (
    <section className={classes.tiles} aria-label="All tenants with a living grant">
      <Tile label="Assets" value={data.assets} href={list('assets > 0', '-assets')} />
      {severities.map((severity: SeverityName) => (
        <Tile
          key={severity}
          label={`Open ${severity}`}
          swatch={severity}
          value={data.open[severity]}
          href={list(`${severity} > 0`, `-${severity}`)}
        />
      ))}
      <Tile
        label="Not assessed"
        swatch="hatched"
        value={data.notAssessed}
        href={list('notAssessed > 0', '-notAssessed')}
      />
      <Tile label="Silent sources" value={data.silent} href={list('silent > 0', '-silent')} />
      <Tile label="No living grant" value={data.tenants - data.granted} href={list('not grant:living')} />
    </section>
  )
}
