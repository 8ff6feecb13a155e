import { type Command, CommandPalette, useApi } from '@holdfast/design'
import type { Finder } from '@holdfast/platform/contract'
import { useCallback } from 'react'
import { webFaces } from '../../../../apps/web.ts'
import type { ShellScreen } from './shell-screen.ts'
import { useTenantSearch } from './tenants.ts'

/** Every screen by its name and by the words of other products, and what the server finds. */
export function Palette({
  screens,
  go,
  tenants,
  here,
  onClose,
}: {
  screens: readonly ShellScreen[]
  go: (href: string) => void
  /** There are tenants to go to. */
  tenants: boolean
  /** The tenant one is in. */
  here: string
  onClose: () => void
}) {
  const assets = useAssetSearch(go)
  const finds = useFinders(go)
  const others = useTenantSearch(here)
  const search = useCallback(
    async (text: string, signal: AbortSignal) => {
      const found = await Promise.allSettled([
        assets(text, signal),
        finds(text, signal),
        tenants ? others(text, signal, 8) : [],
      ])
      return found.flatMap((each) => (each.status === 'fulfilled' ? each.value : []))
    },
    [assets, finds, others, tenants],
  )
  const commands = screens.flatMap((screen): readonly Command[] => {
    const { navigation } = screen
    if (!navigation) return []
    return [
      {
        id: screen.id,
        group: navigation.group === 'Home' ? 'Go to' : navigation.group,
        label: screen.title,
        icon: navigation.icon,
        ...(screen.keywords && { keywords: screen.keywords }),
        ...(navigation.key !== undefined && { keys: `g ${navigation.key}` }),
        run: () => go(screen.path),
      },
    ]
  })
  return <CommandPalette opened onClose={onClose} commands={[...commands, ...deeds(go)]} search={search} />
}

/** What one may want to do rather than to see. */
function deeds(go: (href: string) => void): readonly Command[] {
  return [
    {
      id: 'do.install-agent',
      group: 'Do',
      label: 'Install an agent',
      icon: 'antenna',
      keywords: ['Cloud Agent', 'deploy', 'add a host', 'sensor'],
      run: () => go('/sources?install=agent'),
    },
    {
      id: 'do.keys',
      group: 'Do',
      label: 'End an activation key',
      icon: 'key',
      keywords: ['activation keys', 'revoke'],
      run: () => go('/sources?view=keys'),
    },
    {
      id: 'do.demo',
      group: 'Do',
      label: 'See it with a demo tenant',
      icon: 'buildings',
      keywords: ['sample data', 'simulated hosts', 'try', 'playground', 'remove the demo'],
      run: () => go('/tenants'),
    },
  ]
}

const finders: readonly Finder[] = webFaces.flatMap((face) => face.finders ?? [])

/** What apps find by the words; one that fails, or that one may not ask, is as if it found nothing. */
function useFinders(go: (href: string) => void) {
  const api = useApi()
  return useCallback(
    async (text: string, signal: AbortSignal): Promise<readonly Command[]> => {
      const found = await Promise.allSettled(
        finders.map(async ({ group, icon, load }) => {
          const { find } = await load()
          const all = await find(text, (path, query) => api.get(path, { query, signal }))
          return all.map(({ href, ...each }): Command => ({ ...each, group, icon, run: () => go(href) }))
        }),
      )
      return found.flatMap((each) => (each.status === 'fulfilled' ? each.value : []))
    },
    [api, go],
  )
}

/** Assets by name: the one thing people look for from everywhere. */
function useAssetSearch(go: (href: string) => void) {
  const api = useApi()
  return useCallback(
    async (text: string, signal: AbortSignal): Promise<readonly Command[]> => {
      const { data } = await api.get<{ data: readonly { id: string; name: string; kind: string }[] }>('/assets', {
        query: { q: `name:"${text.replaceAll(/["\\]/g, ' ')}"`, limit: 8 },
        signal,
      })
      return data.map((asset) => ({
        id: asset.id,
        group: 'Assets',
        label: asset.name,
        detail: asset.kind,
        icon: 'server',
        run: () => go(`/inventory/${encodeURIComponent(asset.id)}`),
      }))
    },
    [api, go],
  )
}
