import { CommandPalette } from '@holdfast/design'
import { useMemo } from 'react'
import { commandOf, useReachable, useSwitch, useTenantSearch } from './tenants.ts'

/** Finds the tenant to go to: the first ones at once, all of them by a part of the name. */
export function TenantFinder({ here, onClose }: { here: string; onClose: () => void }) {
  const goTo = useSwitch()
  const first = useReachable({ limit: 50 }).data?.data
  const find = useTenantSearch(here)
  const known = useMemo(() => new Set(first?.map(({ id }) => id)), [first])
  const commands = (first ?? []).filter(({ id }) => id !== here).map((tenant) => commandOf(tenant, goTo))
  return (
    <CommandPalette
      opened
      label="Go to a tenant"
      onClose={onClose}
      commands={commands}
      search={async (text, signal) => (await find(text, signal)).filter(({ id }) => !known.has(id))}
    />
  )
}
