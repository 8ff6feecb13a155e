import { StatusMark } from '../text/status-mark.tsx'
import classes from './live-indicator.module.css'

export type Liveness = 'live' | 'connecting' | 'offline'

/** Whether changes reach this page by themselves. */
export function LiveIndicator({ state, since }: { state: Liveness; since?: string }) {
  const words = { live: 'Live', connecting: 'Connecting', offline: 'Offline' }[state]
  const status = state === 'live' ? 'ok' : state === 'connecting' ? 'busy' : 'warn'
  const explained = {
    live: 'Changes appear here by themselves.',
    connecting: 'Asking the server for changes …',
    offline: `The server does not answer${since ? ` since ${since}` : ''}. What you see is the last it said; we keep trying.`,
  }[state]
  return (
    <span className={classes.root} title={explained}>
      <StatusMark status={status}>
        <span className={classes.word}>{words}</span>
      </StatusMark>
      <span className="said" role="status">
        {state === 'offline' ? explained : ''}
      </span>
    </span>
  )
}
