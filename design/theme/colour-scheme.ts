import { useSyncExternalStore } from 'react'
import { usePreference } from './use-preference.ts'

export type ColourChoice = 'light' | 'dark' | 'auto'

/** What the person chose, and what that means at this moment. */
export function useColourScheme(): {
  choice: ColourChoice
  scheme: 'light' | 'dark'
  choose: (choice: ColourChoice) => void
} {
  const [stored, choose] = usePreference<ColourChoice>('theme', 'auto')
  const choice = stored === 'light' || stored === 'dark' ? stored : 'auto'
  const systemDark = useSyncExternalStore(subscribe, () => query().matches)
  const scheme = choice === 'auto' ? (systemDark ? 'dark' : 'light') : choice
  return { choice, scheme, choose }
}

function query(): MediaQueryList {
  return window.matchMedia('(prefers-color-scheme: dark)')
}

function subscribe(listener: () => void): () => void {
  const media = query()
  media.addEventListener('change', listener)
  return () => media.removeEventListener('change', listener)
}
