import { csvLine } from '@holdfast/kit/tabular'
import { columnValue, type ExportColumn } from './export-columns.ts'

export const exportFormats = ['json', 'ndjson', 'csv'] as const
export type ExportFormat = (typeof exportFormats)[number]

export const mediaTypes: Readonly<Record<ExportFormat, string>> = {
  json: 'application/json; charset=utf-8',
  ndjson: 'application/x-ndjson; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
}

/** How items become text: what stands before the first, each batch, what stands behind the last, and what tells of a failure. */
export interface ItemWriter {
  begin(): string
  batch(items: readonly unknown[]): string
  /** A batch of whole items that are JSON already. CSV has none. */
  lines(items: readonly string[]): string
  end(rows: number): string
  failure(problem: object): string
}

/**
 * Writes items as they come. CSV as RFC 4180 has it, in UTF-8 without a byte order mark, formulas defused; JSON and NDJSON hold whole items where no column
 * was chosen.
 */
export function itemWriter(
  format: ExportFormat,
  columns: readonly ExportColumn[],
  about: { readonly whole: boolean; readonly tenant: object },
): ItemWriter {
  const text = about.whole
    ? (item: unknown) => JSON.stringify(item)
    : (item: unknown) =>
        JSON.stringify(Object.fromEntries(columns.map((column) => [column.name, columnValue(item, column) ?? null])))
  switch (format) {
    case 'csv':
      return {
        begin: () => csvLine(columns.map(({ name }) => name)),
        batch: (items) =>
          items.map((item) => csvLine(columns.map((column) => cellText(columnValue(item, column))))).join(''),
        lines: () => '',
        end: () => '',
        failure: () => '',
      }
    case 'ndjson':
      return {
        begin: () => '',
        batch: (items) => items.map((item) => `${text(item)}\n`).join(''),
        lines: (items) => `${items.join('\n')}\n`,
        end: () => '',
        failure: (error) => `${JSON.stringify({ error })}\n`,
      }
    case 'json': {
      let first = true
      const before = () => {
        if (!first) return ',\n'
        first = false
        return '\n'
      }
      return {
        begin: () => '{"data":[',
        batch: (items) => items.map((item) => before() + text(item)).join(''),
        lines: (items) => items.map((item) => before() + item).join(''),
        end: (rows) => `\n],"rows":${rows},"tenant":${JSON.stringify(about.tenant)}}\n`,
        failure: (error) => `\n],"error":${JSON.stringify(error)},"tenant":${JSON.stringify(about.tenant)}}\n`,
      }
    }
  }
}

/** A value in a cell: lists of texts, and of things with a name, with semicolons between them; other things as JSON. */
function cellText(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (Array.isArray(value)) {
    const words = value.map((each) => (typeof each === 'object' && each !== null && 'name' in each ? each.name : each))
    if (words.every((each) => typeof each !== 'object')) return words.join('; ')
  }
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
