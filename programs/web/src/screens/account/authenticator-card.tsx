import { Button, Card, plural, TextField, toast, useApi } from '@holdfast/design'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import classes from './account.module.css'
import type { Change, OwnMeans } from './own-means.ts'
import { QrCode } from './qr-code.tsx'
import { RecoveryCodes } from './recovery-codes.tsx'

/** One's authenticator: the codes that come after a password or a link. */
export function AuthenticatorCard({ means, change }: { means: OwnMeans; change: Change }) {
  const api = useApi()
  const queries = useQueryClient()
  const [offered, setOffered] = useState<{ secret: string; uri: string }>()
  const [code, setCode] = useState('')
  const [codes, setCodes] = useState<readonly string[]>()

  const begin = () =>
    change(async () => {
      setOffered((await api.send<{ data: { secret: string; uri: string } }>('POST', '/account/authenticator')).data)
    })
  const confirm = (event: FormEvent) => {
    event.preventDefault()
    return change(async () => {
      const body = { code: code.replace(/\s/g, '') }
      const { data } = await api.send<{ data: { codes: string[] } }>('POST', '/account/authenticator/confirm', body)
      setOffered(undefined)
      setCode('')
      setCodes(data.codes)
    })
  }
  const renew = () =>
    change(async () => {
      setCodes((await api.send<{ data: { codes: string[] } }>('POST', '/account/recovery-codes')).data.codes)
    })
  const remove = () =>
    change(async () => {
      await api.send('DELETE', '/account/authenticator')
      toast({ message: 'Your authenticator is not asked for any more' })
    })
  async function kept() {
    setCodes(undefined)
    await queries.invalidateQueries({ queryKey: ['session'] })
  }

  return (
    <Card
      title="Authenticator"
      note={means.totp ? 'set up' : 'none'}
      actions={
        means.totp && !codes ? (
          <>
            <Button onClick={() => void renew()}>New recovery codes</Button>
            <Button look="quiet" onClick={() => void remove()}>
              Take away<span className="said"> the authenticator</span>
            </Button>
          </>
        ) : (
          !offered && !codes && <Button onClick={() => void begin()}>Set up</Button>
        )
      }
    >
      {codes ? (
        <RecoveryCodes codes={codes} onDone={() => void kept()} />
      ) : offered ? (
        <form className={classes.setUp} onSubmit={confirm}>
          <QrCode text={offered.uri} label="QR code of the secret, for an authenticator" />
          <div className={classes.form}>
            <p>Scan this with an authenticator, or type the secret into it:</p>
            <code className={classes.secret}>{offered.secret.replace(/(.{4})(?=.)/g, '$1 ')}</code>
            <TextField
              label="The code that it shows"
              mono
              value={code}
              onChange={setCode}
              autoComplete="one-time-code"
              autoFocus
            />
            <div className={classes.actions}>
              <Button
                look="primary"
                type="submit"
                unavailable={/^\d{6}$/.test(code.replace(/\s/g, '')) ? undefined : 'write its six digits first'}
              >
                Confirm
              </Button>
              <Button onClick={() => setOffered(undefined)}>Cancel</Button>
            </div>
          </div>
        </form>
      ) : means.totp ? (
        <p>
          Its code is asked for after a password or a link. {plural(means.recoveryLeft, 'recovery code')} left
          {means.recoveryLeft < 3 && ': make new ones soon'}.
        </p>
      ) : (
        <p className={classes.quiet}>
          An app or a device that shows six digits (RFC 6238). With one, a stolen password opens nothing.
        </p>
      )}
    </Card>
  )
}
