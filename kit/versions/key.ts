/**
 * Pieces of version keys. A key is printable ASCII whose byte order is the order of its scheme. Every piece is
 * self-delimiting: none is the beginning of another of its kind, so that pieces in sequence compare one after the other.
 */

const firstLength = 48
const longLength = 'w'

/** The count of digits comes first, so that longer numbers are greater. Takes at most 9999 decimal digits. */
export function decimalKey(digits: string): string {
  let start = 0
  while (start < digits.length && digits.charCodeAt(start) === 48) start++
  const plain = start === 0 ? digits : digits.slice(start)
  const length = plain.length
  return length <= 70
    ? String.fromCharCode(firstLength + length) + plain
    : longLength + String(length).padStart(4, '0') + plain
}

/** Any text in the order of its UTF-16 code units, ended by `!`, which sorts before all that a text can hold. */
export function textKey(text: string): string {
  return `${text.replace(/[^#-}]/g, escapeUnit)}!`
}

function escapeUnit(unit: string): string {
  const code = unit.charCodeAt(0)
  return code < 0x23 ? `"${hex(code, 2)}` : `~${hex(code, 4)}`
}

function hex(code: number, width: number): string {
  return code.toString(16).padStart(width, '0')
}

/** A list whose beginning sorts before it; no item may start with `"` or below. */
export function listKey<T>(items: readonly T[], key: (item: T, index: number) => string): string {
  return `${items.map(key).join('')}"`
}

/** A list of decimals that compares as if it went on with zeros for ever. */
export function paddedDecimalsKey(numbers: readonly string[]): string {
  const end = numbers.findLastIndex((number) => !/^0*$/.test(number)) + 1
  return listKey(numbers.slice(0, end), (number) => `#${decimalKey(number)}`)
}
