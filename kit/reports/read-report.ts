import { ProblemList, readJson } from '../reading/index.ts'
import { decodeTextFile } from '../text/index.ts'
import { parseXml } from '../xml/index.ts'
import { FindingList } from './finding-list.ts'
import { jsonFormats } from './json-formats.ts'
import type { ReportReading } from './report.ts'
import type { ReportFormat } from './report-format.ts'
import { reportOf } from './report-of.ts'
import { readTableReport } from './table-report.ts'
import { xmlFormats } from './xml-formats.ts'

/**
 * Reads the report of another scanner: JSON, JSON lines, XML or a table with separators, by its content alone. What a report holds beside its findings
 * is counted, what cannot be understood is named among the problems. Never throws.
 */
export function readReport(bytes: Uint8Array): ReportReading {
  const text = decodeTextFile(bytes)
  const first = /\S/.exec(text)?.[0]
  if (first === undefined) return refuse('the file is empty: that may be a report of nothing, or one that was cut off')
  if (first === '<') return ofXml(text)
  if (first === '{' || first === '[' || text.trim() === 'null') return ofJson(bytes, text)
  return readTableReport(text) ?? refuse('no table whose columns are known, no JSON and no XML')
}

function ofXml(text: string): ReportReading {
  const reading = parseXml(text, { documentType: 'passed-over' })
  if (!reading.ok) return refuse(`not XML: ${reading.problem.message}`, reading.problem.position)
  const { root } = reading
  return readAs(xmlFormats, root) ?? refuse(`<${root.name.slice(0, 64)}> is the report of no tool that is known`)
}

function ofJson(bytes: Uint8Array, text: string): ReportReading {
  const problems = new ProblemList()
  const document = readJson(bytes, problems)
  const [problem] = problems.list
  if (problem !== undefined) {
    const lines = jsonLines(text)
    return lines === undefined ? { ok: false, problem } : ofDocument(lines)
  }
  return ofDocument(document)
}

function ofDocument(document: unknown): ReportReading {
  const nothing = document === null || (Array.isArray(document) && document.length === 0)
  if (nothing) return { ok: true, report: { format: 'empty-list', tool: '', findings: [], passed: 0, problems: [] } }
  return readAs(jsonFormats, document) ?? refuse('JSON in the form of no report that is known')
}

/** One object a line, as streaming tools write; undefined where any line is none. */
function jsonLines(text: string): readonly unknown[] | undefined {
  try {
    return text
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => JSON.parse(line))
  } catch {
    return undefined
  }
}

function readAs<Document>(formats: readonly ReportFormat<Document>[], document: Document): ReportReading | undefined {
  const format = formats.find((one) => one.matches(document))
  if (format === undefined) return undefined
  const list = new FindingList()
  const tool = format.read(document, list) ?? format.tool
  return { ok: true, report: reportOf(format.id, tool, list) }
}

function refuse(message: string, offset?: number): ReportReading {
  return { ok: false, problem: offset === undefined ? { message } : { message, offset } }
}
