import { CopyButton } from '@holdfast/design'
import classes from './tokens.module.css'

/** The secret of a token, the one time that it is shown. */
export function MadeTokenWords({ secret }: { secret: string }) {
  return (
    <div className={classes.form} role="status">
      <p>
        <b>Copy it now.</b> It is not shown again; whoever has it may what it may.
      </p>
      <div className={classes.secret}>
        <code>{secret}</code>
        <CopyButton text={secret} label="Copy the token" />
      </div>
    </div>
  )
}
