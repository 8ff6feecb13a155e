import type { Placed } from './view.ts'

/** Those that have a key which one before them has; what has no key is passed over. */
export function* repeated<T>(
  items: Iterable<Placed<T>>,
  keyOf: (value: T) => string | undefined,
): Generator<Placed<T>> {
  const seen = new Set<string>()
  for (const item of items) {
    const key = keyOf(item.value)
    if (key === undefined) continue
    if (seen.has(key)) yield item
    seen.add(key)
  }
}
