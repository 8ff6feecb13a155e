import { Button, Card, RelativeTime, TextField, toast, useApi } from '@holdfast/design'
import { type FormEvent, useState } from 'react'
import classes from './account.module.css'
import type { Change, OwnMeans } from './own-means.ts'

/** One's sign-in name and password. */
export function PasswordCard({ means, change }: { means: OwnMeans; change: Change }) {
  const api = useApi()
  const [draft, setDraft] = useState<{ name: string; password: string }>()
  const has = means.signInName !== null

  async function save(event: FormEvent) {
    event.preventDefault()
    if (!draft) return
    await change(async () => {
      await api.send('POST', '/account/password', { name: draft.name.trim(), password: draft.password })
      setDraft(undefined)
      toast({ message: 'Your password is set; all your other sign-ins ended' })
    })
  }
  const remove = () =>
    change(async () => {
      await api.send('DELETE', '/account/password')
      toast({ message: 'Your password lets nobody in any more' })
    })

  return (
    <Card
      title="Password"
      note={has ? undefined : 'none'}
      actions={
        !draft && (
          <>
            <Button onClick={() => setDraft({ name: means.signInName ?? '', password: '' })}>
              {has ? 'Change' : 'Set a password'}
            </Button>
            {has && (
              <Button look="quiet" onClick={() => void remove()}>
                Take away<span className="said"> the password</span>
              </Button>
            )}
          </>
        )
      }
    >
      {draft ? (
        <form className={classes.form} onSubmit={save}>
          <TextField
            label="Sign-in name"
            value={draft.name}
            onChange={(name) => setDraft({ ...draft, name })}
            autoComplete="username"
            autoFocus
            hint="Letters, digits, dot and hyphen. No e-mail address."
          />
          <TextField
            label="New password"
            type="password"
            value={draft.password}
            onChange={(password) => setDraft({ ...draft, password })}
            autoComplete="new-password"
            hint="At least 12 characters. A sentence is good."
          />
          <div className={classes.actions}>
            <Button
              look="primary"
              type="submit"
              unavailable={
                draft.name.trim().length < 2
                  ? 'choose a name first'
                  : [...draft.password].length < 12
                    ? '12 characters are the least'
                    : undefined
              }
            >
              Save
            </Button>
            <Button onClick={() => setDraft(undefined)}>Cancel</Button>
          </div>
        </form>
      ) : has ? (
        <p>
          You sign in as <b>{means.signInName}</b>; the password was set{' '}
          {means.passwordChangedAt && <RelativeTime at={means.passwordChangedAt} />}.
        </p>
      ) : (
        <p className={classes.quiet}>Without one you sign in by links, passkeys or an identity provider.</p>
      )}
    </Card>
  )
}
