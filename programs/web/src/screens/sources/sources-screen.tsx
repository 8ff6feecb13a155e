import {
  addressOf,
  Button,
  type GridColumn,
  ListLayout,
  ListScreen,
  PageHeader,
  RelativeTime,
  SavedViews,
  type Status,
  StatusMark,
  urlChoice,
  urlOptional,
  useClient,
  useNow,
  useShortcut,
  useUrlState,
} from '@holdfast/design'
import { IconKey, IconPlus } from '@tabler/icons-react'
import { type ReactNode, useMemo } from 'react'
import { WatchButton } from '../alerts/watch-button.tsx'
import { InstallDialog } from './install-dialog.tsx'
import { KeyDrawer } from './key-drawer.tsx'
import { KeysView, useKeys } from './keys-view.tsx'
import type { Source } from './source.ts'
import { SourceDrawer } from './source-drawer.tsx'
import { stateWords } from './state-words.ts'

const marks: Readonly<Record<Source['health'], Status>> = {
  well: 'ok',
  quiet: 'off',
  silent: 'warn',
  changed: 'failed',
  'never-heard': 'unknown',
  revoked: 'off',
}

const columnsAt = (now: number): readonly GridColumn<Source>[] => [
  { id: 'name', header: 'Name', width: 160, grow: 1, sort: 'ascending', cell: (row) => row.name },
  {
    id: 'state',
    header: 'How it is',
    width: 240,
    grow: 2,
    cell: (row) => <StatusMark status={marks[row.health]}>{stateWords(row, now)}</StatusMark>,
  },
  { id: 'kind', header: 'Kind', width: 84, sort: 'ascending', cell: (row) => row.kind },
  { id: 'platform', header: 'Platform', width: 110, cell: (row) => row.platform ?? '–' },
  { id: 'version', header: 'Version', width: 84, sort: 'ascending', cell: (row) => row.agentVersion ?? '–' },
  { id: 'network', header: 'Network', width: 100, sort: 'ascending', cell: (row) => row.network },
  { id: 'profile', header: 'Profile', width: 110, hidden: true, cell: (row) => row.profile?.name ?? '–' },
  { id: 'key', header: 'Activation key', width: 120, hidden: true, cell: (row) => row.key?.name ?? '–' },
  {
    id: 'lastSeen',
    header: 'Last heard',
    width: 100,
    align: 'end',
    sort: 'descending',
    hidden: true,
    cell: ({ lastSeenAt }) => (lastSeenAt ? <RelativeTime at={lastSeenAt} /> : 'never'),
  },
  {
    id: 'enrolled',
    header: 'Enrolled',
    width: 100,
    align: 'end',
    sort: 'descending',
    cell: (row) => <RelativeTime at={row.enrolledAt} />,
  },
  { id: 'waiting', header: 'Waiting there', width: 100, align: 'end', hidden: true, cell: (row) => row.waiting ?? '–' },
  { id: 'pending', header: 'Waiting here', width: 100, align: 'end', hidden: true, cell: (row) => row.pending },
  { id: 'setAside', header: 'Set aside', width: 84, align: 'end', hidden: true, cell: (row) => row.setAside },
]

const keysAddress = addressOf('/sources', { view: 'keys' })
const codecs = { row: urlOptional(), view: urlChoice(['sources', 'keys'], 'sources'), install: urlOptional() }

/** Who tells us what we know: agents and others, how they are, and how to have one more. */
export function Screen() {
  const { may } = useClient()
  const [{ view, install }, setUrl] = useUrlState(codecs)
  const mayInstall = may('sources:write')
  const openInstall = () => setUrl({ install: 'agent' })
  useShortcut('+', 'Install an agent', openInstall, { when: mayInstall })
  const button = mayInstall && (
    <Button look="primary" icon={IconPlus} aria-haspopup="dialog" onClick={openInstall}>
      Install an agent
    </Button>
  )
  return (
    <>
      {view === 'keys' ? <KeyList button={button} /> : <SourceList button={button} />}
      {mayInstall && (
        <InstallDialog
          opened={install !== undefined}
          onClose={() => setUrl({ install: undefined }, { replace: true })}
        />
      )}
    </>
  )
}

const keyViews = [
  { id: 'sources', label: 'Sources', href: '/sources' },
  { id: 'keys', label: 'Activation keys', href: keysAddress },
]

function KeyList({ button }: { button: ReactNode }) {
  const [{ row: open }, setUrl] = useUrlState(codecs)
  const key = useKeys().data?.find(({ id }) => id === open)
  return (
    <ListLayout
      header={<PageHeader title="Sources" note="with what they enrol" actions={button} />}
      views={<SavedViews label="Views" views={keyViews} current="keys" />}
      grid={<KeysView open={open} onOpen={(id) => setUrl({ row: id }, { replace: open !== undefined })} />}
      drawer={
        key && (
          <KeyDrawer key={key.id} activationKey={key} onClose={() => setUrl({ row: undefined }, { replace: true })} />
        )
      }
    />
  )
}

const stateLabels: Readonly<Record<Source['health'], string>> = {
  well: 'well',
  quiet: 'told to be silent',
  silent: 'silent',
  'never-heard': 'never heard',
  changed: 'changed',
  revoked: 'revoked',
}
const facets = [
  {
    token: 'state',
    label: 'State',
    render: (value: string) => (
      <StatusMark status={marks[value as Source['health']]}>{stateLabels[value as Source['health']]}</StatusMark>
    ),
  },
  { token: 'kind', label: 'Kind' },
  { token: 'version', label: 'Version' },
  { token: 'network', label: 'Network' },
  { token: 'profile', label: 'Profile' },
  { token: 'ring', label: 'Ring' },
  { token: 'key', label: 'Activation key' },
  { token: 'platform', label: 'Platform' },
]
const living = 'not state:revoked'
const views = [
  { id: 'living', label: 'Living', query: living },
  { id: 'silent', label: 'Silent', query: 'state:silent' },
  { id: 'trouble', label: 'In trouble', query: 'state:[changed, never-heard] or refused:true or cloned:true' },
  { id: 'revoked', label: 'Revoked', query: 'state:revoked' },
  { id: 'all', label: 'Everything', query: '' },
]
const usual = { query: living, sort: { column: 'enrolled', descending: true } }
/** When each was last heard moves without being told. */
const live = {
  topic: 'source.',
  idOf: ({ body }: { body: unknown }) => (body as { source?: string }).source,
  againMs: 15_000,
}

function SourceList({ button }: { button: ReactNode }) {
  const now = useNow()
  const columns = useMemo(() => columnsAt(now), [now])
  const empty = {
    kind: 'new',
    title: 'No source yet',
    words: 'An agent on a host tells what runs there, within seconds and from then on.',
    action: button,
  } as const
  return (
    <ListScreen<Source>
      entity="sources"
      path="/sources"
      title="Sources"
      what="sources"
      columns={columns}
      facets={facets}
      usual={usual}
      views={views}
      rowId={(row) => row.id}
      rowName={(row) => row.name}
      live={live}
      queryActions={(query) => <WatchButton list="sources" query={query} />}
      actions={
        <>
          <Button icon={IconKey} href={keysAddress}>
            Activation keys
          </Button>
          {button}
        </>
      }
      drawer={(id, _, { onClose, renew }) => <SourceDrawer key={id} id={id} onClose={onClose} onChange={renew} />}
      empty={empty}
      usualEmpty={empty}
    />
  )
}
