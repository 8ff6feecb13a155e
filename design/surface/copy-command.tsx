import { IconCheck } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { CopyButton } from '../action/copy-button.tsx'
import classes from './copy-command.module.css'

/** A command to run elsewhere, and whether it has worked: it waits, then turns to a tick. */
export function CopyCommand({
  command,
  state = 'idle',
  waiting = 'Waiting for the first sign of life …',
  done,
}: {
  command: string
  state?: 'idle' | 'waiting' | 'done'
  waiting?: ReactNode
  done?: ReactNode
}) {
  return (
    <div className={classes.root} data-state={state}>
      <div className={classes.line}>
        <span className={classes.prompt} aria-hidden="true">
          $
        </span>
        <code className={classes.command}>{command}</code>
        <CopyButton text={command} label="Copy command" />
      </div>
      {state !== 'idle' && (
        <p className={classes.state} role="status">
          {state === 'done' ? (
            <>
              <IconCheck className={classes.tick} size={16} stroke={2.6} aria-hidden="true" /> {done ?? 'Done'}
            </>
          ) : (
            <>
              <span className={classes.pulse} aria-hidden="true" /> {waiting}
            </>
          )}
        </p>
      )}
    </div>
  )
}
