import { Badge } from '../text/badge.tsx'
import { type Pushed, type PushedKind, usePushed } from './use-pushed.ts'

/** Marks what a provider pushed; nothing beside everything else. */
export function FromProvider({ kind, id }: { kind: PushedKind; id: string }) {
  const pushed = usePushed(kind, id)
  return pushed ? <Badge tone="brand">from {pushed.from}</Badge> : null
}

/** Says whose it is and who may change it; nothing where it is the tenant's own. */
export function ProviderWords({
  pushed,
  yours,
}: {
  pushed: Pushed | undefined
  /** What is the tenant's to say all the same. */
  yours?: string
}) {
  if (!pushed) return null
  const { from, blueprint, locked } = pushed
  return (
    <p className="muted">
      From {from}, by their blueprint “{blueprint}”.{' '}
      {locked
        ? `They change it with their next push, or take it back; nobody changes it here. ${yours ?? ''}`
        : 'They may not come in any more: with the first change it is yours.'}
    </p>
  )
}
