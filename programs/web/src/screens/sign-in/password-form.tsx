import { type Api, Button, RequestProblem, TextField } from '@holdfast/design'
import { type FormEvent, useState } from 'react'
import classes from './sign-in.module.css'
import type { SignInAnswer } from './ways.ts'

/** Name and password. */
export function PasswordForm({
  api,
  onAnswer,
  onProblem,
}: {
  api: Api
  onAnswer: (answer: SignInAnswer) => void
  onProblem: (words: string | undefined) => void
}) {
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const [busy, setBusy] = useState(false)

  async function send(event: FormEvent) {
    event.preventDefault()
    setBusy(true)
    onProblem(undefined)
    try {
      onAnswer(await api.send<SignInAnswer>('POST', '/session/password', { name: name.trim(), password }))
    } catch (cause) {
      if (!(cause instanceof RequestProblem)) throw cause
      onProblem(cause.message)
      setPassword('')
    } finally {
      setBusy(false)
    }
  }

  return (
    <form className={classes.form} onSubmit={send}>
      <TextField label="Sign-in name" value={name} onChange={setName} autoComplete="username" autoFocus />
      <TextField
        label="Password"
        type="password"
        value={password}
        onChange={setPassword}
        autoComplete="current-password"
      />
      <Button
        look="primary"
        type="submit"
        busy={busy}
        unavailable={name.trim() === '' || password === '' ? 'write name and password first' : undefined}
      >
        Sign in
      </Button>
    </form>
  )
}
