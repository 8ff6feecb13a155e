import type { FindingList } from './finding-list.ts'
import type { Report } from './report.ts'

/** A report of what was collected. */
export function reportOf(format: string, tool: string, list: FindingList): Report {
  return { format, tool, findings: list.findings, passed: list.passed, problems: list.problems.list }
}
