import { CopyButton, formatDayTime } from '@holdfast/design'
import classes from './people.module.css'
import type { MadeLink } from './person.ts'

/** A link that is shown this once, with what it does and until when. */
export function MadeLinkWords({ made, name, kind }: { made: MadeLink; name: string; kind: 'join' | 'sign-in' }) {
  return (
    <div className={classes.stack} role="status">
      <p>
        Hand this link to <b>{name}</b> yourself; Holdfast sends no mail. It is shown this once, works once
        {kind === 'join' ? '' : ' and signs in as them'}, and ends on {formatDayTime(made.expiresAt)}.
      </p>
      <div className={classes.link}>
        <code>{made.link}</code>
        <CopyButton text={made.link} label="Copy link" word />
      </div>
      <p className="muted">
        Whoever opens it is let in: use a way of which you know who reads it. You can take it back under{' '}
        <a href="/people?view=invitations">Invitations</a> until then.
      </p>
    </div>
  )
}
