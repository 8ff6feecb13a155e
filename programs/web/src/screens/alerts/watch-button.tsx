import { addressOf, Button, useClient } from '@holdfast/design'
import { IconBell } from '@tabler/icons-react'

/** Turns the query that a list shows into an alert. */
export function WatchButton({ list, query }: { list: string; query: string }) {
  const { may } = useClient()
  if (!may('alerts:write')) return null
  return (
    <Button icon={IconBell} href={addressOf('/alerts', { make: list, query })}>
      Alert me
    </Button>
  )
}
