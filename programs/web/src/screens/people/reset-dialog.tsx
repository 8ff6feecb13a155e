import { Button, Dialog, RequestProblem, toast, useApi } from '@holdfast/design'
import { useState } from 'react'
import classes from './people.module.css'
import type { Member } from './person.ts'

/** Asks before somebody’s second factor is taken from them, and says what follows. */
export function ResetDialog({
  member,
  opened,
  onClose,
  onReset,
}: {
  member: Member
  opened: boolean
  onClose: () => void
  onReset: () => Promise<void>
}) {
  const api = useApi()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string>()
  const close = () => {
    setProblem(undefined)
    onClose()
  }

  async function reset() {
    setBusy(true)
    try {
      const { data } = await api.send<{ data: { told: boolean } }>('POST', '/members/reset-second-factor', {
        member: member.id,
      })
      const told = data.told ? ', and is told by mail' : ': tell them, no address of theirs is noted'
      toast({ message: `${member.name} has no second factor any more${told}` })
      close()
      await onReset()
    } catch (cause) {
      if (!(cause instanceof RequestProblem)) throw cause
      setProblem(cause.message)
    } finally {
      setBusy(false)
    }
  }

  return (
    <Dialog
      opened={opened}
      onClose={close}
      title={`Reset the second factor of ${member.name}?`}
      width={460}
      footer={
        <>
          <Button onClick={close}>Cancel</Button>
          <Button look="danger" busy={busy} onClick={() => void reset()}>
            Reset it
          </Button>
        </>
      }
    >
      <p>
        Their authenticator, passkeys and recovery codes end, and so do all their sessions. Their password stays. Make
        sure that it is they who ask: whoever has the password signs in without a second factor from then on.
      </p>
      {problem && (
        <p role="alert" className={classes.problem}>
          {problem}
        </p>
      )}
    </Dialog>
  )
}
