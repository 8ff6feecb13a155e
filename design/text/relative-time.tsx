import { formatExact, formatRelative, type Moment, toMillis } from '../format/time.ts'
import { useNow } from './clock.ts'

/** "8 s ago"; the whole date is its title. */
export function RelativeTime({ at }: { at: Moment }) {
  const now = useNow()
  const millis = toMillis(at)
  if (Number.isNaN(millis)) return <span>unknown</span>
  // The shared clock may lag a little behind what has just arrived: that is "just now", not the future.
  const seen = millis > now && millis - now < 60_000 ? millis : now
  return (
    <time dateTime={new Date(millis).toISOString()} title={formatExact(millis)}>
      {formatRelative(millis, seen)}
    </time>
  )
}
