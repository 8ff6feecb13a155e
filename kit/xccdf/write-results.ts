import { XmlWriter } from '@holdfast/kit/xml'
import type { RuleResult } from './evaluate-policy.ts'
import type { Policy } from './resolve-policy.ts'
import type { Score } from './score.ts'

/** What a document of results says of its origin. */
export interface TestOrigin {
  readonly productName: string
  readonly productVersion: string
  /** ISO 8601. */
  readonly startedAt: string
  readonly endedAt: string
  /** What was looked at. */
  readonly target: string
  /** Where the benchmark came from. */
  readonly href: string
}

/** Writes a `<TestResult>` of XCCDF 1.2 with the result of every rule. Source: XCCDF 1.2, section 6.6. */
export function writeTestResult(
  policy: Policy,
  results: readonly RuleResult[],
  scores: readonly Score[],
  origin: TestOrigin,
): string {
  const { benchmark, profile } = policy
  const writer = new XmlWriter()
  const name = (profile?.id ?? benchmark.id).replace(/[^A-Za-z0-9._-]/g, '_')
  writer
    .open('TestResult', {
      xmlns: 'http://checklists.nist.gov/xccdf/1.2',
      id: `xccdf_holdfast_testresult_${name}`,
      'start-time': origin.startedAt,
      'end-time': origin.endedAt,
      version: benchmark.version,
      'test-system': `cpe:/a:holdfast:holdfast:${origin.productVersion}`,
    })
    .leaf('benchmark', { href: origin.href, id: benchmark.id })
    .leaf('title', {}, `Results of ${benchmark.title}`)
  if (profile !== undefined) writer.leaf('profile', { idref: profile.id })
  writer.leaf('target', {}, origin.target)
  for (const [id, values] of policy.values) {
    if (values.length === 1) writer.leaf('set-value', { idref: id }, values[0])
    else if (values.length > 1) {
      writer.open('set-complex-value', { idref: id })
      for (const value of values) writer.leaf('item', {}, value)
      writer.close()
    }
  }
  for (const { rule, result, instance, messages } of results) {
    const { id, idents } = rule.rule
    writer
      .open('rule-result', {
        idref: id,
        role: rule.role,
        time: origin.endedAt,
        severity: rule.severity,
        weight: rule.weight,
      })
      .leaf('result', {}, result)
    for (const ident of idents) writer.leaf('ident', { system: ident.system }, ident.id)
    for (const message of messages) writer.leaf('message', { severity: 'info' }, message)
    if (instance !== undefined) writer.leaf('instance', {}, instance)
    writer.close()
  }
  for (const { system, score, maximum } of scores)
    writer.leaf('score', { system, maximum: maximum.toFixed(6) }, score.toFixed(6))
  return writer.close().end()
}
