import { parseSearch, stringifySearch } from '@holdfast/design'
import type { Panel } from '@holdfast/platform/contract'
import { createRootRoute, createRoute, createRouter } from '@tanstack/react-router'
import { BrokenScreen } from '../screens/broken-screen.tsx'
import { NotFoundScreen } from '../screens/not-found-screen.tsx'
import { App } from '../shell/app.tsx'
import type { ShellScreen } from '../shell/shell-screen.ts'
import { lazyScreen } from './lazy-screen.tsx'

/**
 * One route a screen, made of data. The search part of an address is plain text by name; `useUrlState` gives it types
 * where it is used.
 */
export function createAppRouter({ screens, panels }: { screens: readonly ShellScreen[]; panels: readonly Panel[] }) {
  const root = createRootRoute({
    validateSearch: (search: Record<string, unknown>) => search,
    component: () => <App screens={screens} panels={panels} />,
    notFoundComponent: NotFoundScreen,
  })
  const routes = screens.map((screen) =>
    createRoute({
      getParentRoute: () => root,
      path: screen.path,
      component: lazyScreen(screen),
      errorComponent: BrokenScreen,
      staticData: { screen: screen.id },
    }),
  )
  return createRouter({
    routeTree: root.addChildren(routes),
    parseSearch: (text: string) => parseSearch(text),
    stringifySearch,
    defaultPreload: false,
    defaultPendingMs: 0,
    scrollRestoration: false,
  })
}

declare module '@tanstack/react-router' {
  interface StaticDataRouteOption {
    screen?: string
  }
}
