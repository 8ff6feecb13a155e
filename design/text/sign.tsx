import classes from './sign.module.css'

export type Change = 'added' | 'changed' | 'removed'

const signs: Readonly<Record<Change, string>> = { added: '+', changed: '~', removed: '−' }

/** + came (blue), ~ changed, − went (orange). */
export function Sign({ change }: { change: Change }) {
  return (
    <span className={classes.root} data-change={change}>
      <span aria-hidden="true">{signs[change]}</span>
      <span className="said">{change}</span>
    </span>
  )
}
