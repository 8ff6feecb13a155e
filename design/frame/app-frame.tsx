import { type ReactNode, useEffect, useRef, useState } from 'react'
import { usePreference } from '../theme/use-preference.ts'
import classes from './app-frame.module.css'
import { NavRail } from './nav-rail.tsx'
import type { NavGroup, NavItem } from './navigation.ts'
import { type Tenant, TenantCard } from './tenant-card.tsx'
import { TopBar } from './top-bar.tsx'

export interface AppFrameProps {
  /** Sign and name; `narrow` leaves room for the sign alone. */
  brand: (narrow: boolean) => ReactNode
  groups: readonly NavGroup[]
  footer?: readonly NavItem[]
  /** Id of the item one is in. */
  current?: string
  tenant?: { current: Tenant; choices?: readonly Tenant[]; onChoose?: (id: string) => void; onSwitch?: () => void }
  go: (href: string) => void
  onSearch: () => void
  /** Above whatever screen one is in: what must not be overlooked. */
  notice?: ReactNode
  /** The right end of the top bar: live, jobs, theme, help, user. */
  status: ReactNode
  children: ReactNode
}

/** The frame around every screen. Only what is inside `main` scrolls. */
export function AppFrame({
  brand,
  groups,
  footer = [],
  current,
  tenant,
  go,
  onSearch,
  notice,
  status,
  children,
}: AppFrameProps) {
  const [narrow, setNarrow] = usePreference('rail-narrow', false)
  const [menu, setMenu] = useState(false)
  const main = useRef<HTMLElement>(null)
  const rail = (isNarrow: boolean, onNarrow?: (narrow: boolean) => void) => (
    <NavRail
      brand={brand(isNarrow)}
      tenant={
        tenant && (
          <TenantCard
            tenant={tenant.current}
            choices={tenant.choices}
            onChoose={tenant.onChoose}
            onSwitch={tenant.onSwitch}
            narrow={isNarrow}
          />
        )
      }
      groups={groups}
      footer={footer}
      current={current}
      narrow={isNarrow}
      onNarrow={onNarrow}
      go={go}
    />
  )
  return (
    <div className={classes.root}>
      <button type="button" className={classes.skip} onClick={() => main.current?.focus()}>
        Skip to the content
      </button>
      <div className={classes.rail}>{rail(narrow, setNarrow)}</div>
      <div className={classes.side}>
        <TopBar onSearch={onSearch} onMenu={() => setMenu(true)}>
          {status}
        </TopBar>
        {notice}
        <main className={classes.main} ref={main} tabIndex={-1}>
          {children}
        </main>
      </div>
      <MenuDrawer opened={menu} onClose={() => setMenu(false)}>
        {rail(false)}
      </MenuDrawer>
    </div>
  )
}

/** The rail on small screens: over the page, gone with the first choice. */
function MenuDrawer({ opened, onClose, children }: { opened: boolean; onClose: () => void; children: ReactNode }) {
  const ref = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    if (opened) ref.current?.showModal()
    else ref.current?.close()
  }, [opened])
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes it; links inside work by keyboard as everywhere
    <dialog
      ref={ref}
      className={classes.menu}
      aria-label="Menu"
      onClose={onClose}
      onClick={(event) => {
        if (event.target === event.currentTarget || (event.target as HTMLElement).closest('a')) onClose()
      }}
    >
      {opened && children}
    </dialog>
  )
}
