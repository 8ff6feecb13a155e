import { IconSearch } from '@tabler/icons-react'
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { Icon } from '../icons/icon.tsx'
import { groupBy } from '../list/group-by.ts'
import { Kbd } from '../text/kbd.tsx'
import classes from './command-palette.module.css'
import { type Findable, rank } from './rank.ts'

export interface Command extends Findable {
  readonly id: string
  readonly group: string
  readonly icon?: string
  readonly detail?: string
  /** Shortcut that does the same. */
  readonly keys?: string
  readonly run: () => void
}

/** Type a few letters, go anywhere. `search` adds what the server finds; its answers come after what is known here. */
export function CommandPalette({
  opened,
  onClose,
  commands,
  search,
  label = 'Search or jump to anything',
}: {
  opened: boolean
  onClose: () => void
  commands: readonly Command[]
  /** What can be found here. */
  label?: string
  search?: (text: string, signal: AbortSignal) => Promise<readonly Command[]>
}) {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    if (opened) dialog.current?.showModal()
    else dialog.current?.close()
  }, [opened])
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes it; a click on the backdrop is the pointer's way
    <dialog
      ref={dialog}
      className={classes.root}
      aria-label={label}
      onClose={onClose}
      onClick={(event) => event.target === event.currentTarget && onClose()}
    >
      {opened && <Finder commands={commands} search={search} onClose={onClose} label={label} />}
    </dialog>
  )
}

function Finder({
  commands,
  search,
  onClose,
  label,
}: {
  label: string
  commands: readonly Command[]
  search?: (text: string, signal: AbortSignal) => Promise<readonly Command[]>
  onClose: () => void
}) {
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  const found = useServerCommands(text, search)
  const id = useId()
  const shown = [...rank(commands, text).slice(0, 40), ...found]
  const groups = groupBy(shown, (command) => command.group)
  const order = groups.flatMap(([, members]) => members)
  const active = Math.min(at, order.length - 1)

  function pick(command: Command | undefined) {
    if (!command) return
    onClose()
    command.run()
  }

  function onKeyDown(event: KeyboardEvent) {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0 && order.length > 0) setAt((active + step + order.length) % order.length)
    else if (event.key === 'Enter') pick(order[active])
    else return
    event.preventDefault()
  }

  useEffect(() => {
    document.getElementById(`${id}-${active}`)?.scrollIntoView({ block: 'nearest' })
  }, [id, active])

  return (
    <>
      <div className={classes.field}>
        <IconSearch size={18} stroke={1.8} aria-hidden="true" />
        <input
          role="combobox"
          aria-label={label}
          aria-expanded="true"
          aria-controls={`${id}-list`}
          aria-activedescendant={active >= 0 ? `${id}-${active}` : undefined}
          aria-autocomplete="list"
          // biome-ignore lint/a11y/noAutofocus: the palette opens to be typed into
          autoFocus
          autoComplete="off"
          spellCheck={false}
          placeholder={label}
          value={text}
          onChange={(event) => {
            setText(event.target.value)
            setAt(0)
          }}
          onKeyDown={onKeyDown}
        />
        <Kbd keys="Escape" />
      </div>
      <div role="listbox" id={`${id}-list`} aria-label="Places and actions" className={classes.list}>
        {groups.map(([group, members]) => (
          // biome-ignore lint/a11y/useSemanticElements: a group of options has no element of its own
          <div key={group} role="group" aria-label={group}>
            <div className={classes.group} aria-hidden="true">
              {group}
            </div>
            {members.map((command) => {
              const index = order.indexOf(command)
              return (
                // biome-ignore lint/a11y/useKeyWithClickEvents: the text field keeps the focus and handles the keys
                // biome-ignore lint/a11y/useFocusableInteractive: options are pointed at by aria-activedescendant
                <div
                  key={command.id}
                  role="option"
                  id={`${id}-${index}`}
                  className={classes.option}
                  aria-selected={index === active}
                  onPointerMove={() => setAt(index)}
                  onClick={() => pick(command)}
                >
                  {command.icon && <Icon name={command.icon} />}
                  <span>{command.label}</span>
                  {command.detail && <span className={classes.detail}>{command.detail}</span>}
                  {command.keys && (
                    <span className={classes.keys}>
                      <Kbd keys={command.keys} />
                    </span>
                  )}
                </div>
              )
            })}
          </div>
        ))}
      </div>
      {order.length === 0 && (
        <p className={classes.none} role="status">
          Nothing is called “{text}”.
        </p>
      )}
    </>
  )
}

/** Asks after a pause of 120 ms; an older answer never replaces a newer one. */
function useServerCommands(
  text: string,
  search: ((text: string, signal: AbortSignal) => Promise<readonly Command[]>) | undefined,
) {
  const [found, setFound] = useState<readonly Command[]>([])
  useEffect(() => {
    if (!search || text.trim().length < 2) return setFound([])
    const stop = new AbortController()
    const timer = setTimeout(() => {
      search(text.trim(), stop.signal)
        .then((commands) => !stop.signal.aborted && setFound(commands))
        .catch(() => !stop.signal.aborted && setFound([]))
    }, 120)
    return () => {
      clearTimeout(timer)
      stop.abort()
    }
  }, [text, search])
  return found
}
