import { Tooltip } from '@mantine/core'
import { IconLayoutSidebarLeftCollapse, IconLayoutSidebarLeftExpand } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { formatShort } from '../format/number.ts'
import { Icon } from '../icons/icon.tsx'
import { useShortcut } from '../keyboard/shortcuts.tsx'
import classes from './nav-rail.module.css'
import type { NavGroup, NavItem } from './navigation.ts'

/** The left rail: who we are, for whom we look, and where one can go, by job. */
export function NavRail({
  brand,
  tenant,
  groups,
  footer,
  current,
  narrow,
  onNarrow,
  go,
}: {
  brand: ReactNode
  tenant: ReactNode
  groups: readonly NavGroup[]
  footer: readonly NavItem[]
  current: string | undefined
  narrow: boolean
  /** Absent where the rail cannot be narrowed: inside the drawer of small screens. */
  onNarrow?: (narrow: boolean) => void
  go: (href: string) => void
}) {
  return (
    <nav className={classes.root} data-narrow={narrow || undefined} aria-label="Main">
      <div className={classes.brand}>{brand}</div>
      {tenant}
      <div className={classes.groups}>
        {groups.map((group) => (
          <div key={group.label ?? ''} className={classes.group}>
            {group.label && <h2 className={classes.label}>{group.label}</h2>}
            <Items items={group.items} current={current} narrow={narrow} go={go} />
          </div>
        ))}
      </div>
      <div className={classes.footer}>
        <Items items={footer} current={current} narrow={narrow} go={go} />
        {onNarrow && <NarrowButton narrow={narrow} onNarrow={onNarrow} />}
      </div>
    </nav>
  )
}

function Items({
  items,
  current,
  narrow,
  go,
}: {
  items: readonly NavItem[]
  current: string | undefined
  narrow: boolean
  go: (href: string) => void
}) {
  return (
    <ul>
      {items.map((item) => (
        <li key={item.id}>
          <Tooltip label={item.label} position="right" disabled={!narrow} openDelay={100}>
            <a className={classes.item} href={item.href} aria-current={item.id === current ? 'page' : undefined}>
              <Icon name={item.icon} />
              <span className={classes.name}>{item.label}</span>
              {item.count !== undefined && <span className={classes.count}>{formatShort(item.count)}</span>}
            </a>
          </Tooltip>
          {item.key && <GoKey item={item} go={go} />}
        </li>
      ))}
    </ul>
  )
}

function GoKey({ item, go }: { item: NavItem; go: (href: string) => void }) {
  useShortcut(`g ${item.key}`, item.label, () => go(item.href), { group: 'Go to' })
  return null
}

function NarrowButton({ narrow, onNarrow }: { narrow: boolean; onNarrow: (narrow: boolean) => void }) {
  const Shape = narrow ? IconLayoutSidebarLeftExpand : IconLayoutSidebarLeftCollapse
  const label = narrow ? 'Expand the menu' : 'Collapse the menu'
  useShortcut('[', 'Collapse or expand the menu', () => onNarrow(!narrow), { group: 'Everywhere' })
  return (
    <Tooltip label={label} position="right" disabled={!narrow}>
      <button
        type="button"
        className={classes.item}
        aria-label={label}
        aria-expanded={!narrow}
        onClick={() => onNarrow(!narrow)}
      >
        <Shape size={17} stroke={1.6} aria-hidden="true" />
        <span className={classes.name}>Collapse</span>
      </button>
    </Tooltip>
  )
}
