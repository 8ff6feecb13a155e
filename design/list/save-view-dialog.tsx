import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useId, useState } from 'react'
import { Button } from '../action/button.tsx'
import { useApi } from '../client/client-context.tsx'
import { RequestProblem } from '../client/request-problem.ts'
import { Dialog } from '../dialog/dialog.tsx'
import { CheckField } from '../form/check-field.tsx'
import { SelectField } from '../form/select-field.tsx'
import { TextField } from '../form/text-field.tsx'
import type { KeptView } from './kept-view.ts'
import type { ViewChange } from './use-saved-views.ts'

type Audience = 'private' | 'unit' | 'tenant'

const audiences = {
  private: 'Only you',
  unit: 'People of a unit',
  tenant: 'Everybody in this tenant',
} as const

/** Asks for the name of a view, and who is to see it. */
export function SaveViewDialog({
  title,
  view,
  mayShare,
  words,
  onSave,
  onClose,
}: {
  title: string
  /** As it is kept; undefined for a new one. */
  view?: KeptView
  mayShare: boolean
  /** What is kept, in words. */
  words: string
  onSave: (view: ViewChange & { readonly name: string }) => Promise<void>
  onClose: () => void
}) {
  const form = useId()
  const [name, setName] = useState(view?.name ?? '')
  const [audience, setAudience] = useState<Audience>(view?.visibility ?? 'private')
  const [chosen, setUnit] = useState(view?.unit ?? undefined)
  const [begins, setBegins] = useState(view?.begins ?? false)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string>()
  const units = useUnits(mayShare)
  const unit = chosen ?? units[0]?.id
  const offered = (['private', ...(units.length > 0 ? ['unit' as const] : []), 'tenant'] as const).map((value) => ({
    value,
    label: audiences[value],
  }))
  const whom =
    audience === 'tenant' ? 'everybody' : `the people of ${units.find(({ id }) => id === unit)?.name ?? 'it'}`
  const missing = name.trim() === '' ? 'give it a name first' : undefined

  async function onSubmit(event: FormEvent) {
    event.preventDefault()
    if (busy || missing) return
    setBusy(true)
    try {
      await onSave({
        name: name.trim(),
        visibility: audience,
        ...(audience === 'unit' && { unit: unit ?? null }),
        begins: begins && audience !== 'private',
      })
      onClose()
    } catch (error) {
      if (!(error instanceof RequestProblem)) throw error
      setProblem(error.message)
    } finally {
      setBusy(false)
    }
  }

  return (
    <Dialog
      opened
      onClose={onClose}
      title={title}
      width={440}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" type="submit" form={form} busy={busy} unavailable={missing}>
            Save
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={onSubmit}>
        <TextField label="Name" value={name} onChange={setName} error={problem} hint={words} autoFocus />
        {mayShare && (
          <SelectField
            label="Who sees it"
            value={audience}
            options={offered}
            onChange={setAudience}
            hint={audience === 'private' ? undefined : 'Who sees everything and may share views may change it, too.'}
          />
        )}
        {mayShare && audience === 'unit' && (
          <SelectField
            label="Unit"
            value={unit ?? ''}
            options={units.map((each) => ({ value: each.id, label: each.own ? `${each.name} (yours)` : each.name }))}
            onChange={setUnit}
          />
        )}
        {mayShare && audience !== 'private' && (
          <CheckField
            label={`The list begins with it for ${whom}`}
            hint="Unless they chose another view for themselves. What a unit begins with goes before what everybody does."
            checked={begins}
            onChange={setBegins}
          />
        )}
      </form>
    </Dialog>
  )
}

function useUnits(when: boolean) {
  const api = useApi()
  const { data = [] } = useQuery({
    queryKey: ['view-units'],
    enabled: when,
    queryFn: async ({ signal }) =>
      (await api.get<{ data: readonly { id: string; name: string; own: boolean }[] }>('/views/units', { signal })).data,
  })
  return data
}
