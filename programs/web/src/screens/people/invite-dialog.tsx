import { Button, Dialog, RequestProblem, SelectField, TextField, useApi } from '@holdfast/design'
import { type FormEvent, useId, useState } from 'react'
import { MadeLinkWords } from './made-link.tsx'
import classes from './people.module.css'
import type { MadeLink, Role } from './person.ts'
import { missingOf, seesAll, wantedOf } from './sight.ts'
import { SightChoice } from './sight-choice.tsx'
import { useRenewPeople, useUnits } from './use-people.ts'

const nobody = { name: '', email: '', role: 'reader', days: '7', sees: seesAll }

/** Invites somebody: who, as what, for how long; then the link. */
export function InviteDialog({
  opened,
  roles,
  onClose,
}: {
  opened: boolean
  roles: readonly Role[]
  onClose: () => void
}) {
  const api = useApi()
  const renew = useRenewPeople()
  const form = useId()
  const { data: units } = useUnits()
  const [draft, setDraft] = useState(nobody)
  const [made, setMade] = useState<MadeLink>()
  const [problem, setProblem] = useState<RequestProblem>()
  const [busy, setBusy] = useState(false)
  const set = (part: Partial<typeof nobody>) => setDraft((last) => ({ ...last, ...part }))
  const role = roles.find(({ name }) => name === draft.role)

  async function invite(event: FormEvent) {
    event.preventDefault()
    setBusy(true)
    setProblem(undefined)
    try {
      const { name, email, days, sees } = draft
      const body = {
        name: name.trim(),
        role: draft.role,
        days: Number(days),
        ...(email.trim() && { email: email.trim() }),
        ...(sees.by !== 'all' && { sees: wantedOf(sees) }),
      }
      setMade((await api.send<{ data: MadeLink }>('POST', '/people/invitations', body)).data)
      await renew()
    } catch (cause) {
      if (!(cause instanceof RequestProblem)) throw cause
      setProblem(cause)
    } finally {
      setBusy(false)
    }
  }

  function close() {
    setDraft(nobody)
    setMade(undefined)
    setProblem(undefined)
    onClose()
  }

  const wrong = (field: string) => problem?.errors.find(({ pointer }) => pointer === `/body/${field}`)?.message
  return (
    <Dialog
      opened={opened}
      onClose={close}
      title={made ? 'Invited' : 'Invite somebody'}
      width={560}
      footer={
        made ? (
          <Button look="primary" onClick={close}>
            Done
          </Button>
        ) : (
          <>
            <Button onClick={close}>Cancel</Button>
            <Button
              look="primary"
              type="submit"
              form={form}
              busy={busy}
              unavailable={draft.name.trim() === '' ? 'write a name first' : missingOf(draft.sees)}
            >
              Make the link
            </Button>
          </>
        )
      }
    >
      {made ? (
        <MadeLinkWords made={made} name={draft.name.trim()} kind="join" />
      ) : (
        <form id={form} className={classes.form} onSubmit={invite}>
          {problem?.errors.every(({ pointer }) => pointer === '/body') && (
            <p role="alert" className={classes.problem}>
              {problem.message}
            </p>
          )}
          <TextField
            label="Name"
            value={draft.name}
            onChange={(name) => set({ name })}
            autoFocus
            required
            error={wrong('name')}
            hint="They can correct it when they accept."
          />
          <TextField
            label="E-mail address, if you want it noted"
            type="email"
            value={draft.email}
            onChange={(email) => set({ email })}
            error={wrong('email')}
          />
          <SelectField
            label="Role"
            value={draft.role}
            options={roles.map(({ name, title }) => ({ value: name, label: title }))}
            onChange={(value) => set({ role: value })}
            hint={role?.summary}
          />
          <SightChoice units={units} chosen={draft.sees} onChosen={(sees) => set({ sees })} />
          <SelectField
            label="The link works for"
            value={draft.days}
            options={['1', '7', '30'].map((days) => ({
              value: days,
              label: days === '1' ? 'one day' : `${days} days`,
            }))}
            onChange={(days) => set({ days })}
          />
        </form>
      )}
    </Dialog>
  )
}
