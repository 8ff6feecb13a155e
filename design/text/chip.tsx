import type { ReactNode, Ref } from 'react'
import classes from './chip.module.css'

/** Colours that chips can be told apart by. They never carry a meaning alone: the word is always there. */
export const chipColours = [
  'grey',
  'blue',
  'cyan',
  'teal',
  'green',
  'lime',
  'yellow',
  'orange',
  'red',
  'pink',
  'grape',
  'violet',
] as const
export type ChipColour = (typeof chipColours)[number]

/** A dot in one of the colours of chips; grey for a name that is not known. */
export function ChipDot({ colour }: { colour: string }) {
  return <i className={classes.dot} data-colour={colour} aria-hidden="true" />
}

/** A short name with a coloured dot. With `onClick` it is a button, with `href` a link. */
export function Chip({
  colour,
  children,
  title,
  quiet = false,
  href,
  onClick,
  ref,
  ...aria
}: {
  colour: string
  children: ReactNode
  title?: string
  /** Stands back behind others: what the program itself put there. */
  quiet?: boolean
  href?: string
  onClick?: () => void
  ref?: Ref<HTMLButtonElement>
  'aria-haspopup'?: 'dialog'
  'aria-expanded'?: boolean
}) {
  const inside = (
    <>
      <ChipDot colour={colour} />
      <span className={classes.word}>{children}</span>
    </>
  )
  const shared = { className: classes.root, 'data-quiet': quiet || undefined, title }
  if (href) {
    return (
      <a {...shared} href={href}>
        {inside}
      </a>
    )
  }
  if (onClick) {
    return (
      <button ref={ref} type="button" {...shared} onClick={onClick} {...aria}>
        {inside}
      </button>
    )
  }
  return <span {...shared}>{inside}</span>
}
