import { csvLine } from '@holdfast/kit/tabular'
import { findingsOf, type ScanResult } from '../result.ts'
import { scanCycloneDx } from './cyclonedx.ts'
import { scanOpenVex } from './openvex.ts'
import { findingRows, notAssessedRows, scanDocument } from './scan-document.ts'
import { scanHtml } from './write-html.ts'
import { scanSarif } from './write-sarif.ts'
import { scanTable, type TableOptions } from './write-table.ts'

/** The forms of `--output`. */
export const forms = ['table', 'json', 'ndjson', 'sarif', 'cyclonedx', 'openvex', 'csv', 'html'] as const

/** The result in one of the forms of `--output`. */
export function writeResult(form: string, result: ScanResult, table: TableOptions): string {
  switch (form) {
    case 'json':
      return document(scanDocument(result))
    case 'ndjson':
      return ndjson(result)
    case 'sarif':
      return document(scanSarif(result))
    case 'cyclonedx':
      return document(scanCycloneDx(result))
    case 'openvex':
      return document(scanOpenVex(result))
    case 'csv':
      return csv(result)
    case 'html':
      return scanHtml(result)
    default:
      return scanTable(result, table)
  }
}

function document(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`
}

/** A line per thing, told apart by `type`. */
function ndjson(result: ScanResult): string {
  const { target, host, collected, assessment } = result
  const lines: unknown[] = [host === undefined ? { type: 'target', ...target } : { type: 'host', ...host }]
  if (host !== undefined)
    for (const { fact, scope, items } of collected.facts)
      for (const item of items.values()) lines.push({ type: 'fact', fact, scope, item })
  lines.push(...assessment.software.map((row) => ({ type: 'software', ...row })))
  lines.push(...findingRows(result).map((row) => ({ type: 'finding', ...row })))
  lines.push(...assessment.excepted.map((row) => ({ type: 'excepted', ...row })))
  lines.push(...notAssessedRows(result).map((row) => ({ type: 'notAssessed', ...row })))
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('')
}

function csv(result: ScanResult): string {
  const head = ['host', 'severity', 'check', 'title', 'place', 'evidence', 'fix']
  const more = ['aliases', 'purl', 'installed', 'fixed', 'match type', 'confidence']
  const rows = findingsOf(result).map(({ check, title, severity, place, evidence, fix, software }) => [
    result.target.name,
    severity,
    check,
    title,
    place,
    evidence.summary,
    fix ?? '',
    software?.aliases.join(' ') ?? '',
    software?.purl ?? '',
    software?.installed ?? '',
    software?.fixed ?? '',
    software?.matchType ?? '',
    software === undefined ? '' : String(software.confidence),
  ])
  return [[...head, ...more], ...rows].map(csvLine).join('')
}
