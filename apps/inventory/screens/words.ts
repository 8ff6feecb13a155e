/** "inventory.pending-update" → "Pending update". */
export function factTitle(fact: string): string {
  const name = fact.slice(fact.indexOf('.') + 1).replaceAll('-', ' ')
  return name.charAt(0).toUpperCase() + name.slice(1)
}

/** "passwordMaxDays" → "password max days". */
export function fieldTitle(field: string): string {
  return field.replace(/([a-z0-9])([A-Z])/g, (_, before: string, after: string) => `${before} ${after.toLowerCase()}`)
}

/** One value of an item as plain text: hostile or not, it stays text. */
export function valueText(value: unknown): string {
  if (value === undefined || value === null) return ''
  if (value === true) return 'yes'
  if (value === false) return 'no'
  if (Array.isArray(value)) return value.map(valueText).join(', ')
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** A field of an item as text; empty where it is absent. */
export function textOf(item: Readonly<Record<string, unknown>> | undefined, field: string): string {
  return valueText(item?.[field])
}

export const sourceWords: Readonly<Record<string, string>> = {
  agent: 'Agent',
  scanner: 'Scanner',
  sensor: 'Sensor',
  connector: 'Connector',
  import: 'Import',
}
