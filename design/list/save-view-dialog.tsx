import { type FormEvent, useId, useState } from 'react'
import { Button } from '../action/button.tsx'
import { RequestProblem } from '../client/request-problem.ts'
import { Dialog } from '../dialog/dialog.tsx'
import { CheckField } from '../form/check-field.tsx'
import { TextField } from '../form/text-field.tsx'
import type { ViewChange } from './use-saved-views.ts'

/** Asks for the name of a view, and who is to see it. */
export function SaveViewDialog({
  title,
  name: before = '',
  visibility = 'private',
  mayShare,
  words,
  onSave,
  onClose,
}: {
  title: string
  name?: string
  visibility?: 'private' | 'tenant'
  mayShare: boolean
  /** What is kept, in words. */
  words: string
  onSave: (view: ViewChange & { readonly name: string }) => Promise<void>
  onClose: () => void
}) {
  const form = useId()
  const [name, setName] = useState(before)
  const [shared, setShared] = useState(visibility === 'tenant')
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string>()
  const missing = name.trim() === '' ? 'give it a name first' : undefined

  async function onSubmit(event: FormEvent) {
    event.preventDefault()
    if (busy || missing) return
    setBusy(true)
    try {
      await onSave({ name: name.trim(), visibility: shared ? 'tenant' : 'private' })
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
          <CheckField
            label="Everybody in this tenant sees it"
            hint="Who may share views may change it, too."
            checked={shared}
            onChange={setShared}
          />
        )}
      </form>
    </Dialog>
  )
}
