import type { Collected } from '../collect/collect-facts.ts'
import type { Judgement } from '../collect/judge-facts.ts'
import { findingsOf, type ResultFinding, type ScanResult } from '../result.ts'

/** Version of the document's shape. */
export const schemaVersion = 1

type Row = Readonly<Record<string, unknown>>

/** The result as one JSON document. */
export function scanDocument(result: ScanResult): Row {
  const { target, host, collected, judgement, assessment } = result
  const facts: Record<string, unknown[]> = {}
  for (const { fact, scope, complete, observedAt, items } of collected.facts) {
    facts[fact] = [...(facts[fact] ?? []), { scope, complete, observedAt, items: [...items.values()] }]
  }
  const findings = findingRows(result)
  return {
    schemaVersion,
    target,
    ...(host === undefined ? {} : { host, facts }),
    feeds: assessment.feeds,
    software: assessment.software,
    findings,
    excepted: assessment.excepted,
    notAssessed: notAssessedRows(result),
    summary: { checks: judgement.checks, passed: judgement.passed, findings: findings.length },
  }
}

export function findingRows(result: ScanResult): readonly Row[] {
  return findingsOf(result).map((finding) => (finding.software === undefined ? ofCheck(finding) : ofSoftware(finding)))
}

function ofCheck({ software: _, ...row }: ResultFinding): Row {
  return row
}

function ofSoftware({ check, title, severity, category, place, evidence, fix, software }: ResultFinding): Row {
  if (software === undefined) return {}
  const { aliases, purl, ecosystem, name, namedAs, installed, fixed, fixedVersions, unfixed } = software
  const { matchType, confidence, inUse, rated, statements, cwes, paths } = software
  return {
    check,
    title,
    severity,
    category,
    place,
    evidence,
    fix,
    aliases,
    purl,
    ecosystem,
    name,
    namedAs,
    installed,
    fixed: fixed ?? null,
    fixedVersions,
    unfixed,
    matchType,
    confidence,
    inUse,
    rated,
    statements,
    cwes,
    paths,
  }
}

/** Checks that could not be answered, what could not be seen, and software of which nobody can say. */
export function notAssessedRows({
  collected,
  judgement,
  assessment,
}: {
  readonly collected: Collected
  readonly judgement: Judgement
  readonly assessment: ScanResult['assessment']
}): readonly Row[] {
  return [
    ...judgement.notAssessed.map((each) => ({ ...each })),
    ...collected.problems.map((each) => ({ ...each })),
    ...assessment.notAssessed.map((each) => ({ ...each })),
  ]
}
