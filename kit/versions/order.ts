import type { Order } from './scheme.ts'

/** Compares by UTF-16 code unit, which for the ASCII texts of versions is byte order. */
export function compareText(a: string, b: string): Order {
  return a === b ? 0 : a < b ? -1 : 1
}

/** Compares two texts of decimal digits by value, of any length; the empty text counts as zero. */
export function compareDecimal(a: string, b: string): Order {
  if (a === b) return 0
  const left = a.replace(/^0+/, '')
  const right = b.replace(/^0+/, '')
  if (left.length !== right.length) return left.length < right.length ? -1 : 1
  return compareText(left, right)
}

/** Compares item by item; a list that is the beginning of the other sorts before it. */
export function compareLists<T>(a: readonly T[], b: readonly T[], compare: (x: T, y: T) => Order): Order {
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) {
    const order = compare(a[i] as T, b[i] as T)
    if (order !== 0) return order
  }
  return compareNumbers(a.length, b.length)
}

/** Compares item by item; where one list ends, `padding` stands for its missing items. */
export function comparePadded<T>(a: readonly T[], b: readonly T[], padding: T, compare: (x: T, y: T) => Order): Order {
  const length = Math.max(a.length, b.length)
  for (let i = 0; i < length; i++) {
    const order = compare(i < a.length ? (a[i] as T) : padding, i < b.length ? (b[i] as T) : padding)
    if (order !== 0) return order
  }
  return 0
}

export function compareNumbers(a: number, b: number): Order {
  return a === b ? 0 : a < b ? -1 : 1
}

export function isDigits(text: string): boolean {
  return /^[0-9]+$/.test(text)
}
