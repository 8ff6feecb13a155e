import {
  IconAlertTriangle,
  IconClockExclamation,
  IconFilterOff,
  IconLock,
  IconPuzzle,
  IconSeedling,
} from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { Button } from '../action/button.tsx'
import { CopyButton } from '../action/copy-button.tsx'
import { CopyCommand } from '../surface/copy-command.tsx'
import classes from './empty-state.module.css'

/** Why there is nothing to see, each with its own way on. */
export type Emptiness =
  | { kind: 'new'; title: string; words: ReactNode; action?: ReactNode; command?: string }
  | { kind: 'filtered'; what: string; filters: number; onClear: () => void }
  | { kind: 'error'; title: string; words: ReactNode; problemId?: string; onRetry?: () => void }
  | { kind: 'forbidden'; what: string; askWhom: string }
  | { kind: 'stale'; title: string; words: ReactNode; action?: ReactNode }
  | { kind: 'partial'; title: string; words: ReactNode; action?: ReactNode }

const icons = {
  new: IconSeedling,
  filtered: IconFilterOff,
  error: IconAlertTriangle,
  forbidden: IconLock,
  stale: IconClockExclamation,
  partial: IconPuzzle,
} as const

/** In place of content; `inline` makes it a strip above content that is there but stale or partial. */
export function EmptyState({ inline = false, ...why }: Emptiness & { inline?: boolean }) {
  const Icon = icons[why.kind]
  const { title, words, actions } = tell(why)
  return (
    <div
      className={classes.root}
      data-kind={why.kind}
      data-inline={inline || undefined}
      role={why.kind === 'error' ? 'alert' : 'status'}
    >
      <Icon className={classes.icon} size={inline ? 18 : 26} stroke={1.5} aria-hidden="true" />
      <div className={classes.text}>
        <p className={classes.title}>{title}</p>
        <div className={classes.words}>{words}</div>
      </div>
      {actions && <div className={classes.actions}>{actions}</div>}
    </div>
  )
}

function tell(why: Emptiness): { title: ReactNode; words: ReactNode; actions?: ReactNode } {
  switch (why.kind) {
    case 'new':
      return {
        title: why.title,
        words: why.words,
        actions: (why.action || why.command) && (
          <>
            {why.action}
            {why.command && <CopyCommand command={why.command} />}
          </>
        ),
      }
    case 'filtered':
      return {
        title: `No ${why.what} match`,
        words: why.filters === 1 ? 'One filter hides the rest.' : `${why.filters} filters hide the rest.`,
        actions: (
          <Button onClick={why.onClear}>
            {why.filters === 1 ? 'Clear the filter' : `Clear ${why.filters} filters`}
          </Button>
        ),
      }
    case 'error':
      return {
        title: why.title,
        words: why.words,
        actions: (
          <>
            {why.onRetry && <Button onClick={why.onRetry}>Try again</Button>}
            {why.problemId && (
              <span className={classes.problem}>
                Problem <code>{why.problemId}</code>
                <CopyButton text={why.problemId} label="Copy problem id" />
              </span>
            )}
          </>
        ),
      }
    case 'forbidden':
      return {
        title: `You may not see ${why.what}`,
        words: `${why.askWhom} can grant it.`,
      }
    case 'stale':
    case 'partial':
      return { title: why.title, words: why.words, actions: why.action }
  }
}
