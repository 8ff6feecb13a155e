import { IconKeyboard, IconLogout } from '@tabler/icons-react'
import classes from './icon-target.module.css'
import { Menu, type MenuItem } from './menu.tsx'

/** Who is signed in, and the way out. `items` come before it. */
export function UserMenu({
  name,
  detail,
  onKeys,
  onSignOut,
  items = [],
}: {
  name: string
  detail?: string
  onKeys: () => void
  onSignOut: () => void
  items?: readonly MenuItem[]
}) {
  const letters = name
    .split(/[\s@.]+/)
    .slice(0, 2)
    .map((word) => word.charAt(0).toUpperCase())
    .join('')
  return (
    <Menu
      label="Account"
      width={240}
      header={
        <div className={classes.who}>
          <b>{name}</b>
          {detail && <small>{detail}</small>}
        </div>
      }
      items={[
        ...items,
        { id: 'keys', label: 'Keyboard', icon: IconKeyboard, keys: '?', onSelect: onKeys },
        { id: 'out', label: 'Sign out', icon: IconLogout, onSelect: onSignOut },
      ]}
      trigger={(props) => (
        <button type="button" className={`${classes.target} ${classes.round}`} {...props}>
          <span className={classes.avatar} data-letters={letters} />
          <span className="said">{name}: account</span>
        </button>
      )}
    />
  )
}
