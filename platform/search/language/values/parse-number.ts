import sizes from './size-units.json' with { type: 'json' }

const number = /^[+-]?(?:\d+(?:\.\d+)?|\.\d+)(?:e[+-]?\d{1,3})?$/i
const size = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/i

/** A decimal number; undefined when it is none, NaN when it is too large to be exact. */
export function parseNumber(text: string): number | undefined {
  const word = text.trim()
  if (!number.test(word)) return undefined
  return exact(Number(word))
}

/**
 * Bytes of `500`, `10 MB`, `1.5GiB`: k M G T P are powers of 1000, Ki Mi Gi Ti Pi of 1024 (IEC 80000-13). Undefined
 * when it is no size, NaN when it is too large to be exact.
 */
export function parseSize(text: string): number | undefined {
  const found = size.exec(text.trim())
  if (!found) return undefined
  const unit = found[2] === '' ? 1 : Object.entries(sizes).find(([name]) => name === found[2]!.toLowerCase())?.[1]
  return unit === undefined ? undefined : exact(Math.round(Number(found[1]) * unit))
}

function exact(value: number): number {
  return Math.abs(value) <= Number.MAX_SAFE_INTEGER ? value : Number.NaN
}
