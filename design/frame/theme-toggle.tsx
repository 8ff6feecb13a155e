import { Menu } from '@mantine/core'
import { IconCheck, IconDeviceDesktop, IconMoon, IconSun } from '@tabler/icons-react'
import { type ColourChoice, useColourScheme } from '../theme/colour-scheme.ts'
import classes from './icon-target.module.css'

const choices: readonly { value: ColourChoice; label: string; icon: typeof IconSun }[] = [
  { value: 'light', label: 'Light', icon: IconSun },
  { value: 'dark', label: 'Dark', icon: IconMoon },
  { value: 'auto', label: 'As the system', icon: IconDeviceDesktop },
]

export function ThemeToggle() {
  const { choice, scheme, choose } = useColourScheme()
  const Current = scheme === 'dark' ? IconMoon : IconSun
  return (
    <Menu position="bottom-end" width={180}>
      <Menu.Target>
        <button type="button" className={classes.target} aria-label="Theme" title="Theme">
          <Current size={17} stroke={1.7} aria-hidden="true" />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {choices.map(({ value, label, icon: Icon }) => (
          <Menu.Item
            key={value}
            leftSection={<Icon size={16} stroke={1.7} aria-hidden="true" />}
            rightSection={value === choice ? <IconCheck size={15} stroke={2.2} aria-label="chosen" /> : null}
            onClick={() => choose(value)}
          >
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
