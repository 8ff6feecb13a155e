import { Menu } from '@mantine/core'
import { IconKeyboard, IconLogout } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { Kbd } from '../text/kbd.tsx'
import classes from './icon-target.module.css'

/** Who is signed in, and the way out. `children` are further `Menu.Item`s. */
export function UserMenu({
  name,
  detail,
  onKeys,
  onSignOut,
  children,
}: {
  name: string
  detail?: string
  onKeys: () => void
  onSignOut: () => void
  children?: ReactNode
}) {
  const letters = name
    .split(/[\s@.]+/)
    .slice(0, 2)
    .map((word) => word.charAt(0).toUpperCase())
    .join('')
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <button type="button" className={`${classes.target} ${classes.round}`} aria-label={`${name}: account`}>
          <span className={classes.avatar} aria-hidden="true">
            {letters}
          </span>
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <div className={classes.who}>
          <b>{name}</b>
          {detail && <small>{detail}</small>}
        </div>
        <Menu.Divider />
        {children}
        <Menu.Item
          leftSection={<IconKeyboard size={16} stroke={1.7} aria-hidden="true" />}
          rightSection={<Kbd keys="?" />}
          onClick={onKeys}
        >
          Keyboard
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={16} stroke={1.7} aria-hidden="true" />} onClick={onSignOut}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
