import type {
  Citation,
  Evidence,
  ScannedHost,
  Severity,
  SoftwareAssessment,
  SoftwareFinding,
} from '../contract/index.ts'
import { severityLevel } from '../contract/index.ts'
import type { Collected } from './collect/collect-facts.ts'
import type { Judgement } from './collect/judge-facts.ts'

/** What was scanned. */
export interface ScanTarget {
  readonly kind: 'host' | 'fs' | 'sbom'
  readonly name: string
  /** Where it was looked at: `this host`, a folder, a file. */
  readonly seenAs: string
  readonly scannedAt: string
}

/** All that came of a scan. */
export interface ScanResult {
  readonly target: ScanTarget
  /** Of hosts only. */
  readonly host: ScannedHost | undefined
  readonly counted: readonly (readonly [fact: string, one: string, many: string])[]
  readonly collected: Collected
  readonly judgement: Judgement
  readonly assessment: SoftwareAssessment
}

/** A finding in one shape, whether a check of an app fails or software has a known flaw. */
export interface ResultFinding {
  readonly check: string
  readonly title: string
  readonly severity: Severity
  readonly category: string
  readonly place: string
  readonly evidence: Evidence
  readonly fix: string | undefined
  readonly why: string | undefined
  readonly remedy:
    | { readonly words: string; readonly commands?: Readonly<Record<string, readonly string[]>> }
    | undefined
  readonly source: readonly Citation[]
  readonly software: SoftwareFinding | undefined
}

/** All findings, worst first, then by check and place. */
export function findingsOf({ judgement, assessment }: ScanResult): readonly ResultFinding[] {
  const judged = judgement.findings.map(
    ({ check, verdict, severity }): ResultFinding => ({
      check: check.id,
      title: check.title,
      severity,
      category: check.category,
      place: verdict.place,
      evidence: verdict.because,
      fix: verdict.fix,
      why: check.why,
      remedy: check.remedy,
      source: check.source,
      software: undefined,
    }),
  )
  const known = assessment.findings.map(
    (finding): ResultFinding => ({
      check: finding.check,
      title: finding.title,
      severity: finding.severity,
      category: 'vulnerability',
      place: finding.paths[0] ?? finding.name,
      evidence: { summary: finding.because },
      fix: finding.fix,
      why: undefined,
      remedy: undefined,
      source: [],
      software: finding,
    }),
  )
  return [...judged, ...known].sort(
    (a, b) =>
      severityLevel(b.severity) - severityLevel(a.severity) ||
      compare(a.check, b.check) ||
      compare(a.place, b.place) ||
      compare(a.software?.purl ?? '', b.software?.purl ?? ''),
  )
}

/** What says that the kernel of a finding does not run: it is shown, and does not fail a scan. */
export function isIdle({ software }: ResultFinding): boolean {
  return software?.inUse === false
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
