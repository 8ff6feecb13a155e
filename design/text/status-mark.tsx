import classes from './status-mark.module.css'

/** How something is, now. `unknown` means nobody looked; it is hatched, never green. */
export type Status = 'ok' | 'warn' | 'failed' | 'busy' | 'off' | 'unknown'

const words: Readonly<Record<Status, string>> = {
  ok: 'fine',
  warn: 'needs attention',
  failed: 'failed',
  busy: 'running',
  off: 'off',
  unknown: 'not assessed',
}

export function StatusMark({ status, children }: { status: Status; children?: React.ReactNode }) {
  return (
    <span className={classes.root}>
      <svg className={classes.mark} data-status={status} viewBox="0 0 10 10" aria-hidden="true">
        {shape(status)}
      </svg>
      <span className="said">{words[status]}</span>
      {children}
    </span>
  )
}

function shape(status: Status) {
  switch (status) {
    case 'ok':
      return <circle cx="5" cy="5" r="3.6" />
    case 'warn':
      return <path d="M5 .6 9.4 5 5 9.4.6 5z" />
    case 'failed':
      return <path d="M5 .8 9.6 9H.4z" />
    case 'off':
      return <circle cx="5" cy="5" r="3.2" className={classes.hollow} />
    case 'busy':
      return <path d="M5 1.4A3.6 3.6 0 1 1 1.4 5" className={classes.hollow} />
    case 'unknown':
      return <path d="M1 5l4-4M1 9l8-8M5 9l4-4" className={classes.hollow} />
  }
}
