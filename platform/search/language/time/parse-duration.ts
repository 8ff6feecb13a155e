import units from './units.json' with { type: 'json' }

/** Reads `90m`, `12h`, `30d`, `2w` or several together (`1d12h`) as milliseconds; a day has 24 hours. Undefined for anything else. */
export function parseDuration(text: string): number | undefined {
  const word = text.trim()
  if (!/^-?(?:\d{1,9}[smhdw])+$/.test(word)) return undefined
  let total = 0
  for (const [, count, unit] of word.matchAll(/(\d{1,9})([smhdw])/g)) {
    total += Number(count) * (units[unit as keyof typeof units].milliseconds ?? 0)
  }
  return word.startsWith('-') ? -total : total
}
