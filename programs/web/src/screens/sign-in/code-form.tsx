import { type Api, Button, RequestProblem, TextField } from '@holdfast/design'
import { type FormEvent, useState } from 'react'
import classes from './sign-in.module.css'
import type { SignInAnswer, Way } from './ways.ts'

/** The second factor: the code of an authenticator, or a recovery code in its place. */
export function CodeForm({
  api,
  ways,
  onAnswer,
  onProblem,
  onAgain,
}: {
  api: Api
  ways: readonly Way[]
  onAnswer: (answer: SignInAnswer) => void
  onProblem: (words: string | undefined) => void
  /** Back to the beginning: the sign-in on its way is over. */
  onAgain: () => void
}) {
  const [code, setCode] = useState('')
  const [busy, setBusy] = useState(false)

  async function send(event: FormEvent) {
    event.preventDefault()
    setBusy(true)
    onProblem(undefined)
    try {
      onAnswer(await api.send<SignInAnswer>('POST', '/session/second-factor', { code: code.trim() }))
    } catch (cause) {
      if (!(cause instanceof RequestProblem)) throw cause
      onProblem(cause.message)
      setCode('')
      if (cause.code === 'attempt-over') onAgain()
    } finally {
      setBusy(false)
    }
  }

  if (!ways.includes('totp') && !ways.includes('recovery')) return null
  return (
    <form className={classes.form} onSubmit={send}>
      <TextField
        label="Code"
        mono
        value={code}
        onChange={setCode}
        autoComplete="one-time-code"
        autoFocus
        hint={
          ways.includes('recovery')
            ? 'Six digits of your authenticator. Without it: one of your recovery codes.'
            : 'Six digits of your authenticator.'
        }
      />
      <Button
        look="primary"
        type="submit"
        busy={busy}
        unavailable={code.trim().length < 6 ? 'write the code first' : undefined}
      >
        Go on
      </Button>
    </form>
  )
}
