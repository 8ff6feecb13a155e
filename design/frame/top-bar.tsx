import { IconMenu2, IconSearch } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { IconButton } from '../action/icon-button.tsx'
import { Kbd } from '../text/kbd.tsx'
import classes from './top-bar.module.css'

/** Search in the middle of everything; what is going on, at the right. */
export function TopBar({
  onSearch,
  onMenu,
  children,
}: {
  onSearch: () => void
  onMenu: () => void
  children: ReactNode
}) {
  return (
    <header className={classes.root}>
      <div className={classes.menu}>
        <IconButton label="Menu" icon={IconMenu2} onClick={onMenu} aria-haspopup="dialog" />
      </div>
      <button type="button" className={classes.search} onClick={onSearch} aria-haspopup="dialog">
        <IconSearch size={16} stroke={1.8} aria-hidden="true" />
        <span className={classes.words}>Search or jump to anything</span>
        <span className={classes.keys}>
          <Kbd keys="mod+k" />
        </span>
      </button>
      <div className={classes.right}>{children}</div>
    </header>
  )
}
