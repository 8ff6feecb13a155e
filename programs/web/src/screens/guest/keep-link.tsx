import { CopyButton, formatDayTime } from '@holdfast/design'
import classes from './keep-link.module.css'

/** The link that lets a guest in once more: told once, to be kept by them. */
export function KeepLink({ wayBack, endsAt }: { wayBack: string; endsAt: string }) {
  const link = `${location.origin}/join#${wayBack}`
  return (
    <>
      <p>
        This browser is signed in now. To come back from elsewhere, or when the sign-in is over, keep this link: it
        works once, until {formatDayTime(endsAt)}. You can make a new one at any time at the top of each page.
      </p>
      <p className={classes.line}>
        <code className={classes.link}>{link}</code>
        <CopyButton text={link} label="Copy link" />
      </p>
    </>
  )
}
