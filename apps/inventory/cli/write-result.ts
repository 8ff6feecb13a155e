import { csvLine } from '@holdfast/kit/tabular'
import type { Collected } from './collect-facts.ts'
import type { Judgement } from './judge-facts.ts'
import { findingRows, notAssessedRows, type ScannedHost, scanDocument } from './scan-document.ts'
import { scanSarif } from './write-sarif.ts'
import { scanTable, type TableOptions } from './write-table.ts'

export interface Result {
  readonly host: ScannedHost
  readonly collected: Collected
  readonly judgement: Judgement
}

/** The result in one of the forms of `--output`. */
export function writeResult(form: string, { host, collected, judgement }: Result, table: TableOptions): string {
  switch (form) {
    case 'json':
      return `${JSON.stringify(scanDocument(host, collected, judgement), null, 2)}\n`
    case 'ndjson':
      return ndjson({ host, collected, judgement })
    case 'sarif':
      return `${JSON.stringify(scanSarif(host, judgement), null, 2)}\n`
    case 'csv':
      return csv(host, judgement)
    default:
      return scanTable(host, collected, judgement, table)
  }
}

/** A line per thing, told apart by `type`. */
function ndjson({ host, collected, judgement }: Result): string {
  const lines: unknown[] = [{ type: 'host', ...host }]
  for (const { fact, scope, items } of collected.facts)
    for (const item of items.values()) lines.push({ type: 'fact', fact, scope, item })
  lines.push(...findingRows(judgement).map((row) => ({ type: 'finding', ...row })))
  lines.push(...notAssessedRows(collected, judgement).map((row) => ({ type: 'notAssessed', ...row })))
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('')
}

function csv(host: ScannedHost, { findings }: Judgement): string {
  const head = ['host', 'severity', 'check', 'title', 'place', 'evidence', 'fix']
  const rows = findings.map(({ check, verdict, severity }) => [
    host.name,
    severity,
    check.id,
    check.title,
    verdict.place,
    verdict.because.summary,
    verdict.fix ?? '',
  ])
  return [head, ...rows].map(csvLine).join('')
}
