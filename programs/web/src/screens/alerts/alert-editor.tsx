import { Button, Drawer, EmptyState, fixedBy, RequestProblem, toast, useApi, usePushed } from '@holdfast/design'
import { useState } from 'react'
import type { Alert, ChannelName } from './alert.ts'
import { AlertForm, bodyOf, draftOf, emptyDraft, ownPartOf } from './alert-form.tsx'
import { errorsOf } from './errors-of.ts'
import { useGuardedSend, useRenewAlerts } from './use-alerts.ts'

/** Makes an alert, or changes one: nothing is lost when somebody else was quicker. */
export function AlertEditor({
  alert,
  begin,
  channels,
  onClose,
  onSaved,
}: {
  /** Absent for a new one. */
  alert?: Alert
  /** What a new one is to watch. */
  begin?: { readonly list: string; readonly query: string; readonly name: string }
  channels: readonly ChannelName[]
  onClose: () => void
  onSaved: (id: string) => void
}) {
  const api = useApi()
  const send = useGuardedSend()
  const renew = useRenewAlerts()
  const [draft, setDraft] = useState(() => (alert ? draftOf(alert) : { ...emptyDraft, ...begin }))
  const [problem, setProblem] = useState<RequestProblem>()
  const [busy, setBusy] = useState(false)
  const isFixed = fixedBy(usePushed('alert', alert?.id)) !== undefined

  async function save() {
    setBusy(true)
    setProblem(undefined)
    try {
      const path = alert && `/alerts/${encodeURIComponent(alert.id)}`
      const saved = path
        ? await send<{ data: { id: string } }>('PATCH', path, isFixed ? ownPartOf(draft) : bodyOf(draft, false))
        : await api.send<{ data: { id: string } }>('POST', '/alerts', bodyOf(draft, true))
      toast({ message: alert ? `Changed “${draft.name}”` : `“${draft.name}” watches from now on` })
      await renew()
      onSaved(saved.data.id)
    } catch (cause) {
      if (!(cause instanceof RequestProblem)) throw cause
      setProblem(cause)
    } finally {
      setBusy(false)
    }
  }

  const errors = errorsOf(problem)
  const elsewhere = problem && Object.keys(errors).every((field) => field === 'query' || field === '')
  return (
    <Drawer
      title={alert ? `Change “${alert.name}”` : 'New alert'}
      onClose={onClose}
      footer={
        <>
          <Button look="primary" busy={busy} onClick={save}>
            {alert ? 'Save' : 'Make the alert'}
          </Button>
          <Button onClick={onClose}>Cancel</Button>
        </>
      }
    >
      {elsewhere && <EmptyState inline kind="error" title="It was not saved" words={problem.message} />}
      {alert?.state === 'stopped' && (
        <EmptyState inline kind="stale" title="It is stopped" words={alert.problem ?? ''} />
      )}
      <AlertForm
        draft={draft}
        onDraft={setDraft}
        channels={channels}
        errors={errors}
        isFixed={isFixed}
        {...(alert && { alert })}
      />
    </Drawer>
  )
}
