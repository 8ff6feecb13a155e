import { Button, Dialog, RequestProblem, SelectField, TextField, toast, useApi } from '@holdfast/design'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useId, useState } from 'react'
import classes from './tenants.module.css'

const nothing = { name: '', kind: 'customer', days: '365' }

/** Makes a tenant: its name, and how long the first grant lasts. */
export function CreateTenant({
  opened,
  onClose,
  onMade,
}: {
  opened: boolean
  onClose: () => void
  onMade: (id: string) => void
}) {
  const api = useApi()
  const queries = useQueryClient()
  const form = useId()
  const [draft, setDraft] = useState(nothing)
  const [problem, setProblem] = useState<string>()
  const [busy, setBusy] = useState(false)
  const set = (part: Partial<typeof nothing>) => setDraft((last) => ({ ...last, ...part }))

  async function create(event: FormEvent) {
    event.preventDefault()
    setBusy(true)
    setProblem(undefined)
    try {
      const name = draft.name.trim()
      const body = { name, kind: draft.kind, grant: { days: Number(draft.days) } }
      const { data } = await api.send<{ data: { id: string } }>('POST', '/tenants', body)
      await queries.invalidateQueries()
      toast({ message: `${name} is there` })
      setDraft(nothing)
      onMade(data.id)
    } catch (cause) {
      if (!(cause instanceof RequestProblem)) throw cause
      setProblem(cause.message)
    } finally {
      setBusy(false)
    }
  }

  function close() {
    setDraft(nothing)
    setProblem(undefined)
    onClose()
  }

  return (
    <Dialog
      opened={opened}
      onClose={close}
      title="New tenant"
      width={520}
      footer={
        <>
          <Button onClick={close}>Cancel</Button>
          <Button
            look="primary"
            type="submit"
            form={form}
            busy={busy}
            unavailable={draft.name.trim() === '' ? 'write a name first' : undefined}
          >
            Make the tenant
          </Button>
        </>
      }
    >
      <form id={form} className={classes.form} onSubmit={create}>
        {problem && (
          <p role="alert" className={classes.problem}>
            {problem}
          </p>
        )}
        <TextField label="Name" value={draft.name} onChange={(name) => set({ name })} autoFocus required />
        <SelectField
          label="Kind"
          value={draft.kind}
          options={[
            { value: 'customer', label: 'Customer' },
            { value: 'provider', label: 'Provider: may own tenants itself' },
          ]}
          onChange={(kind) => set({ kind })}
        />
        <SelectField
          label="Your people may go there for"
          value={draft.days}
          options={[
            { value: '30', label: '30 days' },
            { value: '90', label: '90 days' },
            { value: '365', label: 'one year' },
          ]}
          onChange={(days) => set({ days })}
          hint="The tenant’s own people see this grant, and can shorten or revoke it."
        />
      </form>
    </Dialog>
  )
}
