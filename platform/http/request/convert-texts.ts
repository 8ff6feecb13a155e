import type { TSchema } from 'typebox'

interface Plain {
  readonly type?: string
  readonly items?: Plain
  readonly properties?: Readonly<Record<string, Plain>>
}

/**
 * Turns the texts of an address into what the schema wants: whole and decimal numbers, `true` and `false`, and a list
 * where a name may be repeated. What does not read as such stays as it is, for the check to refuse. `?limit=` means no limit.
 */
export function convertTexts(schema: TSchema, given: unknown): Record<string, unknown> {
  const properties = (schema as Plain).properties ?? {}
  const converted: Record<string, unknown> = {}
  for (const [key, value] of Object.entries((given as object | undefined) ?? {})) {
    if (value === '') continue
    const wanted = Object.hasOwn(properties, key) ? properties[key]! : {}
    if (wanted.type === 'array')
      converted[key] = (Array.isArray(value) ? value : [value]).map((each) => convert(wanted.items ?? {}, each))
    else converted[key] = convert(wanted, value)
  }
  return converted
}

function convert(wanted: Plain, value: unknown): unknown {
  if (typeof value !== 'string') return value
  if (wanted.type === 'integer' && /^-?\d{1,15}$/.test(value)) return Number(value)
  if (wanted.type === 'number' && /^-?\d{1,15}(\.\d{1,15})?$/.test(value)) return Number(value)
  if (wanted.type === 'boolean' && (value === 'true' || value === 'false')) return value === 'true'
  return value
}
