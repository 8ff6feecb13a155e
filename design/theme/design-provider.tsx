import { MantineProvider } from '@mantine/core'
import type { ReactNode } from 'react'
import { ShortcutProvider } from '../keyboard/shortcuts.tsx'
import { Toaster } from '../toast/toaster.tsx'
import { useColourScheme } from './colour-scheme.ts'
import { mantineTheme } from './mantine-theme.ts'

/** Wraps the whole interface: theme, shortcuts, toasts. Nothing here writes a style element, so `style-src 'self'` holds. */
export function DesignProvider({ children }: { children: ReactNode }) {
  const { scheme } = useColourScheme()
  return (
    <MantineProvider theme={mantineTheme} forceColorScheme={scheme} withCssVariables={false} withGlobalClasses={false}>
      <ShortcutProvider>
        {children}
        <Toaster />
      </ShortcutProvider>
    </MantineProvider>
  )
}
