import { jsonFormats } from './json-formats.ts'
import tables from './table-formats.json' with { type: 'json' }
import { xmlFormats } from './xml-formats.ts'

/** A format that is read. */
export interface ReportFormatName {
  readonly id: string
  readonly tool: string
  readonly form: 'JSON' | 'XML' | 'table'
}

/** All formats of reports, by tool. */
export function reportFormats(): readonly ReportFormatName[] {
  const named = (form: ReportFormatName['form'], list: readonly { readonly id: string; readonly tool: string }[]) =>
    list.map(({ id, tool }) => ({ id, tool, form }))
  return [...named('JSON', jsonFormats), ...named('XML', xmlFormats), ...named('table', tables)].sort((a, b) =>
    a.tool === b.tool ? (a.id < b.id ? -1 : 1) : a.tool.toLowerCase() < b.tool.toLowerCase() ? -1 : 1,
  )
}
