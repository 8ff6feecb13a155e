import { formatDayTime } from '@holdfast/design'

/** A moment in the address: `7d` for "that long ago", or an instant as ISO 8601. */
export function instantOf(text: string, now: number): string | undefined {
  const [, count, unit] = /^(\d{1,4})([hd])$/.exec(text) ?? []
  if (count !== undefined) return new Date(now - Number(count) * (unit === 'h' ? 3_600_000 : 86_400_000)).toISOString()
  const at = Date.parse(text)
  return Number.isNaN(at) ? undefined : new Date(at).toISOString()
}

/** As a field for date and time writes it, in local time. */
export function toLocalField(instant: string): string {
  const at = new Date(instant)
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}

/** What such a field says, as an instant; undefined while it is unfinished. */
export function fromLocalField(text: string): string | undefined {
  const at = Date.parse(text)
  return Number.isNaN(at) ? undefined : new Date(at).toISOString()
}

export function momentWords(instant: string | undefined): string {
  return instant === undefined ? 'now' : formatDayTime(instant)
}
