import { type ComponentType, lazy, type ReactNode, Suspense, useEffect } from 'react'
import type { ShellScreen } from '../shell/shell-screen.ts'
import { ScreenSkeleton } from './screen-skeleton.tsx'

/** The component of a screen, fetched when it is first shown; a skeleton in its measure until then. */
export function lazyScreen(screen: ShellScreen): () => ReactNode {
  const Body = lazy(async () => ({ default: (await screen.load()).Screen as ComponentType }))
  return function LazyScreen() {
    useEffect(() => {
      document.title = `${screen.title} · Holdfast`
    }, [])
    return (
      <Suspense fallback={<ScreenSkeleton title={screen.title} />}>
        <Body />
      </Suspense>
    )
  }
}
