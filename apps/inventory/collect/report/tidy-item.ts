import { maxListLength, maxTextLength } from '../../facts/fields.ts'

/** Makes an item storable: no undefined fields, no text longer than the schema allows, no NUL and no half surrogate pairs (JSON in PostgreSQL has neither). */
export function tidyItem(item: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const tidy: Record<string, unknown> = {}
  for (const [field, value] of Object.entries(item)) if (value !== undefined) tidy[field] = tidyValue(value)
  return tidy
}

function tidyValue(value: unknown): unknown {
  if (typeof value === 'string') return tidyText(value)
  if (Array.isArray(value)) return value.slice(0, maxListLength).map(tidyValue)
  if (typeof value === 'object' && value !== null) return tidyItem(value as Readonly<Record<string, unknown>>)
  return value
}

/** Text as facts may hold it; what is cut off is marked with an ellipsis. */
export function tidyText(text: string): string {
  const short = text.length > maxTextLength ? `${text.slice(0, maxTextLength - 1)}…` : text
  return (short.isWellFormed() ? short : short.toWellFormed()).replaceAll('\0', '\uFFFD')
}
