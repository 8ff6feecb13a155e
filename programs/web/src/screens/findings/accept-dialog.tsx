import {
  Button,
  Dialog,
  plural,
  RequestProblem,
  SelectField,
  TextField,
  toast,
  useApi,
  useClient,
} from '@holdfast/design'
import { type FormEvent, useId, useState } from 'react'
import type { Finding } from './finding.ts'
import { type Scope, ScopeChoice } from './scope-choice.tsx'
import { useRevoke } from './use-revoke.ts'
import { reasons, untilWords } from './words.ts'

const day = 86_400_000

/** A decision with reason, scope and end. It holds for the evidence it was taken on, and can be taken back. */
export function AcceptDialog({
  finding,
  onClose,
  onDone,
}: {
  finding: Finding
  onClose: () => void
  onDone: () => void
}) {
  const api = useApi()
  const { may } = useClient()
  const form = useId()
  const [reason, setReason] = useState('risk-accepted')
  const [scope, setScope] = useState<Scope>('here')
  const [words, setWords] = useState('')
  const [until, setUntil] = useState(() => new Date(Date.now() + 90 * day).toISOString().slice(0, 10))
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<RequestProblem>()
  const revoke = useRevoke(onDone)
  const decides = may('findings:accept')
  const endless = reasons.find(({ value }) => value === reason)?.endless ?? false
  const complaint = (field: string) => problem?.errors.find((item) => item.pointer.endsWith(field))?.message
  const missing =
    words.trim().length < 3 ? 'write a reason first' : until === '' && !endless ? 'give it an end' : undefined

  async function onSubmit(event: FormEvent) {
    event.preventDefault()
    if (busy || missing) return
    setBusy(true)
    setProblem(undefined)
    try {
      const { data } = await api.send<{ data: { id: string; findings: number } }>('POST', '/exceptions', {
        scope: {
          check: finding.check.id,
          ...(scope !== 'everywhere' && { asset: finding.asset.id }),
          ...(scope === 'here' && { place: finding.place }),
        },
        reason,
        justification: words.trim(),
        ...(until !== '' && { endsAt: `${until}T23:59:59Z` }),
      })
      onClose()
      onDone()
      const end = untilWords(until === '' ? null : `${until}T12:00:00Z`)
      toast({
        message: decides ? `Decided about ${plural(data.findings, 'finding')}, ${end}` : 'Asked for an exception',
        ...(decides && { undo: () => void revoke(data.id) }),
      })
    } catch (error) {
      if (!(error instanceof RequestProblem)) throw error
      setProblem(error)
    } finally {
      setBusy(false)
    }
  }

  return (
    <Dialog
      opened
      onClose={onClose}
      title={decides ? 'Accept this risk' : 'Ask for an exception'}
      footer={
        <>
          <Button onClick={onClose}>Leave it open</Button>
          <Button look="primary" type="submit" form={form} busy={busy} unavailable={missing}>
            {decides ? 'Accept' : 'Ask'}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={onSubmit}>
        <SelectField label="Why" value={reason} onChange={setReason} options={reasons} />
        <TextField
          label="In your words"
          value={words}
          onChange={setWords}
          lines={3}
          hint="Who reads this in a year must understand it."
          error={complaint('justification')}
          autoFocus
        />
        <ScopeChoice finding={finding} value={scope} onChange={setScope} />
        <TextField
          label="Until"
          type="date"
          value={until}
          onChange={setUntil}
          error={complaint('endsAt')}
          hint={
            endless
              ? 'May stay empty: it holds as long as the evidence is the same.'
              : 'The day after, it is open again.'
          }
        />
        {problem && problem.errors.length === 0 && <p role="alert">{problem.message}</p>}
      </form>
    </Dialog>
  )
}
