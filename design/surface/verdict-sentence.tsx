import type { ReactNode } from 'react'
import type { Tone } from '../text/badge.tsx'
import classes from './verdict-sentence.module.css'

/** The one sentence a page is about: what is so, in bold; what follows from it, after. */
export function VerdictSentence({
  tone = 'neutral',
  lead,
  children,
}: {
  tone?: Tone
  lead: ReactNode
  children?: ReactNode
}) {
  return (
    <p className={classes.root} data-tone={tone}>
      <strong>{lead}</strong> {children}
    </p>
  )
}
