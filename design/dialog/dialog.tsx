import { IconX } from '@tabler/icons-react'
import { type ReactNode, useEffect, useId, useRef } from 'react'
import classes from './dialog.module.css'

/** The browser's own modal dialog: it traps focus, gives it back, and closes on Escape. Only for what must interrupt. */
export function Dialog({
  opened,
  onClose,
  title,
  width = 520,
  footer,
  children,
}: {
  opened: boolean
  onClose: () => void
  title: ReactNode
  width?: number
  footer?: ReactNode
  children: ReactNode
}) {
  const ref = useRef<HTMLDialogElement>(null)
  const id = useId()
  useEffect(() => {
    const dialog = ref.current
    if (!dialog) return
    if (opened && !dialog.open) {
      dialog.showModal()
      // The browser takes the first thing that can be focused, which is the cross; a form knows better.
      dialog.querySelector<HTMLElement>('[data-first]')?.focus()
    }
    if (!opened && dialog.open) dialog.close()
  }, [opened])
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes it; a click on the backdrop is the pointer's way
    <dialog
      ref={ref}
      className={classes.root}
      style={{ width }}
      aria-labelledby={id}
      onClose={onClose}
      onClick={(event) => event.target === event.currentTarget && onClose()}
    >
      {opened && (
        <div className={classes.box}>
          <header className={classes.head}>
            <h2 id={id}>{title}</h2>
            <button type="button" className={classes.close} aria-label="Close" onClick={onClose}>
              <IconX size={17} stroke={1.8} aria-hidden="true" />
            </button>
          </header>
          <div className={classes.body}>{children}</div>
          {footer && <footer className={classes.foot}>{footer}</footer>}
        </div>
      )}
    </dialog>
  )
}
