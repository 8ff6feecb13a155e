import { Button, CopyButton } from '@holdfast/design'
import classes from './account.module.css'

/** Recovery codes, the one time that they are shown. */
export function RecoveryCodes({ codes, onDone }: { codes: readonly string[]; onDone: () => void }) {
  return (
    <div className={classes.form} role="status">
      <p>
        <b>Keep these recovery codes</b> where your authenticator is not. Each lets you in once without it. They are not
        shown again.
      </p>
      <ul className={classes.codes}>
        {codes.map((code) => (
          <li key={code} className="mono">
            {code}
          </li>
        ))}
      </ul>
      <div className={classes.actions}>
        <CopyButton text={codes.join('\n')} label="Copy all codes" />
        <Button look="primary" onClick={onDone}>
          I have kept them
        </Button>
      </div>
    </div>
  )
}
