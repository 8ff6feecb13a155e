import { Popover } from '@mantine/core'
import { type Icon, IconCheck } from '@tabler/icons-react'
import { type KeyboardEvent, type ReactNode, type Ref, useRef, useState } from 'react'
import { stepIndex } from '../keyboard/step-index.ts'
import { Kbd } from '../text/kbd.tsx'
import classes from './menu.module.css'

export interface MenuItem {
  readonly id: string
  readonly label: ReactNode
  readonly icon?: Icon
  readonly keys?: string
  /** Given where the items are a choice of one. */
  readonly chosen?: boolean
  readonly onSelect: () => void
}

export interface MenuTrigger {
  ref: Ref<HTMLButtonElement>
  onClick: () => void
  onKeyDown: (event: KeyboardEvent) => void
  'aria-haspopup': 'menu'
  'aria-expanded': boolean
}

/** A button that opens a list of actions (ARIA menu button pattern): arrows walk, letters jump, Escape gives the focus back. */
export function Menu({
  label,
  items,
  header,
  trigger,
  width = 220,
  position = 'bottom-end',
}: {
  label: string
  items: readonly MenuItem[]
  /** Above the items, not one of them. */
  header?: ReactNode
  trigger: (props: MenuTrigger) => ReactNode
  width?: number
  position?: 'bottom-start' | 'bottom-end'
}) {
  const [opened, setOpened] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const list = useRef<HTMLDivElement>(null)

  function close() {
    setOpened(false)
    button.current?.focus()
  }

  function onKeyDown(event: KeyboardEvent) {
    const entries = [...(list.current?.querySelectorAll<HTMLElement>('button') ?? [])]
    const at = entries.indexOf(document.activeElement as HTMLElement)
    const next = stepIndex(event.key, at, entries.length, 'column') ?? jump(entries, event.key, at)
    if (next !== undefined) entries[next]?.focus()
    else if (event.key === 'Escape') close()
    else if (event.key === 'Tab') setOpened(false)
    else return
    if (event.key !== 'Tab') event.preventDefault()
    event.stopPropagation()
  }

  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      position={position}
      width={width}
      withinPortal={false}
      floatingStrategy="fixed"
      withRoles={false}
      closeOnEscape={false}
    >
      <Popover.Target>
        {trigger({
          ref: button,
          onClick: () => setOpened(!opened),
          onKeyDown: (event) => {
            if (event.key !== 'ArrowDown' || opened) return
            event.preventDefault()
            setOpened(true)
          },
          'aria-haspopup': 'menu',
          'aria-expanded': opened,
        })}
      </Popover.Target>
      <Popover.Dropdown className={classes.menu}>
        {header}
        <div ref={list} role="menu" aria-label={label} tabIndex={-1} onKeyDown={onKeyDown}>
          {items.map((item, at) => (
            // biome-ignore lint/a11y/useAriaPropsSupportedByRole: only given where the role is menuitemradio
            <button
              key={item.id}
              type="button"
              role={item.chosen === undefined ? 'menuitem' : 'menuitemradio'}
              aria-checked={item.chosen}
              className={classes.item}
              tabIndex={-1}
              // biome-ignore lint/a11y/noAutofocus: a menu takes the focus when it opens
              autoFocus={at === 0}
              onClick={() => {
                close()
                item.onSelect()
              }}
            >
              {item.icon && <item.icon size={16} stroke={1.7} aria-hidden="true" />}
              <span className={classes.label}>{item.label}</span>
              {item.keys && <Kbd keys={item.keys} />}
              {item.chosen && <IconCheck size={15} stroke={2.2} aria-hidden="true" />}
            </button>
          ))}
        </div>
      </Popover.Dropdown>
    </Popover>
  )
}

/** The next entry that begins with the letter. */
function jump(entries: readonly HTMLElement[], key: string, at: number): number | undefined {
  if (key.length !== 1 || key === ' ') return undefined
  const begins = (index: number) => entries[index]?.textContent?.trim().toLowerCase().startsWith(key.toLowerCase())
  for (let step = 1; step <= entries.length; step++) {
    const index = (at + step + entries.length) % entries.length
    if (begins(index)) return index
  }
  return undefined
}
