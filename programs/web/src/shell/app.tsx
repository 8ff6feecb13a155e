import { ClientProvider, createApi, EmptyState, LiveProvider, PanelsProvider } from '@holdfast/design'
import type { Panel } from '@holdfast/platform/contract'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useLocation, useRouter } from '@tanstack/react-router'
import { useEffect, useMemo, useState } from 'react'
import { useEntityLanguage } from '../language/use-entity-language.ts'
import { GuestScreen } from '../screens/guest/guest-screen.tsx'
import { JoinScreen } from '../screens/join/join-screen.tsx'
import { SignInScreen } from '../screens/sign-in-screen.tsx'
import { sessionQuery } from './session.ts'
import { Shell } from './shell.tsx'
import type { ShellScreen } from './shell-screen.ts'
import { StartingFrame } from './starting-frame.tsx'

/** Signed in: the shell. Not signed in: the sign-in screen, wherever one wanted to go. */
export function App({ screens, panels }: { screens: readonly ShellScreen[]; panels: readonly Panel[] }) {
  const queries = useQueryClient()
  const { pathname } = useLocation()
  const [headers] = useState<Record<string, string>>({ 'x-holdfast-request': '1' })
  const [api] = useState(() =>
    createApi({
      base: '/api/v1',
      headers,
      onSignedOut: () => queries.setQueryData(['session'], null),
      // In another tab this sign-in went to another tenant.
      onProblem: ({ code }) => code === 'other-tenant' && void queries.invalidateQueries({ queryKey: ['session'] }),
    }),
  )
  // At the sign-in address nobody is signed in yet, so there is nothing to ask.
  const signingIn = pathname === '/sign-in'
  const joining = pathname === '/join'
  const [, offered] = /^\/guest\/([a-z][a-z0-9-]{0,79})$/.exec(pathname) ?? []
  const session = useQuery({ ...sessionQuery(api), enabled: !signingIn && !joining })
  const permissions = session.data?.data.permissions
  // Each request says for whom it is meant, so that a tab that was left behind neither shows nor changes another tenant.
  if (session.data) headers['x-holdfast-tenant'] = session.data.tenant.id
  const lacks = session.data?.data.lacks === 'second-factor'
  const router = useRouter()
  // Nothing else can be done before it is set up.
  useEffect(() => {
    if (lacks && pathname !== '/account') router.history.replace('/account')
  }, [lacks, pathname, router])
  const client = useMemo(() => {
    const granted = new Set(permissions)
    return { api, useLanguage: useEntityLanguage, may: (permission: string) => granted.has(permission) }
  }, [api, permissions])

  if (joining) return <JoinScreen api={api} />
  if (offered !== undefined) return <GuestScreen api={api} pack={offered} />
  if (signingIn) return <SignInScreen api={api} />
  if (session.isPending) return <StartingFrame />
  if (session.isError) {
    return (
      <EmptyState
        kind="error"
        title="The server does not answer"
        words="Is it running? On its machine: ./holdfast doctor"
        onRetry={() => session.refetch()}
      />
    )
  }
  if (session.data === null) return <SignInScreen api={api} />
  const shell = <Shell session={session.data} screens={screens} />
  return (
    <ClientProvider client={client}>
      <PanelsProvider panels={panels}>
        {client.may('events:read') ? <LiveProvider path="/events">{shell}</LiveProvider> : shell}
      </PanelsProvider>
    </ClientProvider>
  )
}
