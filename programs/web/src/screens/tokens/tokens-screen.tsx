import {
  addressOf,
  Badge,
  Button,
  type GridColumn,
  ListLayout,
  PageHeader,
  plural,
  RelativeTime,
  SavedViews,
  urlChoice,
  urlOptional,
  useClient,
  useNow,
  useUrlState,
  WholeGrid,
} from '@holdfast/design'
import { IconPlus } from '@tabler/icons-react'
import { useRoles } from '../people/use-people.ts'
import { AccountDrawer } from './account-drawer.tsx'
import { MakeTokenDialog } from './make-token-dialog.tsx'
import { type ServiceAccount, type Token, useServiceAccounts, useTokens } from './token.ts'
import { TokenDrawer } from './token-drawer.tsx'
import { stateOf } from './token-state.ts'

const codecs = { view: urlChoice(['tokens', 'accounts'], 'tokens'), row: urlOptional(), make: urlOptional() }
const views = [
  { id: 'tokens', label: 'Tokens', href: '/api-access' },
  { id: 'accounts', label: 'Service accounts', href: addressOf('/api-access', { view: 'accounts' }) },
]
const tones = { live: 'brand', 'ends soon': 'high', rotated: 'neutral', ended: 'neutral' } as const

const tokenColumns = (now: number): readonly GridColumn<Token>[] => [
  { id: 'name', header: 'Name', width: 200, grow: 2, cell: (row) => row.name },
  {
    id: 'who',
    header: 'Acts for',
    width: 160,
    grow: 1,
    cell: (row) => row.person ?? row.service?.name ?? 'no person',
  },
  {
    id: 'scopes',
    header: 'May',
    width: 200,
    grow: 2,
    cell: (row) => <span className="mono">{row.scopes.join(' ')}</span>,
  },
  { id: 'hint', header: 'Ends in', width: 90, cell: (row) => <span className="mono">…{row.hint}</span> },
  {
    id: 'used',
    header: 'Last used',
    width: 110,
    align: 'end',
    cell: (row) => (row.usedAt ? <RelativeTime at={row.usedAt} /> : 'never'),
  },
  {
    id: 'expires',
    header: 'Until',
    width: 110,
    align: 'end',
    cell: (row) => <RelativeTime at={row.revokedAt ?? row.expiresAt} />,
  },
  {
    id: 'state',
    header: 'State',
    width: 110,
    cell: (row) => <Badge tone={tones[stateOf(row, now)]}>{stateOf(row, now)}</Badge>,
  },
]

const accountColumns: readonly GridColumn<ServiceAccount>[] = [
  { id: 'name', header: 'Name', width: 200, grow: 1, cell: (row) => row.name },
  { id: 'description', header: 'What for', width: 240, grow: 2, cell: (row) => row.description },
  { id: 'role', header: 'Role', width: 150, cell: (row) => row.role ?? 'by its tokens' },
  { id: 'owner', header: 'Answers for it', width: 160, cell: (row) => row.owner ?? 'nobody' },
  { id: 'tokens', header: 'Live tokens', width: 110, align: 'end', cell: (row) => row.tokens },
  { id: 'state', header: 'State', width: 110, cell: (row) => row.state },
]

/** Tokens for programs, and the service accounts that they are of. */
export function Screen() {
  const { may } = useClient()
  const now = useNow()
  const [{ view, row: open, make }, setUrl] = useUrlState(codecs)
  const tokens = useTokens()
  const accounts = useServiceAccounts()
  const roles = useRoles()
  const mayWrite = may('tokens:write')
  const close = () => setUrl({ row: undefined }, { replace: true })
  const token = view === 'tokens' ? tokens.data?.find(({ id }) => id === open) : undefined
  const account = view === 'accounts' ? accounts.data?.find(({ id }) => id === open) : undefined
  const soon = tokens.data?.filter((each) => stateOf(each, now) === 'ends soon').length ?? 0
  const button =
    mayWrite &&
    (view === 'tokens' ? (
      <Button look="primary" icon={IconPlus} aria-haspopup="dialog" onClick={() => setUrl({ make: 'token' })}>
        Make a token
      </Button>
    ) : (
      <Button look="primary" icon={IconPlus} onClick={() => setUrl({ row: 'new' })}>
        Make a service account
      </Button>
    ))

  return (
    <>
      <ListLayout
        header={
          <PageHeader
            title="API access"
            note={soon > 0 ? `${plural(soon, 'token')} ${soon === 1 ? 'ends' : 'end'} within two weeks` : undefined}
            actions={button}
          />
        }
        views={<SavedViews label="Views" views={views} current={view} />}
        grid={
          view === 'tokens' ? (
            <WholeGrid
              id="tokens"
              what="API tokens"
              list={tokens}
              columns={tokenColumns(now)}
              rowId={(row) => row.id}
              rowName={(row) => row.name}
              open={open}
              onOpen={(row) => setUrl({ row: row.id }, { replace: open !== undefined })}
              empty={{
                title: 'No program has a token',
                words: 'A token lets a program use the API: with what you give it, and until when.',
                action: button,
              }}
            />
          ) : (
            <WholeGrid
              id="service-accounts"
              what="service accounts"
              list={accounts}
              columns={accountColumns}
              rowId={(row) => row.id}
              rowName={(row) => row.name}
              open={open}
              onOpen={(row) => setUrl({ row: row.id }, { replace: open !== undefined })}
              empty={{
                title: 'There is no service account',
                words:
                  'A service account is a program with a role, and somebody who answers for it. Its tokens outlive people’s.',
                action: button,
              }}
            />
          )
        }
        drawer={
          token ? (
            <TokenDrawer key={token.id} token={token} mayWrite={mayWrite} onClose={close} />
          ) : view === 'accounts' && (account || (open === 'new' && mayWrite)) ? (
            <AccountDrawer key={open} account={account} roles={roles.data ?? []} mayWrite={mayWrite} onClose={close} />
          ) : undefined
        }
      />
      {mayWrite && (
        <MakeTokenDialog
          opened={make !== undefined}
          accounts={accounts.data ?? []}
          onClose={() => setUrl({ make: undefined }, { replace: true })}
        />
      )}
    </>
  )
}
