/**
 * The same JSON value with every character that PostgreSQL can hold neither as text nor as jsonb made visible: U+0000
 * becomes ␀ (U+2400), half a surrogate pair becomes U+FFFD. Everything else, markup included, stays as it is.
 */
export function storable(value: unknown): unknown {
  if (typeof value === 'string') return storableText(value)
  if (Array.isArray(value)) return value.map(storable)
  if (typeof value !== 'object' || value === null) return value
  // Without a prototype, so that the name `__proto__` is one like any other.
  const copy: Record<string, unknown> = Object.create(null)
  for (const [key, member] of Object.entries(value)) copy[storableText(key)] = storable(member)
  return copy
}

/** The same for one string. */
export function storableText(text: string): string {
  return text.replaceAll('\0', '\u2400').toWellFormed()
}

/** True when the text of a JSON document may hold such characters; without an escape it cannot. */
export function mayNeedStorable(json: string): boolean {
  return /\\u(?:0000|[dD][89a-fA-F])/.test(json)
}
