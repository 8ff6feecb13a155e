import { formatDate } from '@holdfast/design'

/** A day of the calendar, whatever the zone of who reads it: `2026-12-07`. */
export function dayWords(day: string): string {
  return formatDate(day, 'UTC')
}
