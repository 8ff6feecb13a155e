import { type Severity, severityLevel } from '../contract/index.ts'
import { findingsOf, isIdle, type ScanResult } from './result.ts'
import { exitStatus } from './scan-error.ts'

/**
 * The exit status of a scan. Findings win over partial results; "clean" is said only where something was looked at, and where a gate was asked for, by
 * something that knows flaws.
 */
export function statusOf(result: ScanResult, failOn: Severity | undefined, essential: ReadonlySet<string>): number {
  const { host, collected, assessment, target } = result
  const limit = failOn && severityLevel(failOn)
  if (
    limit !== undefined &&
    findingsOf(result).some((finding) => severityLevel(finding.severity) >= limit && !isIdle(finding))
  )
    return exitStatus.findings
  const seen = collected.facts.some(({ fact, items }) => essential.has(fact) && items.size > 0)
  if (!seen && host?.operatingSystem === undefined && assessment.software.length === 0) return exitStatus.nothing
  if (limit !== undefined && target.kind !== 'host' && assessment.feeds.length === 0) return exitStatus.nothing
  return collected.failed > 0 ? exitStatus.partial : exitStatus.ok
}
