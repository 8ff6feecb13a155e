import { type CsvRecord, csvRecords } from '../tabular/index.ts'
import { FindingList } from './finding-list.ts'
import { qualysSeverity } from './qualys-severity.ts'
import type { ReportReading } from './report.ts'
import { reportOf } from './report-of.ts'
import formats from './table-formats.json' with { type: 'json' }

/** What the columns of a table mean: of each list, the first column that is filled. */
interface TableFormat {
  readonly id: string
  readonly tool: string
  /** Columns by which it is recognised. */
  readonly needs: readonly string[]
  readonly rule: readonly string[]
  readonly title: readonly string[]
  readonly severity: readonly string[]
  readonly severities?: string
  readonly ids?: readonly string[]
  readonly cwes?: readonly string[]
  readonly cvss?: readonly string[]
  readonly score?: readonly string[]
  readonly host?: readonly string[]
  readonly port?: readonly string[]
  readonly protocol?: readonly string[]
  /** All of them together name a resource. */
  readonly resource?: readonly string[]
  readonly instance?: readonly string[]
  readonly fix?: readonly string[]
  readonly text?: readonly string[]
  /** Rows with one of these words are no findings. */
  readonly status?: { readonly column: string; readonly over: readonly string[] }
  /** `ids`: a row for each CVE of one finding, which are one. */
  readonly gather?: string
}

/** Titles, addresses and empty rows stand above the columns of some. */
const maxRowsAbove = 16

type Cell = (column: string) => string | undefined

/** A report that is a table; undefined where its columns are those of no tool. */
export function readTableReport(text: string): ReportReading | undefined {
  for (const separator of [',', ';', '\t']) {
    const records = csvRecords(text, separator)
    for (let above = 0; above < maxRowsAbove; above++) {
      const head: CsvRecord | undefined = records.next().value ?? undefined
      if (head === undefined) break
      const columns = head.cells.map((name) => name.trim().toLowerCase())
      const format = (formats as readonly TableFormat[]).find(({ needs }) =>
        needs.every((one) => columns.includes(one)),
      )
      if (format !== undefined) return { ok: true, report: readRows(format, columns, records) }
    }
  }
  return undefined
}

function readRows(format: TableFormat, columns: readonly string[], records: Iterable<CsvRecord>) {
  const list = new FindingList()
  const positions = new Map(columns.map((name, index) => [name, index]))
  const rows = new Map<string, { readonly cell: Cell; readonly ids: string[] }>()
  let count = 0
  for (const { line, cells } of records) {
    if (cells.length === 1 && cells[0]?.trim() === '') continue
    const cell: Cell = (column) => filled(cells[positions.get(column) ?? -1])
    if (cells.length < 2 || firstOf(format.rule, cell) === undefined) {
      list.problems.add('the row has no cell for the rule, plugin or id', { line })
      continue
    }
    const over = format.status?.over.includes((cell(format.status.column) ?? '').toLowerCase())
    if (over === true) {
      list.pass()
      continue
    }
    const place = ['rule', 'host', 'port', 'protocol'] as const
    const same = place.map((part) => firstOf(format[part], cell) ?? '').join('\n')
    const row = format.gather === 'ids' ? same : String(count++)
    const known = rows.get(row)
    const ids = (format.ids ?? []).map((column) => cell(column) ?? '')
    if (known === undefined) rows.set(row, { cell, ids })
    else known.ids.push(...ids)
  }
  for (const { cell, ids } of rows.values()) addRow(format, cell, ids, list)
  return reportOf(format.id, format.tool, list)
}

function addRow(format: TableFormat, cell: Cell, ids: readonly string[], list: FindingList): void {
  const first = (columns: readonly string[] | undefined) => firstOf(columns, cell)
  const severity = first(format.severity)
  list.add({
    rule: first(format.rule),
    title: first(format.title),
    severity: format.severities === 'qualys' ? qualysSeverity(severity) : severity,
    ids,
    cwes: (format.cwes ?? []).map((column) =>
      cell(column)
        ?.match(/CWE[-:]\d+/g)
        ?.join(' '),
    ),
    cvss: (format.cvss ?? []).map(cell),
    score: first(format.score),
    place: {
      host: first(format.host),
      port: first(format.port),
      protocol: first(format.protocol),
      resource: (format.resource ?? []).flatMap((column) => cell(column) ?? []).join(' '),
    },
    instance: first(format.instance),
    fix: first(format.fix),
    text: first(format.text),
  })
}

function firstOf(columns: readonly string[] | undefined, cell: Cell): string | undefined {
  return columns?.map(cell).find((text) => text !== undefined)
}

/** What stands in a cell; some tools write a dash, with or without the apostrophe of spreadsheets, where nothing is. */
function filled(text: string | undefined): string | undefined {
  const written = text?.trim() ?? ''
  return ['', '-', "'-", 'N/A', 'n/a'].includes(written) ? undefined : written
}
