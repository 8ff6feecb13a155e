import { Button, RequestProblem, toast, useApi, useClient } from '@holdfast/design'
import { IconTicket } from '@tabler/icons-react'
import { useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { ticketAddress } from './ticket.ts'

/** Opens a ticket for one finding, and leads to it. */
export function OpenTicketButton({ finding }: { finding: string }) {
  const api = useApi()
  const router = useRouter()
  const { may } = useClient()
  const [busy, setBusy] = useState(false)
  if (!may('tickets:write')) return null

  async function open() {
    setBusy(true)
    try {
      const { data } = await api.send<{ data: { opened: readonly number[] } }>('POST', '/tickets', {
        q: '',
        only: [finding],
      })
      const [number] = data.opened
      if (number === undefined) toast({ message: 'A ticket covers it already' })
      else router.history.push(ticketAddress(number))
    } catch (cause) {
      if (!(cause instanceof RequestProblem)) throw cause
      toast({ message: cause.message, tone: 'failed' })
    } finally {
      setBusy(false)
    }
  }

  return (
    <Button icon={IconTicket} busy={busy} onClick={() => void open()}>
      Open a ticket
    </Button>
  )
}
