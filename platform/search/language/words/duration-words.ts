import units from '../time/units.json' with { type: 'json' }

const order = ['w', 'd', 'h', 'm', 's'] as const

/** "30 days", "1 hour 30 minutes", "0 seconds" of milliseconds. */
export function durationWords(milliseconds: number): string {
  let rest = Math.abs(milliseconds)
  const words: string[] = []
  for (const unit of order) {
    const { name, milliseconds: size } = units[unit]
    // "30 days" is said in days, not as four weeks and two days.
    if (unit === 'w' && rest % size! !== 0) continue
    const count = Math.floor(rest / size!)
    rest -= count * size!
    if (count > 0) words.push(`${count} ${name}${count === 1 ? '' : 's'}`)
  }
  const text = words.length === 0 ? '0 seconds' : words.join(' ')
  return milliseconds < 0 ? `minus ${text}` : text
}
