import { Button, Dialog, RequestProblem, TextField, useApi } from '@holdfast/design'
import { type FormEvent, useId, useState } from 'react'
import classes from './account.module.css'
import type { OwnMeans } from './own-means.ts'

/** Asks who one is before something is changed that decides who can sign in. */
export function ProveDialog({
  means,
  opened,
  onProved,
  onClose,
}: {
  means: OwnMeans
  opened: boolean
  onProved: () => void
  onClose: () => void
}) {
  const api = useApi()
  const form = useId()
  const [text, setText] = useState('')
  const [problem, setProblem] = useState<string>()
  const can = means.totp || means.signInName !== null

  async function prove(event: FormEvent) {
    event.preventDefault()
    setProblem(undefined)
    try {
      await api.send('POST', '/account/prove', means.totp ? { code: text.trim() } : { password: text })
      setText('')
      onProved()
    } catch (cause) {
      if (!(cause instanceof RequestProblem)) throw cause
      setProblem(cause.message)
    }
  }

  return (
    <Dialog
      opened={opened}
      onClose={onClose}
      title="Is it you?"
      width={440}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          {can && (
            <Button
              look="primary"
              type="submit"
              form={form}
              unavailable={text.trim().length < 6 ? 'write it first' : undefined}
            >
              Go on
            </Button>
          )}
        </>
      }
    >
      {can ? (
        <form id={form} className={classes.form} onSubmit={prove}>
          <p>What you change decides who can sign in as you. Your sign-in is older than 15 minutes.</p>
          <TextField
            label={means.totp ? 'Code of your authenticator' : 'Your password'}
            type={means.totp ? 'text' : 'password'}
            mono={means.totp}
            value={text}
            onChange={setText}
            autoComplete={means.totp ? 'one-time-code' : 'current-password'}
            autoFocus
            error={problem}
          />
        </form>
      ) : (
        <p>Your sign-in is older than 15 minutes. Sign out and sign in again, then change it.</p>
      )}
    </Dialog>
  )
}
