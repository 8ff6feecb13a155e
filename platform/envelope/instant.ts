const pattern = /^(\d{4})-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/

/**
 * True for a UTC instant in the one form that travels, `2026-11-22T10:14:00.000Z`, between the years 1970 and 9999,
 * and only for a date that exists.
 */
export function isInstant(value: unknown): value is string {
  if (typeof value !== 'string') return false
  const year = pattern.exec(value)?.[1]
  if (year === undefined || year < '1970') return false
  const time = Date.parse(value)
  // Parsers roll the 30th of February over into March; printing it again tells.
  return !Number.isNaN(time) && new Date(time).toISOString() === value
}

/** Milliseconds since 1970 as the form that travels. */
export function toInstant(time: number): string {
  return new Date(time).toISOString()
}
