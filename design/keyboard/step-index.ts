/** Where an arrow, Home or End leads in a list of `length`; undefined for other keys. A row wraps around, a column stops. */
export function stepIndex(key: string, at: number, length: number, kind: 'row' | 'column'): number | undefined {
  if (length === 0) return undefined
  const [back, forth] = kind === 'row' ? ['ArrowLeft', 'ArrowRight'] : ['ArrowUp', 'ArrowDown']
  if (key === 'Home') return 0
  if (key === 'End') return length - 1
  const step = key === forth ? 1 : key === back ? -1 : 0
  if (step === 0) return undefined
  if (kind === 'row') return (at + step + length) % length
  return Math.min(length - 1, Math.max(0, at + step))
}
