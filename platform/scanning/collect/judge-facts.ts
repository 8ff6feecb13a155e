import type { AppContent } from '../../content/index.ts'
import type { Check, CheckId, JudgedAsset, Severity, Verdict } from '../../contract/index.ts'
import { severityLevel } from '../../contract/index.ts'
import type { Collected } from './collect-facts.ts'

/** A verdict with the words of its check. */
export interface Judged {
  readonly check: Check
  readonly verdict: Verdict
  readonly severity: Severity
}

/** What a check could not say. */
export interface NotAssessed {
  readonly check: CheckId
  readonly title: string
  readonly place: string
  readonly outcome: 'unknown' | 'error'
  readonly reason: string
}

export interface Judgement {
  /** Worst first. */
  readonly findings: readonly Judged[]
  readonly notAssessed: readonly NotAssessed[]
  readonly passed: number
  readonly checks: number
}

/** Judges one host with the checks of apps. A judge that throws makes its checks not assessed, and stops no other. */
export function judgeFacts(
  contents: readonly AppContent[],
  asset: JudgedAsset,
  collected: Collected,
  now: string,
): Judgement {
  const findings: Judged[] = []
  const notAssessed: NotAssessed[] = []
  const passed = new Set<CheckId>()
  for (const { judge, checks, content: data } of contents.flatMap(({ judges }) => judges)) {
    if (!judge.about.includes(asset.kind)) continue
    const { facts, problems } = collected
    try {
      for (const verdict of judge.judge({ asset, facts, problems, checks, content: data, now })) {
        const check = checks.get(verdict.check)
        if (check === undefined) continue
        if (verdict.outcome === 'fail') findings.push({ check, verdict, severity: verdict.severity ?? check.severity })
        else if (verdict.outcome === 'pass') passed.add(check.id)
        else if (verdict.outcome !== 'not-applicable') {
          const { outcome, place, because } = verdict
          notAssessed.push({ check: check.id, title: check.title, place, outcome, reason: because.summary })
        }
      }
    } catch (error) {
      const reason = `judge ${judge.id} failed: ${error instanceof Error ? error.message : String(error)}`
      for (const { id, title } of checks.values())
        notAssessed.push({ check: id, title, place: '', outcome: 'error', reason })
    }
  }
  for (const { check } of [...findings.map(({ verdict }) => verdict), ...notAssessed]) passed.delete(check)
  findings.sort(
    (a, b) =>
      severityLevel(b.severity) - severityLevel(a.severity) ||
      compare(a.check.id, b.check.id) ||
      compare(a.verdict.place, b.verdict.place),
  )
  return {
    findings,
    notAssessed,
    passed: passed.size,
    checks: contents.reduce((sum, { checks }) => sum + checks.size, 0),
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
