import { addressOf, Button, chosenQuery, type Selection, useClient } from '@holdfast/design'
import { IconTicket } from '@tabler/icons-react'

/** Leads from what is chosen in a list of findings to new tickets for it. */
export function TicketsForMany({ selection, query }: { selection: Selection; query: string }) {
  const { may } = useClient()
  if (!may('tickets:write')) return null
  return (
    <Button icon={IconTicket} href={addressOf('/tickets', { row: 'new', for: chosenQuery(selection, query) })}>
      Open tickets…
    </Button>
  )
}
