import { Badge, RelativeTime } from '@holdfast/design'

/** Until when a finding is to be fixed, marked where that is soon or over. */
export function DueMark({ state, at }: { state: string | undefined; at: string }) {
  const when = <RelativeTime at={at} />
  if (state === 'overdue') return <Badge tone="critical">{when}</Badge>
  if (state === 'soon') return <Badge tone="medium">{when}</Badge>
  if (state === 'paused') return <span className="muted">paused</span>
  return when
}
