import { Popover } from '@mantine/core'
import { type ReactNode, type Ref, useRef, useState } from 'react'
import classes from './popup.module.css'

export interface PopupTrigger {
  ref: Ref<HTMLButtonElement>
  onClick: () => void
  'aria-haspopup': 'dialog'
  'aria-expanded': boolean
}

/** A small panel beside what was pressed: more about it, and what can be done with it. Escape gives the focus back. */
export function Popup({
  label,
  trigger,
  width = 360,
  children,
}: {
  /** Said to screen readers. */
  label: string
  trigger: (props: PopupTrigger) => ReactNode
  width?: number
  children: (close: () => void) => ReactNode
}) {
  const [opened, setOpened] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const close = () => {
    setOpened(false)
    button.current?.focus()
  }
  return (
    <Popover
      position="bottom-start"
      width={width}
      opened={opened}
      onChange={setOpened}
      onClose={() => button.current?.focus()}
      trapFocus
      withRoles={false}
    >
      <Popover.Target>
        {/* The anchor takes Mantine's own attributes, so that the trigger has none but ours. */}
        <span className={classes.anchor}>
          {trigger({
            ref: button,
            onClick: () => setOpened(!opened),
            'aria-haspopup': 'dialog',
            'aria-expanded': opened,
          })}
        </span>
      </Popover.Target>
      <Popover.Dropdown className={classes.panel} role="dialog" aria-label={label}>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
        <section className={classes.body} tabIndex={0} data-autofocus aria-label={label}>
          {opened && children(close)}
        </section>
      </Popover.Dropdown>
    </Popover>
  )
}
