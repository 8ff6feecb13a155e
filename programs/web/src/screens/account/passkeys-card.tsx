import { Button, Card, RelativeTime, TextField, toast, useApi } from '@holdfast/design'
import { startRegistration } from '@simplewebauthn/browser'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { Ways } from '../sign-in/ways.ts'
import classes from './account.module.css'
import type { Change, OwnMeans, Passkey } from './own-means.ts'

type Options = Parameters<typeof startRegistration>[0]['optionsJSON']

/** One's passkeys: of the device, or of a security key. */
export function PasskeysCard({ means, change }: { means: OwnMeans; change: Change }) {
  const api = useApi()
  const queries = useQueryClient()
  const [name, setName] = useState<string>()
  const { data: ways } = useQuery({
    queryKey: ['sign-in-ways'],
    queryFn: async ({ signal }) => (await api.get<{ data: Ways }>('/session/ways', { signal })).data,
  })
  const notHere = ways?.whyNoPasskeys

  const make = (event: FormEvent) => {
    event.preventDefault()
    return change(async () => {
      const { data } = await api.send<{ data: { options: Options } }>('POST', '/account/passkeys/options')
      const credential = await startRegistration({ optionsJSON: data.options }).catch(() => undefined)
      if (!credential) return void toast({ tone: 'failed', message: 'No passkey was made' })
      await api.send('POST', '/account/passkeys', { name: name?.trim(), credential })
      setName(undefined)
      toast({ message: 'This passkey signs you in from now on' })
      await queries.invalidateQueries({ queryKey: ['session'] })
    })
  }
  const remove = (passkey: Passkey) =>
    change(async () => {
      await api.send('POST', '/account/passkeys/remove', { passkey: passkey.id })
      toast({ message: `${passkey.name} lets nobody in any more` })
    })

  return (
    <Card
      title="Passkeys"
      note={means.passkeys.length === 0 ? 'none' : undefined}
      actions={
        name === undefined && (
          <Button onClick={() => setName('')} unavailable={notHere ?? undefined}>
            Make a passkey
          </Button>
        )
      }
    >
      {name !== undefined && (
        <form className={classes.form} onSubmit={make}>
          <TextField
            label="Name"
            value={name}
            onChange={setName}
            autoFocus
            hint="So that you know it again: “laptop”, “blue key”."
          />
          <div className={classes.actions}>
            <Button look="primary" type="submit" unavailable={name.trim() === '' ? 'write a name first' : undefined}>
              Go on
            </Button>
            <Button onClick={() => setName(undefined)}>Cancel</Button>
          </div>
        </form>
      )}
      {means.passkeys.length > 0 ? (
        <ul className={classes.rows}>
          {means.passkeys.map((passkey) => (
            <li key={passkey.id}>
              <span>
                <b>{passkey.name}</b> for {passkey.host}
                <small>
                  made <RelativeTime at={passkey.createdAt} />,{' '}
                  {passkey.usedAt ? (
                    <>
                      last used <RelativeTime at={passkey.usedAt} />
                    </>
                  ) : (
                    'never used'
                  )}
                </small>
              </span>
              <Button look="quiet" onClick={() => void remove(passkey)}>
                Remove<span className="said"> the passkey {passkey.name}</span>
              </Button>
            </li>
          ))}
        </ul>
      ) : (
        name === undefined && (
          <p className={classes.quiet}>
            {notHere ?? 'A passkey signs you in by a touch or a look, and cannot be given away by mistake.'}
          </p>
        )
      )}
    </Card>
  )
}
