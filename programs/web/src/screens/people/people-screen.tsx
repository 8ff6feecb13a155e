import {
  addressOf,
  Button,
  DataGrid,
  EmptyState,
  type GridColumn,
  ListLayout,
  PageHeader,
  plural,
  RequestProblem,
  rowsHere,
  SavedViews,
  Skeleton,
  toast,
  urlChoice,
  urlOptional,
  useClient,
  useShortcut,
  useUrlState,
} from '@holdfast/design'
import { IconPlus, IconUserPlus } from '@tabler/icons-react'
import { type ReactNode, useMemo } from 'react'
import { GrantDrawer } from './grant-drawer.tsx'
import { InviteDialog } from './invite-dialog.tsx'
import { MemberDrawer } from './member-drawer.tsx'
import { grantColumns, invitationColumns, memberColumns, roleColumns, unitColumns } from './people-columns.tsx'
import type { Invitation } from './person.ts'
import { RoleDrawer } from './role-drawer.tsx'
import { UnitDrawer } from './unit-drawer.tsx'
import {
  useGrants,
  useGuardedSend,
  useInvitations,
  useMembers,
  useRenewPeople,
  useRoles,
  useUnits,
} from './use-people.ts'

const codecs = {
  row: urlOptional(),
  view: urlChoice(['members', 'invitations', 'roles', 'units', 'grants'], 'members'),
  invite: urlOptional(),
}
const views = [
  { id: 'members', label: 'Members', href: '/people' },
  { id: 'invitations', label: 'Invitations', href: addressOf('/people', { view: 'invitations' }) },
  { id: 'roles', label: 'Roles', href: addressOf('/people', { view: 'roles' }) },
  { id: 'units', label: 'Units', href: addressOf('/people', { view: 'units' }) },
]
const grantsView = { id: 'grants', label: 'Provider’s access', href: addressOf('/people', { view: 'grants' }) }

/** Who is here and as what, who is invited, and what the roles may do. */
export function Screen() {
  const { may } = useClient()
  const [{ row: open, view, invite }, setUrl] = useUrlState(codecs)
  const send = useGuardedSend()
  const renew = useRenewPeople()
  const members = useMembers()
  const roles = useRoles()
  const invitations = useInvitations()
  const units = useUnits()
  const grants = useGrants(may('grants:read'))
  const mayInvite = may('members:write')
  const openInvite = () => setUrl({ invite: 'somebody' })
  useShortcut('+', 'Invite somebody', openInvite, { when: mayInvite })
  const unitButton = mayInvite && (
    <Button look="primary" icon={IconPlus} onClick={() => setUrl({ row: 'new' })}>
      Make a unit
    </Button>
  )
  const button = mayInvite && (
    <Button look="primary" icon={IconUserPlus} aria-haspopup="dialog" onClick={openInvite}>
      Invite somebody
    </Button>
  )

  async function takeBack({ id, name }: Invitation) {
    try {
      await send('DELETE', `/people/invitations/${encodeURIComponent(id)}`)
      toast({ message: `The link for ${name} lets nobody in any more` })
      await renew()
    } catch (cause) {
      if (!(cause instanceof RequestProblem)) throw cause
      toast({ tone: 'failed', message: cause.message })
    }
  }

  const known = roles.data ?? []
  const close = () => setUrl({ row: undefined }, { replace: true })
  const onOpen = (id: string) => setUrl({ row: id }, { replace: open !== undefined })
  const member = view === 'members' ? members.data?.find(({ id }) => id === open) : undefined
  const role = view === 'roles' ? known.find(({ name }) => name === open) : undefined
  const grant = view === 'grants' ? grants.data?.find(({ id }) => id === open) : undefined
  const unit = view === 'units' ? units.data?.find(({ id }) => id === open) : undefined
  const isNewUnit = view === 'units' && open === 'new' && mayInvite
  const list = { members, invitations, roles, units, grants }[view]
  const note =
    members.data &&
    `${plural(members.data.length, 'member')}, ${plural(invitations.data?.filter(({ state }) => state === 'open').length ?? 0, 'open invitation')}`

  let grid: ReactNode
  if (list.error) {
    grid = (
      <EmptyState
        kind="error"
        title="The list could not be loaded"
        words={list.error.message}
        onRetry={() => list.refetch()}
      />
    )
  } else if (!list.data || !roles.data) grid = <Skeleton lines={5} label="Loading" />
  else if (view === 'members') {
    grid = (
      <Rows
        id="members"
        label="Members"
        rows={members.data ?? []}
        columns={memberColumns(known)}
        rowId={(row) => row.id}
        rowName={(row) => row.name}
        open={open}
        onOpen={(row) => onOpen(row.id)}
      />
    )
  } else if (view === 'roles') {
    grid = (
      <Rows
        id="roles"
        label="Roles"
        rows={known}
        columns={roleColumns}
        rowId={(row) => row.name}
        rowName={(row) => row.title}
        open={open}
        onOpen={(row) => onOpen(row.name)}
      />
    )
  } else if (view === 'units') {
    grid = (
      <Rows
        id="units"
        label="Units"
        rows={units.data ?? []}
        columns={unitColumns}
        rowId={(row) => row.id}
        rowName={(row) => row.name}
        open={open}
        onOpen={(row) => onOpen(row.id)}
        empty={
          <EmptyState
            kind="new"
            title="There is no unit"
            words="A unit is a part of the organisation: a name, and tags that say which assets belong to it. Who is in it sees these."
            action={unitButton}
          />
        }
      />
    )
  } else if (view === 'grants') {
    grid = (
      <Rows
        id="grants"
        label="Provider’s access"
        rows={grants.data ?? []}
        columns={grantColumns(known)}
        rowId={(row) => row.id}
        rowName={(row) => row.provider.name}
        open={open}
        onOpen={(row) => onOpen(row.id)}
        empty={
          <EmptyState
            kind="new"
            title="No grant"
            words="No provider owns this tenant, thus nobody comes in as a guest."
          />
        }
      />
    )
  } else {
    grid = (
      <Rows
        id="invitations"
        label="Invitations"
        rows={invitations.data ?? []}
        columns={invitationColumns(known, mayInvite ? (row) => void takeBack(row) : undefined)}
        rowId={(row) => row.id}
        rowName={(row) => row.name}
        empty={
          <EmptyState
            kind="new"
            title="Nobody is invited"
            words="An invitation is a link that lets one person in, once, in the role that you choose."
            action={button}
          />
        }
      />
    )
  }

  return (
    <>
      <ListLayout
        header={<PageHeader title="People" note={note} actions={view === 'units' ? unitButton : button} />}
        views={<SavedViews label="Views" views={grants.data?.length ? [...views, grantsView] : views} current={view} />}
        grid={grid}
        drawer={
          member ? (
            <MemberDrawer key={member.id} member={member} roles={known} onClose={close} />
          ) : grant ? (
            <GrantDrawer key={grant.id} grant={grant} roles={known} onClose={close} />
          ) : role ? (
            <RoleDrawer key={role.name} role={role} onClose={close} onOpen={onOpen} />
          ) : unit || isNewUnit ? (
            <UnitDrawer key={unit?.id ?? 'new'} unit={unit} onClose={close} />
          ) : undefined
        }
      />
      {mayInvite && (
        <InviteDialog
          opened={invite !== undefined}
          roles={known}
          onClose={() => setUrl({ invite: undefined }, { replace: true })}
        />
      )}
    </>
  )
}

/** A grid of a list that is here as a whole. */
function Rows<Row>({
  rows,
  ...grid
}: {
  rows: readonly Row[]
  id: string
  label: string
  columns: readonly GridColumn<Row>[]
  rowId: (row: Row) => string
  rowName: (row: Row) => string
  open?: string | undefined
  onOpen?: (row: Row) => void
  empty?: ReactNode
}) {
  const source = useMemo(() => rowsHere(rows), [rows])
  return <DataGrid source={source} {...grid} />
}
