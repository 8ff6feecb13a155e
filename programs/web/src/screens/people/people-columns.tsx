import { Badge, Button, FromProvider, type GridColumn, RelativeTime, usePushed } from '@holdfast/design'
import { type Grant, type Invitation, type Member, nameOf, type Role } from './person.ts'
import { sightWords, tagWords, type Unit } from './sight.ts'

const titleOf = (roles: readonly Role[], name: string) => roles.find((role) => role.name === name)?.title ?? name

export const memberColumns = (roles: readonly Role[]): readonly GridColumn<Member>[] => [
  { id: 'name', header: 'Name', width: 200, grow: 2, cell: (row) => row.name },
  { id: 'email', header: 'E-mail', width: 200, grow: 2, cell: (row) => row.email ?? '–' },
  { id: 'role', header: 'Role', width: 160, grow: 1, cell: (row) => titleOf(roles, row.role) },
  { id: 'sees', header: 'Sees', width: 180, grow: 2, cell: (row) => sightWords(row.sees) },
  {
    id: 'state',
    header: 'State',
    width: 110,
    cell: (row) => <Badge tone={row.state === 'active' ? 'brand' : 'neutral'}>{row.state}</Badge>,
  },
  {
    id: 'guest',
    header: 'Belongs to',
    width: 150,
    grow: 1,
    cell: ({ guestOf }) =>
      guestOf === null ? <span className="muted">this tenant</span> : <Badge tone="high">guest of {guestOf}</Badge>,
  },
  { id: 'since', header: 'Member since', width: 120, align: 'end', cell: (row) => <RelativeTime at={row.since} /> },
]

export const unitColumns: readonly GridColumn<Unit>[] = [
  { id: 'name', header: 'Unit', width: 180, grow: 1, cell: (row) => row.name },
  { id: 'description', header: 'What it is', width: 220, grow: 2, cell: (row) => row.description || '–' },
  { id: 'shows', header: 'Shows', width: 260, grow: 3, cell: (row) => tagWords(row) },
  { id: 'members', header: 'Members', width: 90, align: 'end', cell: (row) => row.members },
]

function RoleMaker({ name }: { name: string }) {
  return usePushed('role', name) ? <FromProvider kind="role" id={name} /> : 'this tenant'
}

export const roleColumns: readonly GridColumn<Role>[] = [
  { id: 'title', header: 'Role', width: 170, cell: (row) => row.title },
  { id: 'summary', header: 'What it is for', width: 320, grow: 3, cell: (row) => row.summary },
  {
    id: 'made',
    header: 'Made by',
    width: 110,
    cell: (row) => (row.isOwn ? <RoleMaker name={row.name} /> : 'Holdfast'),
  },
  { id: 'may', header: 'May', width: 80, align: 'end', cell: (row) => row.permissions.length },
  { id: 'members', header: 'Members', width: 90, align: 'end', cell: (row) => row.members },
]

export const invitationColumns = (
  roles: readonly Role[],
  onRevoke: ((invitation: Invitation) => void) | undefined,
): readonly GridColumn<Invitation>[] => [
  { id: 'name', header: 'For', width: 180, grow: 2, cell: (row) => row.name },
  {
    id: 'kind',
    header: 'To',
    width: 150,
    grow: 1,
    cell: (row) => (row.kind === 'join' ? `join as ${titleOf(roles, row.role)}` : 'sign in again'),
  },
  { id: 'sees', header: 'Will see', width: 160, grow: 1, cell: (row) => sightWords(row.sees) },
  {
    id: 'state',
    header: 'State',
    width: 100,
    cell: (row) => <Badge tone={row.state === 'open' ? 'brand' : 'neutral'}>{row.state}</Badge>,
  },
  { id: 'by', header: 'Made by', width: 140, grow: 1, cell: (row) => nameOf(row.invitedBy) },
  { id: 'made', header: 'Made', width: 100, align: 'end', cell: (row) => <RelativeTime at={row.createdAt} /> },
  { id: 'ends', header: 'Ends', width: 100, align: 'end', cell: (row) => <RelativeTime at={row.expiresAt} /> },
  ...(onRevoke
    ? [
        {
          id: 'revoke',
          header: 'Action',
          width: 120,
          cell: (row: Invitation) =>
            row.state === 'open' && (
              <Button look="quiet" onClick={() => onRevoke(row)}>
                Take back<span className="said"> the link for {row.name}</span>
              </Button>
            ),
        },
      ]
    : []),
]

const grantTones = { living: 'brand', expired: 'neutral', revoked: 'neutral' } as const

export const grantColumns = (roles: readonly Role[]): readonly GridColumn<Grant>[] => [
  { id: 'provider', header: 'Provider', width: 180, grow: 2, cell: (row) => row.provider.name },
  {
    id: 'state',
    header: 'State',
    width: 100,
    cell: ({ state }) => <Badge tone={grantTones[state]}>{state}</Badge>,
  },
  { id: 'role', header: 'As at most', width: 150, grow: 1, cell: (row) => titleOf(roles, row.role) },
  { id: 'guests', header: 'Guests', width: 80, align: 'end', cell: (row) => row.guests },
  { id: 'by', header: 'Granted by', width: 160, grow: 1, cell: (row) => nameOf(row.grantedBy) },
  { id: 'ends', header: 'Ends', width: 110, align: 'end', cell: (row) => <RelativeTime at={row.expiresAt} /> },
]
