import { type ComponentType, createContext, lazy, type ReactNode, Suspense, use, useMemo } from 'react'
import { Skeleton } from '../states/skeleton.tsx'

/** A part that a screen shows without knowing who brings it. */
export interface SlotPanel {
  readonly id: string
  readonly slot: string
  readonly title: string
  readonly order: number
  readonly load: () => Promise<{ readonly Screen: unknown }>
}

const Context = createContext<readonly SlotPanel[]>([])

export function PanelsProvider({ panels, children }: { panels: readonly SlotPanel[]; children: ReactNode }) {
  return <Context value={panels}>{children}</Context>
}

/** The panels of a slot, in their order. */
export function usePanels(slot: string): readonly SlotPanel[] {
  const panels = use(Context)
  return useMemo(() => panels.filter((panel) => panel.slot === slot).sort((a, b) => a.order - b.order), [panels, slot])
}

const bodies = new WeakMap<SlotPanel, ComponentType<Record<string, unknown>>>()

/** Shows a panel, fetched when it is first shown; `given` are the properties that its slot promises. */
export function PanelBody({ panel, given = {} }: { panel: SlotPanel; given?: Record<string, unknown> }) {
  let Body = bodies.get(panel)
  if (!Body) {
    Body = lazy(async () => ({ default: (await panel.load()).Screen as ComponentType<Record<string, unknown>> }))
    bodies.set(panel, Body)
  }
  return (
    <Suspense fallback={<Skeleton label={`Loading ${panel.title}`} />}>
      <Body {...given} />
    </Suspense>
  )
}
