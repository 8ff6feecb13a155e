import { Button, Dialog, RequestProblem, SelectField, TextField, useApi } from '@holdfast/design'
import { type FormEvent, useId, useState } from 'react'
import { missingOf, seesAll, wantedOf } from '../people/sight.ts'
import { SightChoice } from '../people/sight-choice.tsx'
import { MadeTokenWords } from './made-token.tsx'
import { type MadeToken, type ServiceAccount, useRenewTokens } from './token.ts'
import classes from './tokens.module.css'

const nothing = { name: '', scopes: '*:read', days: '90', who: 'me', sees: seesAll }

/** Makes a token: of oneself, or of a service account; with what it may, and until when. */
export function MakeTokenDialog({
  opened,
  accounts,
  onClose,
}: {
  opened: boolean
  accounts: readonly ServiceAccount[]
  onClose: () => void
}) {
  const api = useApi()
  const renew = useRenewTokens()
  const form = useId()
  const [draft, setDraft] = useState(nothing)
  const [made, setMade] = useState<MadeToken>()
  const [problem, setProblem] = useState<RequestProblem>()
  const set = (part: Partial<typeof nothing>) => setDraft((last) => ({ ...last, ...part }))
  const wrong = (field: string) => problem?.errors.find(({ pointer }) => pointer.startsWith(`/body/${field}`))?.message

  async function make(event: FormEvent) {
    event.preventDefault()
    setProblem(undefined)
    try {
      const body = {
        name: draft.name.trim(),
        scopes: draft.scopes.split(/[\s,]+/).filter(Boolean),
        days: Number(draft.days),
        ...(draft.who !== 'me' && { serviceAccount: draft.who }),
        ...(draft.sees.by !== 'all' && { sees: wantedOf(draft.sees) }),
      }
      setMade((await api.send<{ data: MadeToken }>('POST', '/tokens', body)).data)
      await renew()
    } catch (cause) {
      if (!(cause instanceof RequestProblem)) throw cause
      setProblem(cause)
    }
  }
  function close() {
    setDraft(nothing)
    setMade(undefined)
    setProblem(undefined)
    onClose()
  }

  return (
    <Dialog
      opened={opened}
      onClose={close}
      title={made ? 'Made' : 'Make a token'}
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
              unavailable={draft.name.trim() === '' ? 'write a name first' : missingOf(draft.sees)}
            >
              Make it
            </Button>
          </>
        )
      }
    >
      {made ? (
        <MadeTokenWords secret={made.secret} />
      ) : (
        <form id={form} className={classes.form} onSubmit={make}>
          {problem && problem.errors.length === 0 && (
            <p role="alert" className={classes.problem}>
              {problem.message}
            </p>
          )}
          <TextField
            label="Name"
            value={draft.name}
            onChange={(name) => set({ name })}
            autoFocus
            error={wrong('name')}
            hint="What uses it: “nightly export”."
          />
          <SelectField
            label="It acts for"
            value={draft.who}
            options={[
              { value: 'me', label: 'me, and may never more than I' },
              ...accounts
                .filter(({ state }) => state === 'active')
                .map(({ id, name }) => ({ value: id, label: `the service account ${name}` })),
            ]}
            onChange={(who) => set({ who })}
          />
          <TextField
            label="It may"
            mono
            value={draft.scopes}
            onChange={(scopes) => set({ scopes })}
            error={wrong('scopes')}
            hint="Permissions or patterns of them: findings:read, *:read. None may exceed your own."
          />
          <SightChoice
            chosen={draft.sees}
            all="as much as you"
            onChosen={(sees) => set({ sees })}
            error={wrong('sees')}
          />
          <SelectField
            label="Until"
            value={draft.days}
            options={['7', '30', '90', '180', '366'].map((days) => ({ value: days, label: `${days} days from now` }))}
            onChange={(days) => set({ days })}
          />
        </form>
      )}
    </Dialog>
  )
}
