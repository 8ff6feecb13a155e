import type { Icon } from '@tabler/icons-react'
import type { MouseEvent, ReactNode, Ref } from 'react'
import { Kbd } from '../text/kbd.tsx'
import classes from './button.module.css'

export type ButtonLook = 'plain' | 'primary' | 'danger' | 'quiet'

export interface ButtonProps {
  children: ReactNode
  look?: ButtonLook
  icon?: Icon
  /** Shown as a key at the right; binding it is `useShortcut`'s work. */
  keys?: string
  /** Makes it a link that looks like a button. */
  href?: string
  type?: 'button' | 'submit'
  /** Id of the form it submits from outside. */
  form?: string
  busy?: boolean
  /** Why it may not be pressed now. It stays focusable, so that the reason can be read. */
  unavailable?: string
  onClick?: (event: MouseEvent<HTMLElement>) => void
  ref?: Ref<HTMLButtonElement>
  'aria-haspopup'?: 'menu' | 'dialog' | 'listbox'
  'aria-expanded'?: boolean
}

export function Button({
  children,
  look = 'plain',
  icon: Icon,
  keys,
  href,
  type = 'button',
  busy = false,
  unavailable,
  onClick,
  ref,
  ...aria
}: ButtonProps) {
  const inside = (
    <>
      {busy ? (
        <span className={classes.spinner} aria-hidden="true" />
      ) : (
        Icon && <Icon size={15} stroke={1.8} aria-hidden="true" />
      )}
      <span className={classes.label}>{children}</span>
      {keys && <Kbd keys={keys} />}
    </>
  )
  if (href && !unavailable) {
    return (
      <a className={classes.root} data-look={look} href={href} onClick={onClick}>
        {inside}
      </a>
    )
  }
  const blocked = busy || unavailable !== undefined
  return (
    <button
      // First, since what opens a menu hands a class along.
      {...aria}
      ref={ref}
      className={classes.root}
      data-look={look}
      type={type}
      title={unavailable}
      aria-disabled={blocked || undefined}
      aria-busy={busy || undefined}
      onClick={(event) => {
        if (blocked) event.preventDefault()
        else onClick?.(event)
      }}
    >
      {inside}
      {unavailable && <span className="said">: {unavailable}</span>}
    </button>
  )
}
