import {
  AppFrame,
  EmptyState,
  formatDate,
  HelpMenu,
  insideAddress,
  type Job,
  JobsTray,
  LiveIndicator,
  PageHeader,
  type Tenant,
  ThemeToggle,
  UserMenu,
  useApi,
  useClient,
  useLiveState,
  useShortcut,
} from '@holdfast/design'
import { IconUser } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { Outlet, useLocation, useRouter } from '@tanstack/react-router'
import { lazy, type MouseEvent, Suspense, useEffect, useState } from 'react'
import { DemoNotice } from '../demo/demo-notice.tsx'
import { GuestNotice } from '../guest/guest-notice.tsx'
import { Brand } from './brand.tsx'
import { Elsewhere } from './elsewhere.tsx'
import { currentScreen, navigationOf } from './navigation.ts'
import type { Session } from './session.ts'
import type { ShellScreen } from './shell-screen.ts'
import { TenantFinder } from './tenant-finder.tsx'
import { tenantOf, useKeptTenant, useSeveralTenants, useSwitch } from './tenants.ts'
import { useCounters } from './use-counters.ts'
import { useJobs } from './use-jobs.ts'

const Palette = lazy(async () => ({ default: (await import('./palette.tsx')).Palette }))
const Keys = lazy(async () => ({ default: (await import('./keys.tsx')).KeyboardSheet }))

const documents = [
  { label: 'API reference', href: '/docs/api' },
  { label: 'What errors mean', href: '/docs/api/problems' },
] as const

/** The frame around every screen, filled with what the server says. */
export function Shell({ session, screens: all }: { session: Session; screens: readonly ShellScreen[] }) {
  const api = useApi()
  const { may } = useClient()
  const screens = all.filter(({ needs }) => needs === undefined || may(needs))
  const rail = screens.filter(
    ({ ofProviders }) => !ofProviders || session.data.tenantKind === 'provider' || session.data.ownsTenants,
  )
  const router = useRouter()
  const queries = useQueryClient()
  const { pathname } = useLocation()
  const live = useLiveState()
  const { jobs, cancel } = useJobs()
  const [palette, setPalette] = useState(false)
  const [keys, setKeys] = useState(false)
  const { groups, footer } = navigationOf(rail, useCounters())
  const go = (href: string) => router.history.push(href)
  const here = currentScreen(all, pathname)
  const several = useSeveralTenants()
  const goTo = useSwitch()
  const [finding, setFinding] = useState(false)
  const address = useLocation({ select: ({ search }) => tenantOf(search) })
  // A sign-in moves to another tenant with a new page. Where it moved without one, another page moved it.
  const [begunIn, beginIn] = useState(session.tenant.id)
  if (address === session.tenant.id && begunIn !== address) beginIn(address)
  const meant = address ?? begunIn
  const elsewhere = meant === session.tenant.id ? undefined : meant
  useKeptTenant(session.tenant.id, several && elsewhere === undefined)
  useShortcut('g w', 'Go to another tenant', () => setFinding(true), { group: 'Go to', when: several })
  const barred = here !== undefined && !screens.includes(here)
  // Whoever has no home begins with the first screen that they have.
  const first = barred && pathname === '/' ? screens.find(({ navigation }) => navigation)?.path : undefined
  useEffect(() => {
    if (first !== undefined) router.history.replace(first)
  }, [first, router])
  useShortcut('mod+k', 'Search or jump to anything', () => setPalette(true), { group: 'Everywhere' })
  useShortcut('?', 'Show all keys', () => setKeys(true), { group: 'Everywhere' })

  /** Links are plain links everywhere; this keeps the ones that lead to screens inside the program. */
  function onClick(event: MouseEvent) {
    const link = (event.target as Element).closest('a')
    if (!link?.href) return
    const to = insideAddress(
      event,
      { href: link.href, target: link.target, download: link.hasAttribute('download') },
      location.origin,
    )
    if (to === undefined) return
    event.preventDefault()
    // A number of a customer leads to the list in their tenant.
    const tenant = tenantOf(Object.fromEntries(new URL(to, location.origin).searchParams))
    if (tenant !== undefined && tenant !== session.tenant.id) void goTo(tenant, to)
    else go(to)
  }

  async function signOut() {
    await api.send('DELETE', '/session').catch(() => {})
    // The session is watched by the frame: were it thrown away with the rest, nobody would hear that it is over.
    queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' })
    queries.setQueryData(['session'], null)
  }

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: links answer to Enter by themselves, with a click
    // biome-ignore lint/a11y/noStaticElementInteractions: only listens to the links inside
    <div onClick={onClick}>
      <AppFrame
        brand={(narrow) => <Brand narrow={narrow} />}
        groups={groups}
        footer={footer}
        current={currentScreen(screens, pathname)?.id}
        tenant={{ current: tenantCard(session), ...(several && { onSwitch: () => setFinding(true) }) }}
        go={go}
        onSearch={() => setPalette(true)}
        notice={
          session.data.guest ? (
            <GuestNotice guest={session.data.guest} />
          ) : (
            session.data.tenantKind === 'demo' && <DemoNotice tenant={session.tenant} guestOf={session.data.guestOf} />
          )
        }
        status={
          <>
            {may('events:read') && <LiveIndicator state={live} />}
            {may('jobs:read') && <JobsTray jobs={jobs as readonly Job[]} onCancel={cancel} />}
            <ThemeToggle />
            <HelpMenu onKeys={() => setKeys(true)} documents={documents} />
            <UserMenu
              name={session.data.person.name}
              detail={session.data.role ?? undefined}
              items={[{ id: 'account', label: 'Your account', icon: IconUser, onSelect: () => go('/account') }]}
              onKeys={() => setKeys(true)}
              onSignOut={signOut}
            />
          </>
        }
      >
        {elsewhere !== undefined ? (
          <Elsewhere tenant={elsewhere} here={session.tenant} />
        ) : barred ? (
          <>
            <PageHeader title={here.title} />
            <EmptyState kind="forbidden" what={`“${here.title}”`} askWhom="Somebody who manages people here" />
          </>
        ) : (
          <Outlet />
        )}
      </AppFrame>
      <Suspense fallback={null}>
        {palette && (
          <Palette
            screens={screens}
            go={go}
            tenants={several}
            here={session.tenant.id}
            onClose={() => setPalette(false)}
          />
        )}
        {finding && <TenantFinder here={session.tenant.id} onClose={() => setFinding(false)} />}
        {keys && <Keys opened onClose={() => setKeys(false)} />}
      </Suspense>
    </div>
  )
}

/** Where one is; a guest never forgets that it is somebody else's. */
function tenantCard({ tenant, data: { guest, guestOf, tenantKind } }: Session): Tenant {
  const { id, name } = tenant
  if (guest) return { id, name, detail: `ends ${formatDate(guest.endsAt)}`, colour: 'var(--warn)' }
  if (tenantKind === 'demo') return { id, name, detail: 'demo data', colour: 'var(--warn)' }
  if (guestOf) return { id, name, detail: `guest of ${guestOf.name}`, colour: 'var(--high)' }
  return { id, name, detail: tenantKind === 'provider' ? 'provider' : 'this installation' }
}
