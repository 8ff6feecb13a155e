import { tableLines, visible } from '@holdfast/kit/tabular'
import { type Severity, severities } from '../../contract/index.ts'
import type { Collected } from '../collect/collect-facts.ts'
import { findingsOf, isIdle, type ResultFinding, type ScanResult } from '../result.ts'

/** SGR parameters by severity; the word is always there, so that nothing hangs on the colour. */
const colours: Readonly<Record<Severity, string>> = {
  critical: '1;35',
  high: '1;31',
  medium: '1;33',
  low: '1;34',
  info: '1;36',
}

export interface TableOptions {
  readonly width: number
  readonly colour: boolean
}

type Paint = (text: string, sgr: string) => string

/** The result for people. */
export function scanTable(result: ScanResult, options: TableOptions): string {
  const { width } = options
  const { target, host } = result
  const paint: Paint = (text, sgr) => (options.colour ? `\u001b[${sgr}m${text}\u001b[0m` : text)
  const lines: string[] = []
  const about = [host?.operatingSystem, host?.kernel && `kernel ${host.kernel}`, host?.machine].filter(
    (part) => part !== undefined,
  )
  const said = about.length > 0 ? about.join(' · ') : target.seenAs === target.name ? '' : target.seenAs
  lines.push(`${paint(visible(target.name), '1')}  ${paint(visible(said), '2')}`.trimEnd())
  lines.push(paint(visible(countLine(result)), '2'), '')
  const findings = findingsOf(result)
  const shown = findings.filter((finding) => !isIdle(finding))
  if (shown.length > 0) lines.push(...findingLines(shown, width, paint), '')
  const troubles = troubleRows(result)
  if (troubles.length > 0) {
    const [head = '', ...rows] = tableLines(['not assessed', 'where', 'because'], troubles, width)
    lines.push(paint(head, '2'), ...rows, '')
  }
  const idle = findings.length - shown.length
  if (idle > 0)
    lines.push(`${idle.toLocaleString('en')} more in kernel packages that do not run; -o json lists them.`, '')
  for (const [who, number] of exceptedBy(result))
    lines.push(
      `${number.toLocaleString('en')} not counted by the word of ${visible(who)} (VEX); -o json lists them.`,
      '',
    )
  lines.push(summaryLine(result, shown, troubles.length, paint))
  return `${lines.join('\n')}\n`
}

function exceptedBy({ assessment }: ScanResult): ReadonlyMap<string, number> {
  const byAuthor = Map.groupBy(assessment.excepted, ({ author, document }) => author || document || 'nobody named')
  return new Map([...byAuthor].map(([who, theirs]) => [who, theirs.length]))
}

function countLine({ collected, counted, assessment }: ScanResult): string {
  const ofFacts = counted.flatMap(([name, one, many]) => {
    const sets = collected.facts.filter(({ fact }) => fact === name)
    const number = sets.reduce((sum, { items }) => sum + items.size, 0)
    // What was not looked at has no number: not even 0.
    if (sets.length === 0 || (number === 0 && sets.some(({ complete }) => !complete))) return []
    return [`${number.toLocaleString('en')} ${number === 1 ? one : many}`]
  })
  const { length } = assessment.software
  return (
    ofFacts.length > 0 ? ofFacts : [`${length.toLocaleString('en')} ${length === 1 ? 'package' : 'packages'}`]
  ).join(' · ')
}

function troubleRows({ collected, judgement, assessment }: ScanResult): readonly (readonly string[])[] {
  return [
    ...judgement.notAssessed.map(({ title, place, reason }) => [title, place, reason]),
    ...problemRows(collected),
    ...softwareRows(assessment.notAssessed),
  ]
}

/** One row per reason: a world without a running system has it for many facts. */
function problemRows({ problems }: Collected): readonly (readonly string[])[] {
  const byDetail = Map.groupBy(problems, ({ detail }) => detail)
  return [...byDetail].map(([detail, alike]) => [
    [...new Set(alike.map(({ fact }) => fact.replace(/^inventory\./, '').replaceAll('-', ' ')))].join(', '),
    alike.every(({ scope }) => scope === '*') ? '' : [...new Set(alike.map(({ scope }) => scope))].join(', '),
    detail,
  ])
}

/** One row for what nobody speaks of, by ecosystem; one for each flaw that cannot be decided. */
function softwareRows(rows: ScanResult['assessment']['notAssessed']): readonly (readonly string[])[] {
  const alike = Map.groupBy(rows, ({ check, ecosystem, reason }) =>
    check === undefined ? `${reason}\n${ecosystem}` : `${check}\n${reason}`,
  )
  return [...alike.values()].map((same) => {
    const [{ name = '', check, ecosystem = '', sentence = '' } = {}] = same
    const many = same.length > 1
    const what = check ?? 'known vulnerabilities'
    return [what, many ? `${same.length} packages${check === undefined ? ` of ${ecosystem}` : ''}` : name, sentence]
  })
}

function findingLines(findings: readonly ResultFinding[], width: number, paint: Paint): string[] {
  const rows = findings.map(({ check, title, severity, place, fix, evidence, software }) => [
    severity.toUpperCase(),
    software === undefined || title === check ? title : `${check} ${title}`,
    software === undefined ? place : `${software.name} ${software.installed}`,
    fix ?? evidence.summary,
  ])
  const [head = '', ...body] = tableLines(['severity', 'what does not hold', 'where', 'what to do'], rows, width)
  return [
    paint(head, '2'),
    ...body.map((line, index) => {
      const severity = findings[index]?.severity ?? 'info'
      return paint(line.slice(0, severity.length), colours[severity]) + line.slice(severity.length)
    }),
  ]
}

function summaryLine(result: ScanResult, findings: readonly ResultFinding[], open: number, paint: Paint): string {
  const parts = severities.flatMap((severity) => {
    const number = findings.filter((finding) => finding.severity === severity).length
    return number === 0 ? [] : [paint(`${number} ${severity}`, colours[severity])]
  })
  const { judgement, assessment, collected } = result
  const passed = judgement.checks === 0 ? '' : ` · ${judgement.passed} of ${judgement.checks} checks passed`
  const notAssessed =
    judgement.notAssessed.length + collected.problems.length + Math.min(assessment.notAssessed.length, open)
  return `${parts.length > 0 ? parts.join(', ') : 'no findings'}${passed} · ${notAssessed} not assessed`
}
