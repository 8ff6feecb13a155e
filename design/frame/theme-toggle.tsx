import { IconDeviceDesktop, IconMoon, IconSun } from '@tabler/icons-react'
import { type ColourChoice, useColourScheme } from '../theme/colour-scheme.ts'
import classes from './icon-target.module.css'
import { Menu } from './menu.tsx'

const choices: readonly { id: ColourChoice; label: string; icon: typeof IconSun }[] = [
  { id: 'light', label: 'Light', icon: IconSun },
  { id: 'dark', label: 'Dark', icon: IconMoon },
  { id: 'auto', label: 'As the system', icon: IconDeviceDesktop },
]

export function ThemeToggle() {
  const { choice, scheme, choose } = useColourScheme()
  const Current = scheme === 'dark' ? IconMoon : IconSun
  return (
    <Menu
      label="Theme"
      width={180}
      items={choices.map((item) => ({ ...item, chosen: item.id === choice, onSelect: () => choose(item.id) }))}
      trigger={(props) => (
        <button type="button" className={classes.target} aria-label="Theme" title="Theme" {...props}>
          <Current size={17} stroke={1.7} aria-hidden="true" />
        </button>
      )}
    />
  )
}
