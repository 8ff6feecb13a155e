import {
  addressOf,
  Badge,
  Button,
  DataGrid,
  EmptyState,
  type GridColumn,
  ListLayout,
  PageHeader,
  rowsHere,
  SavedViews,
  Skeleton,
  urlChoice,
  urlOptional,
  useClient,
  useUrlState,
} from '@holdfast/design'
import { IconPlus } from '@tabler/icons-react'
import { useMemo } from 'react'
import { useRoles } from '../people/use-people.ts'
import { PolicyForm } from './policy-form.tsx'
import { ProviderDrawer } from './provider-drawer.tsx'
import classes from './security.module.css'
import { type Provider, usePolicy, useProviders } from './security.ts'

const codecs = { view: urlChoice(['policy', 'providers'], 'policy'), row: urlOptional() }
const views = [
  { id: 'policy', label: 'Sign-ins', href: '/security' },
  { id: 'providers', label: 'Identity providers', href: addressOf('/security', { view: 'providers' }) },
]
const joining: Readonly<Record<Provider['joining'], string>> = {
  nobody: 'nobody new',
  invited: 'the invited',
  domains: 'anybody of the domains',
}

const columns: readonly GridColumn<Provider>[] = [
  { id: 'name', header: 'Name', width: 180, grow: 1, cell: (row) => row.name },
  { id: 'issuer', header: 'Issuer', width: 260, grow: 2, cell: (row) => <span className="mono">{row.issuer}</span> },
  { id: 'joining', header: 'Lets in', width: 180, cell: (row) => joining[row.joining] },
  { id: 'domains', header: 'Domains', width: 180, grow: 1, cell: (row) => row.domains.join(', ') || 'all' },
  {
    id: 'state',
    header: 'State',
    width: 110,
    cell: (row) => (row.enabled ? <Badge tone="brand">on</Badge> : <Badge tone="neutral">off</Badge>),
  },
]

/** What sign-ins must hold here, and which identity providers are trusted. */
export function Screen() {
  const { may } = useClient()
  const [{ view, row: open }, setUrl] = useUrlState(codecs)
  const policy = usePolicy()
  const providers = useProviders()
  const roles = useRoles()
  const source = useMemo(() => rowsHere(providers.data ?? []), [providers.data])
  const mayWrite = may('security:write')
  const shown = open === undefined ? undefined : providers.data?.find(({ id }) => id === open)
  const makes = open === 'new' && mayWrite
  const failed = view === 'policy' ? policy : providers
  const button = mayWrite && (
    <Button look="primary" icon={IconPlus} onClick={() => setUrl({ row: 'new' })}>
      Trust a provider
    </Button>
  )

  return (
    <ListLayout
      header={
        <PageHeader
          title="Security"
          note="How people sign in to this organisation"
          actions={view === 'providers' && button}
        />
      }
      views={<SavedViews label="Views" views={views} current={view} />}
      grid={
        failed.error ? (
          <EmptyState
            kind="error"
            title="This could not be loaded"
            words={failed.error.message}
            onRetry={() => failed.refetch()}
          />
        ) : !policy.data || !providers.data ? (
          <Skeleton lines={5} label="Loading" />
        ) : view === 'policy' ? (
          <div className={classes.cards}>
            <PolicyForm key={JSON.stringify(policy.data)} policy={policy.data} />
          </div>
        ) : (
          <DataGrid
            id="providers"
            label="Identity providers"
            columns={columns}
            source={source}
            rowId={(row) => row.id}
            rowName={(row) => row.name}
            open={open}
            onOpen={(row) => setUrl({ row: row.id }, { replace: open !== undefined })}
            empty={
              <EmptyState
                kind="new"
                title="No identity provider is trusted"
                words="With one (Keycloak, Entra ID, Okta, Google …) people sign in with the account that they have anyway."
                action={button}
              />
            }
          />
        )
      }
      drawer={
        view === 'providers' && (shown || makes) && roles.data ? (
          <ProviderDrawer
            key={open}
            provider={shown}
            roles={roles.data}
            mayWrite={mayWrite}
            onClose={() => setUrl({ row: undefined }, { replace: true })}
          />
        ) : undefined
      }
    />
  )
}
