import {
  AppFrame,
  CommandPalette,
  HelpMenu,
  type Job,
  JobsTray,
  KeyboardSheet,
  LiveIndicator,
  type NavGroup,
  ThemeToggle,
  UserMenu,
  useShortcut,
} from '@holdfast/design'
import { useEffect, useState } from 'react'
import { Brand } from '../shell/brand.tsx'
import frame from './data/frame.json' with { type: 'json' }
import { AssetPage } from './pages/asset-page.tsx'
import { CampaignPage } from './pages/campaign-page.tsx'
import { ChangePage } from './pages/change-page.tsx'
import { FindingsPage } from './pages/findings-page.tsx'
import { FormsPage } from './pages/forms-page.tsx'
import { HomePage } from './pages/home-page.tsx'
import { ManyPage } from './pages/many-page.tsx'
import { PartsPage } from './pages/parts-page.tsx'
import { StatesPage } from './pages/states-page.tsx'

const pages: Readonly<Record<string, () => React.ReactNode>> = {
  home: HomePage,
  findings: FindingsPage,
  asset: AssetPage,
  change: ChangePage,
  campaign: CampaignPage,
  many: ManyPage,
  parts: PartsPage,
  states: StatesPage,
  forms: FormsPage,
}

/** Every part of the kit with realistic, invented data; for eyes, screenshots and accessibility checks. */
export function Gallery() {
  const [address, setAddress] = useState(location.search)
  const [palette, setPalette] = useState(false)
  const [keys, setKeys] = useState(false)
  const [tenant, setTenant] = useState('nf')
  const groups = frame.groups as NavGroup[]
  const go = (href: string) => {
    history.pushState(null, '', href)
    setAddress(location.search)
  }
  useEffect(() => {
    const onPop = () => setAddress(location.search)
    window.addEventListener('popstate', onPop)
    return () => window.removeEventListener('popstate', onPop)
  }, [])
  useShortcut('mod+k', 'Search or jump to anything', () => setPalette(true), { group: 'Everywhere' })
  useShortcut('?', 'Show all keys', () => setKeys(true), { group: 'Everywhere' })
  const name = new URLSearchParams(address).get('page') ?? 'findings'
  const Page = pages[name] ?? FindingsPage
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: links stay links; this only spares the page load
    // biome-ignore lint/a11y/noStaticElementInteractions: see above
    <div
      onClick={(event) => {
        const href = (event.target as HTMLElement).closest('a')?.getAttribute('href')
        if (!href || event.ctrlKey || event.metaKey) return
        event.preventDefault()
        if (href.startsWith('?')) go(href)
      }}
    >
      <AppFrame
        brand={(narrow) => <Brand narrow={narrow} />}
        groups={groups}
        footer={frame.footer}
        current={name}
        tenant={{
          current: frame.tenants.find((other) => other.id === tenant)!,
          choices: frame.tenants,
          onChoose: setTenant,
        }}
        go={go}
        onSearch={() => setPalette(true)}
        status={
          <>
            <LiveIndicator state="live" />
            <JobsTray jobs={frame.jobs as Job[]} onCancel={() => {}} />
            <ThemeToggle />
            <HelpMenu onKeys={() => setKeys(true)} documents={[{ label: 'API reference', href: '/docs/api' }]} />
            <UserMenu
              name="Mira Koch"
              detail="mira@northwind.example"
              onKeys={() => setKeys(true)}
              onSignOut={() => {}}
            />
          </>
        }
      >
        <Page />
      </AppFrame>
      <CommandPalette
        opened={palette}
        onClose={() => setPalette(false)}
        commands={groups.flatMap((group) =>
          group.items.map((item) => ({
            id: item.id,
            group: group.label ?? 'Go to',
            label: item.label,
            icon: item.icon,
            keys: item.key && `g ${item.key}`,
            run: () => go(item.href),
          })),
        )}
      />
      <KeyboardSheet opened={keys} onClose={() => setKeys(false)} />
    </div>
  )
}
