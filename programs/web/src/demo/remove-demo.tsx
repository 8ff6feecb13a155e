import { Button, Dialog, RequestProblem, toast, useApi } from '@holdfast/design'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'

/** Asks once, then everything of a demo goes. */
export function RemoveDemo({
  tenant,
  opened,
  onClose,
  onRemoved,
}: {
  tenant: { readonly id: string; readonly name: string }
  opened: boolean
  onClose: () => void
  onRemoved: () => void
}) {
  const api = useApi()
  const queries = useQueryClient()
  const [busy, setBusy] = useState(false)

  async function remove() {
    setBusy(true)
    try {
      await api.send('POST', `/demo-tenants/${encodeURIComponent(tenant.id)}/remove`)
      toast({ message: `“${tenant.name}” is closed, and its rows are being deleted` })
      onRemoved()
      await queries.invalidateQueries()
    } catch (cause) {
      if (!(cause instanceof RequestProblem)) throw cause
      toast({ tone: 'failed', message: cause.message })
      onClose()
    } finally {
      setBusy(false)
    }
  }

  return (
    <Dialog
      opened={opened}
      onClose={onClose}
      title={`Remove “${tenant.name}”?`}
      footer={
        <>
          <Button onClick={onClose}>Keep it</Button>
          <Button look="danger" busy={busy} onClick={remove}>
            Remove it
          </Button>
        </>
      }
    >
      <p>
        Its simulated hosts, their findings, and whatever people did there are deleted for good. Nothing outside of it
        changes, and another can be made at any time.
      </p>
    </Dialog>
  )
}
