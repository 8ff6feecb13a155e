import { type App, sensitivityOf } from '@holdfast/platform/contract'

interface Property {
  readonly description?: string
  readonly type?: string
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly Property[]
  readonly items?: Property
}

/** The reference of all facts and events, written from their own declarations. */
export function factsPage(apps: readonly App[]): string {
  return [
    '# Facts and events',
    '',
    'What Holdfast observes, by app. Written by `tools/generate-reference.ts` from the declarations; a test keeps it true.',
    ...apps.flatMap((app) => [
      '',
      `## ${app.title}`,
      '',
      app.question,
      ...app.facts.flatMap(fact),
      ...app.events.flatMap(event),
    ]),
    '',
  ].join('\n')
}

function fact({
  name,
  version,
  summary,
  key,
  about,
  dataClass,
  keepFor,
  schema,
  volatile = [],
  example,
}: App['facts'][number]): string[] {
  return [
    '',
    `### ${name}`,
    '',
    `${summary} Version ${version}; about ${about.join(', ')}; told apart by ${key.length > 0 ? key.map((field) => `\`${field}\``).join(', ') : 'scope alone'}; data class ${dataClass}, history kept for ${keepFor}.`,
    '',
    ...table(schema, volatile),
    '',
    ...json(example),
  ]
}

function event({ name, version, summary, dataClass, keepFor, schema, example }: App['events'][number]): string[] {
  return [
    '',
    `### ${name} (event)`,
    '',
    `${summary} Version ${version}; data class ${dataClass}, kept for ${keepFor}.`,
    '',
    ...table(schema, []),
    '',
    ...json(example),
  ]
}

function table(schema: App['facts'][number]['schema'], volatile: readonly string[]): string[] {
  const required = new Set((schema as { required?: readonly string[] }).required ?? [])
  const rows = Object.entries(schema.properties as Readonly<Record<string, Property>>).map(([field, property]) => {
    const notes = [
      required.has(field) ? '' : 'optional',
      volatile.includes(field) ? 'not in the history' : '',
      sensitivityOf(schema, field) === 'personal' ? 'personal' : '',
    ].filter(Boolean)
    return `| \`${field}\` | ${typeName(property)} | ${cell(property.description ?? '')} | ${notes.join(', ')} |`
  })
  return ['| field | type | what it says | |', '| --- | --- | --- | --- |', ...rows]
}

function typeName(property: Property): string {
  if (property.enum) return property.enum.map((value) => `\`${String(value)}\``).join(' ')
  if (property.anyOf) return property.anyOf.map(typeName).join(' or ')
  if (property.type === 'array') return `list of ${typeName(property.items ?? {})}`
  return property.type ?? 'any'
}

function json(example: unknown): string[] {
  return ['```json', JSON.stringify(example, undefined, 2), '```']
}

/** Text inside a table: a bar would end the cell. */
function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ')
}
