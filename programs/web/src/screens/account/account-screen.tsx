import {
  addressOf,
  Badge,
  Button,
  DataGrid,
  EmptyState,
  type GridColumn,
  ListLayout,
  PageHeader,
  plural,
  RelativeTime,
  RequestProblem,
  rowsHere,
  SavedViews,
  Skeleton,
  toast,
  urlChoice,
  useApi,
  useUrlState,
} from '@holdfast/design'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { sessionQuery } from '../../shell/session.ts'
import { sightWords } from '../people/sight.ts'
import { browserName } from './browser-name.ts'
import { MailCard } from './mail-card.tsx'
import { SignInMeans } from './sign-in-means.tsx'

/** A sign-in of one's own, as `GET /session/all` tells it. */
interface SignIn {
  readonly id: string
  readonly isThis: boolean
  readonly door: 'loopback' | 'tls'
  readonly address: string
  readonly agent: string
  readonly tenant: string
  readonly createdAt: string
  readonly usedAt: string
}

const columns = (onEnd: (row: SignIn) => void): readonly GridColumn<SignIn>[] => [
  { id: 'browser', header: 'With', width: 200, grow: 2, cell: (row) => browserName(row.agent) },
  {
    id: 'address',
    header: 'From',
    width: 180,
    grow: 1,
    cell: (row) => (row.door === 'loopback' ? 'the machine of the server' : row.address),
  },
  { id: 'tenant', header: 'Where', width: 160, grow: 1, cell: (row) => row.tenant },
  { id: 'made', header: 'Signed in', width: 110, align: 'end', cell: (row) => <RelativeTime at={row.createdAt} /> },
  { id: 'used', header: 'Last used', width: 110, align: 'end', cell: (row) => <RelativeTime at={row.usedAt} /> },
  {
    id: 'end',
    header: 'Action',
    width: 130,
    cell: (row) =>
      row.isThis ? (
        <Badge tone="brand">this one</Badge>
      ) : (
        <Button look="quiet" onClick={() => onEnd(row)}>
          End<span className="said"> the sign-in with {browserName(row.agent)}</span>
        </Button>
      ),
  },
]

const codecs = { view: urlChoice(['sessions', 'sign-in', 'mail'], 'sessions') }
const views = [
  { id: 'sessions', label: 'Your sign-ins', href: '/account' },
  { id: 'sign-in', label: 'How you sign in', href: addressOf('/account', { view: 'sign-in' }) },
]
const mail = { id: 'mail', label: 'Mail', href: addressOf('/account', { view: 'mail' }) }

/** How one signs in; where one is signed in, and the end of it. */
export function Screen() {
  const api = useApi()
  const queries = useQueryClient()
  const me = useQuery(sessionQuery(api)).data
  const [{ view: asked }] = useUrlState(codecs)
  const mayMail = me?.data.permissions.includes('tickets:read') ?? false
  const lacks = me?.data.lacks === 'second-factor'
  const view = lacks ? 'sign-in' : asked
  const { data, error, refetch } = useQuery({
    queryKey: ['own-sessions'],
    queryFn: async ({ signal }) => (await api.get<{ data: readonly SignIn[] }>('/session/all', { signal })).data,
  })
  const source = useMemo(() => rowsHere(data ?? []), [data])
  const others = data?.filter(({ isThis }) => !isThis).length ?? 0

  async function end(what: { session: string } | { others: true }) {
    try {
      const { data: told } = await api.send<{ data: { ended: number } }>('POST', '/session/end', what)
      toast({ message: `Ended ${plural(told.ended, 'sign-in')}` })
    } catch (cause) {
      if (!(cause instanceof RequestProblem)) throw cause
      toast({ tone: 'failed', message: cause.message })
    }
    await queries.invalidateQueries({ queryKey: ['own-sessions'] })
  }

  return (
    <ListLayout
      header={
        <PageHeader
          title="Your account"
          note={me ? `${me.data.person.name}: you see ${sightWords(me.data.sees)}` : undefined}
          actions={
            view === 'sessions' && (
              <Button
                onClick={() => void end({ others: true })}
                unavailable={others === 0 ? 'this is the only sign-in' : undefined}
              >
                End all others
              </Button>
            )
          }
        />
      }
      views={<SavedViews label="Views" views={mayMail ? [...views, mail] : views} current={view} />}
      grid={
        view === 'sign-in' ? (
          <SignInMeans lacks={lacks} />
        ) : view === 'mail' && mayMail ? (
          <MailCard />
        ) : error ? (
          <EmptyState
            kind="error"
            title="Your sign-ins could not be loaded"
            words={error.message}
            onRetry={() => refetch()}
          />
        ) : !data ? (
          <Skeleton lines={3} label="Loading your sign-ins" />
        ) : (
          <DataGrid
            id="own-sessions"
            label="Your sign-ins"
            columns={columns((row) => void end({ session: row.id }))}
            source={source}
            rowId={(row) => row.id}
            rowName={(row) => browserName(row.agent)}
          />
        )
      }
    />
  )
}
