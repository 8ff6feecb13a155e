import { Tooltip } from '@mantine/core'
import type { Icon } from '@tabler/icons-react'
import type { MouseEvent, Ref } from 'react'
import classes from './icon-button.module.css'

export interface IconButtonProps {
  /** What it does; also its tooltip. */
  label: string
  icon: Icon
  /** Shown in the tooltip. */
  keys?: string
  /** For a button that stays down. */
  pressed?: boolean
  size?: number
  onClick?: (event: MouseEvent<HTMLButtonElement>) => void
  ref?: Ref<HTMLButtonElement>
  'aria-haspopup'?: 'menu' | 'dialog' | 'listbox'
  'aria-expanded'?: boolean
}

export function IconButton({ label, icon: Icon, keys, pressed, size = 17, onClick, ref, ...aria }: IconButtonProps) {
  return (
    <Tooltip label={keys ? `${label} · ${keys}` : label} openDelay={400} withinPortal>
      <button
        ref={ref}
        type="button"
        className={classes.root}
        aria-label={label}
        aria-pressed={pressed}
        onClick={onClick}
        {...aria}
      >
        <Icon size={size} stroke={1.7} aria-hidden="true" />
      </button>
    </Tooltip>
  )
}
