const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 })
const short = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 })

/** 3412 → "3,412". */
export function formatCount(value: number): string {
  return whole.format(value)
}

/** 12 → "12", 48_123 → "48.1K": for places that cannot grow. */
export function formatShort(value: number): string {
  return Math.abs(value) < 10_000 ? whole.format(value) : short.format(value)
}

/** A total that may be an estimate: "≈ 2.5M" or "3,412". */
export function formatTotal(value: number, isExact: boolean): string {
  return isExact ? formatCount(value) : `≈ ${formatShort(value)}`
}

/** 3 of 4 → "75 %"; nothing of nothing is a dash, never 0 or 100. Never rounds up to a hundred. */
export function formatShare(part: number, whole: number): string {
  if (whole <= 0) return '–'
  const percent = (part / whole) * 100
  if (part > 0 && percent < 1) return '< 1 %'
  return `${part < whole ? Math.min(99, Math.round(percent)) : 100} %`
}

const units = ['bytes', 'kB', 'MB', 'GB', 'TB', 'PB'] as const

/** Bytes in decimal units: 1234 → "1.2 kB". */
export function formatBytes(bytes: number): string {
  let value = bytes
  let unit = 0
  while (Math.abs(value) >= 999.5 && unit < units.length - 1) {
    value /= 1000
    unit++
  }
  const digits = unit === 0 || value >= 100 ? 0 : 1
  return `${value.toFixed(digits).replace(/\.0$/, '')} ${units[unit]}`
}

/** "1 host", "3 hosts"; the second form may be given where an s does not do it. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`
}
