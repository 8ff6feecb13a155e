import { Button, Dialog, plural, toast, useApi, useClient } from '@holdfast/design'
import { type FormEvent, useId, useState } from 'react'
import { EndField, ReasonFields, useDecisionDraft } from './decision-fields.tsx'
import type { Finding } from './finding.ts'
import { type Scope, ScopeChoice } from './scope-choice.tsx'
import { useRevoke } from './use-revoke.ts'
import { untilWords } from './words.ts'

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
  const draft = useDecisionDraft()
  const [scope, setScope] = useState<Scope>('here')
  const revoke = useRevoke(onDone)
  const decides = may('findings:accept')

  async function onSubmit(event: FormEvent) {
    event.preventDefault()
    if (draft.missing) return
    await draft.send(async () => {
      const { data } = await api.send<{ data: { id: string; findings: number } }>('POST', '/exceptions', {
        scope: {
          check: finding.check.id,
          ...(scope !== 'everywhere' && { asset: finding.asset.id }),
          ...(scope === 'here' && { place: finding.place }),
        },
        ...draft.body,
      })
      onClose()
      onDone()
      const end = untilWords(draft.until === '' ? null : `${draft.until}T12:00:00Z`)
      toast({
        message: decides ? `Decided about ${plural(data.findings, 'finding')}, ${end}` : 'Asked for an exception',
        ...(decides && { undo: () => void revoke(data.id) }),
      })
    })
  }

  return (
    <Dialog
      opened
      onClose={onClose}
      title={decides ? 'Accept this risk' : 'Ask for an exception'}
      footer={
        <>
          <Button onClick={onClose}>Leave it open</Button>
          <Button look="primary" type="submit" form={form} busy={draft.busy} unavailable={draft.missing}>
            {decides ? 'Accept' : 'Ask'}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={onSubmit}>
        <ReasonFields draft={draft} lines={3} />
        <ScopeChoice finding={finding} value={scope} onChange={setScope} />
        <EndField
          draft={draft}
          hints={{
            endless: 'May stay empty: it holds as long as the evidence is the same.',
            ends: 'The day after, it is open again.',
          }}
        />
      </form>
    </Dialog>
  )
}
