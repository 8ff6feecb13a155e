import { csvLine, tableLines } from '@holdfast/kit/tabular'

export type Row = Readonly<Record<string, unknown>>

/** What is shown of each entity unless columns are named. */
const standardColumns: Readonly<Record<string, readonly string[]>> = {
  findings: ['severity', 'status', 'title', 'asset.name', 'place', 'firstFoundAt', 'id'],
  assets: ['name', 'kind', 'attributes.operatingSystem', 'findings.critical', 'findings.high', 'lastSeenAt', 'id'],
  'not-assessed': ['severity', 'title', 'place', 'outcome', 'reason', 'asset.name', 'since'],
  sources: ['name', 'kind', 'health', 'lastSeenAt', 'id'],
  tenants: ['name', 'state', 'numbers.assets', 'numbers.open.critical', 'numbers.open.high', 'grant.expiresAt', 'id'],
  jobs: ['title', 'state', 'startedAt', 'id'],
}

const severities = ['info', 'low', 'medium', 'high', 'critical']

export function atOrAbove(severity: unknown, limit: string): boolean {
  return severities.indexOf(String(severity)) >= severities.indexOf(limit)
}

export interface RowWriter {
  rows(rows: readonly Row[]): Promise<void>
  end(about: { tenant: string | undefined; total: number | undefined }): Promise<void>
}

/** Writes rows in the asked form, page by page; only a table and a JSON document wait for the end. */
export function writer(options: {
  form: string
  columns: readonly string[] | undefined
  width: number | undefined
  entity: string
  out: (text: string) => Promise<void>
}): RowWriter {
  const { form, width, entity, out } = options
  const columns = options.columns ?? standardColumns[entity] ?? ['id']
  const cells = (row: Row) => columns.map((column) => asText(valueAt(row, column)))
  const kept: Row[] = []
  if (form === 'csv') {
    let begun = false
    return {
      async rows(rows) {
        if (!begun) await out(csvLine(columns))
        begun = true
        await out(rows.map((row) => csvLine(cells(row))).join(''))
      },
      async end() {
        if (!begun) await out(csvLine(columns))
      },
    }
  }
  if (form === 'ndjson') {
    return { rows: (rows) => out(rows.map((row) => `${JSON.stringify(row)}\n`).join('')), end: async () => {} }
  }
  return {
    async rows(rows) {
      kept.push(...rows)
    },
    async end({ tenant, total }) {
      if (form === 'json')
        await out(`${JSON.stringify({ schemaVersion: 1, entity, tenant, total, data: kept }, null, 2)}\n`)
      else if (kept.length > 0) await out(`${tableLines(columns, kept.map(cells), width).join('\n')}\n`)
    },
  }
}

/** `asset.name` of a row; of a group the key of that very name. */
function valueAt(row: Row, path: string): unknown {
  if (Object.hasOwn(row, path)) return row[path]
  return path
    .split('.')
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | null | undefined)?.[key], row)
}

function asText(value: unknown): string {
  if (value === null || value === undefined) return ''
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
