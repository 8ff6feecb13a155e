import { Card } from '@holdfast/design'
import { SeeDemo, useMayDemo } from './see-demo.tsx'

/** For whoever sees one host so far: how it all looks with more. */
export function LookAround() {
  if (!useMayDemo()) return null
  return (
    <Card title="Look around">
      <p className="muted">
        How it looks with more hosts: a tenant of its own with simulated ones, marked as such everywhere, and removed
        whole when you have seen enough.
      </p>
      <p>
        <SeeDemo />
      </p>
    </Card>
  )
}
