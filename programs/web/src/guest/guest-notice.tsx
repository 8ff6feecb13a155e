import { Button, Dialog, formatDayTime, RequestProblem, TextField, toast, useApi } from '@holdfast/design'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { KeepLink } from '../screens/guest/keep-link.tsx'
import classes from '../shell/notice.module.css'
import type { Session } from '../shell/session.ts'

type Guest = NonNullable<Session['data']['guest']>

/** Stands above every screen of a guest's tenant from the beginning: when it ends, and what can be done before. */
export function GuestNotice({ guest }: { guest: Guest }) {
  const api = useApi()
  const [wayBack, setWayBack] = useState<string>()
  const [asking, setAsking] = useState(false)
  async function makeLink() {
    try {
      const { data } = await api.send<{ data: { wayBack: string } }>('POST', '/guest/way-back')
      setWayBack(data.wayBack)
    } catch (cause) {
      if (!(cause instanceof RequestProblem)) throw cause
      toast({ tone: 'failed', message: cause.message })
    }
  }
  return (
    <section className={classes.root} aria-label="The end of this tenant">
      <p>
        <b>Ends {formatDayTime(guest.endsAt)}.</b> Then everybody is out, and all of it is erased.{' '}
        {guest.address === null ? 'Nobody is told by mail.' : `${guest.address} is told a week and a day before.`}
      </p>
      <span className={classes.acts}>
        <Button look="quiet" href="/api/v1/tenant/export">
          Export the data
        </Button>
        <Button look="quiet" onClick={() => void makeLink()}>
          Make a link to come back
        </Button>
        <Button look="quiet" onClick={() => setAsking(true)}>
          {guest.address === null ? 'Be told by mail…' : 'Another address…'}
        </Button>
      </span>
      <Dialog opened={wayBack !== undefined} onClose={() => setWayBack(undefined)} title="A link to come back">
        {wayBack !== undefined && <KeepLink wayBack={wayBack} endsAt={guest.endsAt} />}
      </Dialog>
      <Dialog opened={asking} onClose={() => setAsking(false)} title="Be told of the end by mail">
        {asking && <AddressForm guest={guest} onDone={() => setAsking(false)} />}
      </Dialog>
    </section>
  )
}

/** The address, and then the code that was mailed there. */
function AddressForm({ guest, onDone }: { guest: Guest; onDone: () => void }) {
  const api = useApi()
  const queries = useQueryClient()
  const [address, setAddress] = useState(guest.pendingAddress ?? '')
  const [isSent, setSent] = useState(guest.pendingAddress !== null)
  const [code, setCode] = useState('')
  const [problem, setProblem] = useState<string>()
  const [busy, setBusy] = useState(false)
  async function submit(event: FormEvent) {
    event.preventDefault()
    setBusy(true)
    setProblem(undefined)
    try {
      if (isSent) {
        await api.send('POST', '/guest/address/confirm', { code: code.trim() })
        onDone()
      } else {
        await api.send('POST', '/guest/address', { address: address.trim() })
        setSent(true)
      }
      await queries.invalidateQueries({ queryKey: ['session'] })
    } catch (cause) {
      if (!(cause instanceof RequestProblem)) throw cause
      setProblem(cause.message)
    }
    setBusy(false)
  }
  return (
    <form onSubmit={submit} className={classes.form}>
      {isSent ? (
        <TextField
          label={`The code that was mailed to ${address}`}
          value={code}
          onChange={setCode}
          error={problem}
          autoComplete="one-time-code"
          mono
          autoFocus
        />
      ) : (
        <TextField
          label="Your address of mail"
          type="email"
          value={address}
          onChange={setAddress}
          hint="Only the end of this tenant is told there, a week and a day before. It is erased with the rest."
          error={problem}
          autoComplete="email"
          autoFocus
        />
      )}
      <span className={classes.acts}>
        <Button look="primary" type="submit" busy={busy}>
          {isSent ? 'Confirm' : 'Mail a code'}
        </Button>
        {isSent && (
          <Button
            onClick={() => {
              setSent(false)
              setProblem(undefined)
            }}
          >
            Another address
          </Button>
        )}
      </span>
    </form>
  )
}
